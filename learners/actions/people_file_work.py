"""What a worker does with files of people: takes up those that wait, one at a time, each in one transaction.

A worker that is killed leaves nothing behind but a claim, which is void after a minute; then the file is done again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from academy.periods import local_day
from academy.scoping import unscoped
from learners.actions.people_file_apply import apply
from learners.actions.people_file_undo import OutOfReach, TooLate, undo
from learners.models import Membership, PeopleFile
from learners.queries.acting import standing
from learners.roles import Permission, has
from learners.tenancy import Acting

log = structlog.get_logger(__name__)

State, Problem = PeopleFile.State, PeopleFile.Problem
CLAIM_LASTS = timedelta(minutes=1)
MOST_ATTEMPTS = 5
AFTER_ALL = {State.WAITING: State.FAILED, State.UNDOING: State.APPLIED}


def work_off(*, clock: Callable[[], datetime]) -> int:
    """Enter or take back every file that waits; return how many were settled, well or not."""
    with unscoped("files of people that wait for a worker, of all organisations"):
        waiting = PeopleFile.objects.filter(_free(clock())).order_by("asked_at", "pk")
        return sum(_take(pk, clock) for pk in list(waiting.values_list("pk", flat=True)))


def _free(now: datetime) -> Q:
    unclaimed = Q(begun_at=None) | Q(begun_at__lt=now - CLAIM_LASTS)
    return Q(state__in=[State.WAITING, State.UNDOING]) & unclaimed


def _take(pk: int, clock: Callable[[], datetime]) -> bool:
    # Counted before it is tried, so that a file that kills its worker comes to an end too.
    claimed = PeopleFile.objects.filter(_free(clock()), pk=pk).update(begun_at=clock(), attempts=F("attempts") + 1)
    if not claimed:
        return False
    try:
        return _work(pk, clock())
    except Exception as error:
        log.exception("people_file_failed", file=pk, error=type(error).__name__)
        PeopleFile.objects.filter(pk=pk, state__in=list(AFTER_ALL)).update(begun_at=None)
        return False


@transaction.atomic
def _work(pk: int, now: datetime) -> bool:
    file = PeopleFile.objects.select_for_update(of=("self",)).get(pk=pk)
    if file.state not in AFTER_ALL:
        return False
    acting = _acting(file, now)
    if file.attempts > MOST_ATTEMPTS:
        _give_up(file, Problem.BROKEN)
    elif acting is None:
        _give_up(file, Problem.REACH)
    elif file.state == State.WAITING:
        apply(file=file, acting=acting, now=now)
    else:
        _undo(file, acting, now)
    return True


def _undo(file: PeopleFile, acting: Acting, now: datetime) -> None:
    try:
        undo(file=file, acting=acting, now=now)
    except OutOfReach:
        _give_up(file, Problem.REACH)
    except TooLate:
        _give_up(file, Problem.LATE)


def _give_up(file: PeopleFile, problem: str) -> None:
    file.state, file.problem = AFTER_ALL[State(file.state)], problem
    file.save(update_fields=["state", "problem"])


def _acting(file: PeopleFile, now: datetime) -> Acting | None:
    """Return whoever asked as they may act now, through the same membership; None when they no longer enter people.

    The second factor was shown when they asked.
    """
    through = Membership.objects.select_related("person").filter(pk=file.asked_through_id or 0).first()
    if through is None or not through.person.is_active:
        return None
    acting = standing(through.person, local_day(now), chosen=file.asked_through_id, is_proven=True).acting
    if acting is None or acting.membership_id != file.asked_through_id:
        return None
    return acting if has(acting.grants, Permission.MANAGE_PEOPLE) else None
