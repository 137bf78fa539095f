"""Reminding people of what they have begun: once an attempt, in the digest, and only whoever wants it."""

from datetime import datetime, timedelta

from django.db import transaction

from academy.scoping import unscoped
from learners.actions.messages import send
from learners.messages.catalogue import COURSE_WAITING
from learners.models import Enrolment
from learners.queries.messages import known_keys

AFTER = timedelta(days=14)
# Whoever has not come back for three weeks is left alone, also when the job has stood still.
BEFORE = timedelta(days=21)
BATCH = 500


def remind_of_courses(now: datetime) -> int:
    """Write to whoever has left a course lying for two weeks; return how many messages were written. Repeatable."""
    with unscoped("reminders of courses begun, of all organisations"):
        lying = Enrolment.objects.filter(
            completed_at=None, withdrawn_at=None, seen_at__lte=now - AFTER, seen_at__gt=now - BEFORE
        )
        ids = list(lying.order_by("pk").values_list("pk", flat=True))
        return sum(_remind_some(ids[start : start + BATCH], now) for start in range(0, len(ids), BATCH))


def _remind_some(ids: list[int], now: datetime) -> int:
    attempts = list(Enrolment.objects.filter(pk__in=ids).select_related("revision"))
    known = known_keys(_key(attempt) for attempt in attempts)
    return sum(_remind(attempt, now) for attempt in attempts if _key(attempt) not in known)


def _key(attempt: Enrolment) -> str:
    return f"course-waiting:{attempt.registration}"


@transaction.atomic
def _remind(attempt: Enrolment, now: datetime) -> bool:
    message = send(
        kind=COURSE_WAITING,
        person_id=attempt.person_id,
        key=_key(attempt),
        context={"course": attempt.revision.object_str, "registration": str(attempt.public_id)},
        now=now,
        organisation_id=attempt.organisation_id,
    )
    return message is not None
