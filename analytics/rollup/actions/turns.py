"""One writer at a time in a federation, without waiting: a number that every writer raises.

Between reading and writing nothing is locked. Whoever finds that the number has risen in between has read something that
may be old, and starts over. A killed process leaves nothing behind that has to be released.
"""

from django.db.models import F

from analytics.models import FillTurn


class Overtaken(Exception):
    """Another writer was faster; what has been read may be old. Start over."""


def current(federation_id: int) -> int:
    """Return the number to remember before anything else is read."""
    return FillTurn.objects.get_or_create(federation_id=federation_id)[0].number


def take(federation_id: int, remembered: int) -> None:
    """Raise the number, first thing in the writing transaction; raise Overtaken if it has risen since."""
    rows = FillTurn.objects.filter(federation_id=federation_id, number=remembered)
    if rows.update(number=F("number") + 1) != 1:
        raise Overtaken


def seize(federation_id: int) -> None:
    """Raise the number whatever it is, first thing in a transaction that reads and writes in one go."""
    FillTurn.objects.get_or_create(federation_id=federation_id)
    FillTurn.objects.filter(federation_id=federation_id).update(number=F("number") + 1)
