"""What is taught: page types, blocks and what makes a module worth publishing."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    """The courses room; it stands on the kernel alone."""

    name = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        """Keep fixed pages, the editors' groups and the frameworks of capabilities in place after every migration."""
        from courses import health  # noqa: F401
        from courses.competences.keeping import ensure_frameworks
        from courses.site import ensure_site

        post_migrate.connect(ensure_site, sender=self, dispatch_uid="courses.ensure_site")
        post_migrate.connect(ensure_frameworks, sender=self, dispatch_uid="courses.ensure_frameworks")
