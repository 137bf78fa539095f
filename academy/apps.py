"""The kernel as a Django app: it owns the delivery rows and the system checks."""

from django.apps import AppConfig


class AcademyConfig(AppConfig):
    """Mechanisms without domain words, on which every room stands."""

    name = "academy"
    verbose_name = "Academy"

    def ready(self) -> None:
        """Register the system checks, the kernel's jobs and what it says about backups."""
        from academy import checks, jobs  # noqa: F401
        from academy.backups import finding  # noqa: F401
