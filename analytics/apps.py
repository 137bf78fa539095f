"""What happened and what it means: the record store, KPIs, figures and dashboards."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The analytics room; it stands on learners, courses and the kernel."""

    name = "analytics"
    verbose_name = "Analytics"

    def ready(self) -> None:
        """Listen to the events of the rooms below."""
        from analytics import health  # noqa: F401
        from analytics.emit import corrections, handlers  # noqa: F401
        from analytics.rollup.actions import moves  # noqa: F401
