"""A file of people on its way: taken in, asked to be entered, thrown away, asked to be taken back. Workers do the rest."""

import unicodedata
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import get_valid_filename

from academy.jobs import kick
from academy.periods import local_day
from academy.scoping import unscoped
from learners.entering.checking import addresses, cells_of, check
from learners.entering.reading import read_sheet
from learners.entering.report import Report, report_of
from learners.errors import FileNotReady
from learners.models import PeopleFile
from learners.queries.people_file import world_for
from learners.tenancy import Acting

State = PeopleFile.State
KEPT_UNUSED = timedelta(days=1)
MAY_BE_TAKEN_BACK = timedelta(days=30)
MOST_UNUSED = 5


def take_in(*, acting: Acting, file_name: str, data: bytes, now: datetime) -> PeopleFile:
    """Read a file and keep what it would do; nothing else is written. Raises FileRefused for one that cannot be read.

    Whoever sends many files without entering one keeps the latest five.
    """
    sheet = read_sheet(data)
    rows, mistakes = cells_of(sheet)
    world = world_for(acting, addresses(rows), local_day(now))
    report = report_of(check(rows, world, mistakes), mistakes)
    with transaction.atomic():
        file = PeopleFile.objects.create(
            organisation_id=acting.organisation.id,
            uploaded_by_id=acting.person_id,
            file_name=_name(file_name),
            rows=report.stored(),
            size=len(rows),
            created_at=now,
        )
        own = PeopleFile.objects.filter(uploaded_by_id=acting.person_id, state__in=[State.CHECKED, State.FAILED])
        latest = list(own.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_UNUSED])
        _forget(own.exclude(pk__in=latest))
    return file


def _name(written: str) -> str:
    """Return a file's name without its folders and without signs that are none, at most 200 long."""
    last = written.replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C")).strip()
    return visible[-200:] or get_valid_filename("people.csv")


@transaction.atomic
def ask_to_apply(*, acting: Acting, file: PeopleFile, now: datetime) -> None:
    """Let a worker enter the file; asked twice, it is entered once. Raises FileNotReady for one with errors, or gone."""
    if Report.restored(file.rows).can_be_entered:
        _ask(acting, file, (State.CHECKED, State.FAILED), State.WAITING, now)
    elif file.state not in {State.WAITING, State.APPLIED}:
        raise FileNotReady(str(file.pk))


@transaction.atomic
def ask_to_undo(*, acting: Acting, file: PeopleFile, now: datetime) -> None:
    """Let a worker take back what the file made. Raises FileNotReady thirty days after it was entered."""
    if file.applied_at is None or file.applied_at < now - MAY_BE_TAKEN_BACK:
        raise FileNotReady(str(file.pk))
    _ask(acting, file, (State.APPLIED,), State.UNDOING, now)


def _ask(acting: Acting, file: PeopleFile, before: tuple[str, ...], after: str, now: datetime) -> None:
    from learners.tasks import work_off_people_files

    waiting = {"asked_through_id": acting.membership_id, "asked_at": now, "begun_at": None, "attempts": 0}
    PeopleFile.objects.filter(pk=file.pk, state__in=before).update(state=after, problem="", **waiting)
    kick(work_off_people_files)


@transaction.atomic
def discard(*, file: PeopleFile) -> None:
    """Throw away a file that was not entered, and the names in it."""
    _forget(PeopleFile.objects.filter(pk=file.pk, state__in=[State.CHECKED, State.FAILED]))


def forget_unused(now: datetime) -> int:
    """Throw away what was checked a day ago and not entered; return how many files."""
    with unscoped("files of people that nobody has entered within a day, of all organisations"):
        left = PeopleFile.objects.filter(state__in=[State.CHECKED, State.FAILED], created_at__lt=now - KEPT_UNUSED)
        return _forget(left)


def _forget(files: QuerySet[PeopleFile]) -> int:
    return files.update(state=State.DISCARDED, rows=[])
