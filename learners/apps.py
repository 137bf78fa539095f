"""Who learns: people, organisations, memberships, enrolments and progress."""

from django.apps import AppConfig


class LearnersConfig(AppConfig):
    """The learners room; it stands on courses and the kernel."""

    name = "learners"
    verbose_name = "Learners"

    def ready(self) -> None:
        """Register the senders of this room's deliveries, and the guard of pinned revisions."""
        from learners import (  # noqa: F401
            editorial_news,
            health,
            mails,
            pinning,
        )
        from learners.actions import messages  # noqa: F401

        editorial_news.silence_wagtail()
