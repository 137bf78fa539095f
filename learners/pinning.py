"""A revision that someone takes, or that is published, never changes: history is pinned to it and it is remembered."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Revision

from learners.queries.enrolments import is_pinned, is_rewritten


class PinnedRevision(RuntimeError):
    """Something tried to rewrite a revision that people have taken or that is published."""


@receiver(pre_save, sender=Revision, dispatch_uid="learners.refuse_to_rewrite")
def refuse_to_rewrite(instance: Revision, **_: Any) -> None:
    """Raise PinnedRevision when the content of such a revision would change. Wagtail's editor makes new ones."""
    if is_rewritten(instance) and is_pinned(instance.pk):
        raise PinnedRevision(f"Revision {instance.pk} is published or has been taken. Save a new one.")
