"""How much waits to be counted."""

from academy.scoping import unscoped_quietly
from analytics.models import DirtyMark


def marks_waiting() -> int:
    """Return how many dirty marks wait, of all organisations together."""
    with unscoped_quietly("a count alone, of all organisations together"):
        return DirtyMark.objects.count()
