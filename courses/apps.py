"""What is taught: page types, blocks and what makes a module worth publishing."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoursesConfig(AppConfig):
    """The courses room; it stands on the kernel alone."""

    name = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        """Keep the site's fixed pages and the editors' group in place after every migration."""
        from courses import health  # noqa: F401
        from courses.site import ensure_site

        post_migrate.connect(ensure_site, sender=self, dispatch_uid="courses.ensure_site")
