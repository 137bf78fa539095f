"""From files of people to what their pages show."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from academy.periods import local_day
from learners.actions.journal import note_reads
from learners.actions.people_file import MAY_BE_TAKEN_BACK
from learners.actions.people_file_undo import Kept
from learners.entering.checking import Outcome
from learners.entering.columns import LANGUAGES, LEADER_GROUPS, REQUIRED, ROLES, Column, heading, word
from learners.entering.files import harmless
from learners.entering.reading import MOST_BYTES, MOST_ROWS
from learners.entering.report import MOST_SHOWN, Report
from learners.entering.words import column_name, sentence
from learners.models import PeopleFile, PeopleFileRow, ReadEntry
from learners.queries.names import shown_names
from learners.queries.people_file import made_count
from learners.queries.sectors import open_sectors
from learners.roles import grantable
from learners.tenancy import Acting

State, Problem = PeopleFile.State, PeopleFile.Problem
ERRORS, ROWS = "fel", "rader"
LOOKS_AGAIN_AFTER, LOOKS_AGAIN_FOR = 4, timedelta(minutes=15)

# Label, tone, icon.
OUTCOMES: dict[Outcome, tuple[Promise, str, str]] = {
    Outcome.NEW: (gettext_lazy("Asked in"), "success", "envelope"),
    Outcome.ADDED: (gettext_lazy("New membership"), "info", "user"),
    Outcome.THERE: (gettext_lazy("Already there"), "neutral", "check"),
    Outcome.WRONG: (gettext_lazy("Error"), "danger", "warning-circle"),
}
STATES: dict[str, tuple[Promise, str]] = {
    State.CHECKED: (gettext_lazy("Only checked"), "warning"),
    State.WAITING: (gettext_lazy("Being entered"), "info"),
    State.FAILED: (gettext_lazy("Not entered"), "danger"),
    State.APPLIED: (gettext_lazy("Entered"), "success"),
    State.UNDOING: (gettext_lazy("Being taken back"), "info"),
    State.UNDONE: (gettext_lazy("Taken back"), "neutral"),
    State.DISCARDED: (gettext_lazy("Thrown away"), "neutral"),
}
PROBLEMS: dict[str, Promise] = {
    Problem.ROWS: gettext_lazy(
        "Something has changed since the file was checked. Nothing was entered. See the errors below."
    ),
    Problem.REACH: gettext_lazy("You may no longer do this for all the units in the file. Nothing was changed."),
    Problem.LATE: gettext_lazy("The file was entered more than 30 days ago, and stays."),
    Problem.BROKEN: gettext_lazy(
        "It did not work, after several attempts. Nothing was changed. Try again, or ask whoever runs the academy."
    ),
}
REASONS: dict[str, Promise] = {
    Kept.BEGUN: gettext_lazy("Has begun something through the membership"),
    Kept.CHANGED: gettext_lazy("The membership or its roles were changed since"),
    Kept.SIGNED_IN: gettext_lazy("Has signed in"),
}
EXAMPLES: dict[Column, str] = {
    Column.EMAIL: "anna.ek@kommun.example",
    Column.FIRST_NAME: "Anna",
    Column.LAST_NAME: "Ek",
    Column.UNIT: "Socialförvaltningen / Hemtjänsten",
    Column.POSITION: "Undersköterska",
    Column.VALID_FROM: "2026-12-01",
    Column.VALID_TO: "2027-06-30",
}


def guide(acting: Acting, now: datetime) -> dict[str, Any]:
    """Return what the file may hold, for this reader: columns with their words, and the limits."""
    language = get_language() or "sv"
    return {
        "columns": [
            {
                "heading": heading(column, language),
                "is_required": column in REQUIRED,
                "what": _explained(column, acting, now, language),
            }
            for column in Column
        ],
        "most_rows": MOST_ROWS,
        "most_megabytes": MOST_BYTES // 1_000_000,
    }


def _explained(column: Column, acting: Acting, now: datetime, language: str) -> str:
    if column in EXAMPLES:
        return _("such as %(example)s") % {"example": EXAMPLES[column]}
    words = _words(column, acting, now, language)
    return _("one of: %(words)s") % {"words": ", ".join(words)} if words else _("none yet")


def _words(column: Column, acting: Acting, now: datetime, language: str) -> list[str]:
    if column is Column.SECTOR:
        return [sector.label for sector in open_sectors(acting.organisation.federation_id, local_day(now))]
    if column is Column.LEADER_GROUP:
        return [word(words, language) for words in LEADER_GROUPS.values()]
    if column is Column.LANGUAGE:
        return [word(words, language) for words in LANGUAGES.values()]
    may_give = frozenset().union(*(grantable(acting.grants, grant.unit_path) for grant in acting.grants))
    return [word(words, language) for role, words in ROLES.items() if role in may_give]


def line(file: PeopleFile) -> dict[str, Any]:
    """Return a file as the list of files shows it."""
    label, tone = STATES[file.state]
    return {"file": file, "label": label, "tone": tone, "by": file.uploaded_by.get_full_name()}


def page(file: PeopleFile, report: Report, now: datetime) -> dict[str, Any]:
    """Return where a file stands, and what can be done with it."""
    totals = report.totals
    mistakes = sum(1 for _ in report.mistakes())
    return {
        **line(file),
        "totals": [{"label": _total(outcome), "count": totals[outcome]} for outcome in Outcome],
        "entering": totals[Outcome.NEW] + totals[Outcome.ADDED],
        "mistakes": mistakes,
        "mistakes_shown": min(mistakes, MOST_SHOWN),
        "can_be_entered": report.can_be_entered and file.state in {State.CHECKED, State.FAILED},
        "can_be_discarded": file.state in {State.CHECKED, State.FAILED},
        "can_be_taken_back": can_be_taken_back(file, now),
        "is_waiting": file.state in {State.WAITING, State.UNDOING},
        "has_begun": file.begun_at is not None,
        "takes_long": file.asked_at is not None and now - file.asked_at > timedelta(minutes=3),
        "problem": PROBLEMS.get(file.problem, ""),
        "made": made_count(file) if file.applied_at else 0,
    }


def _total(outcome: Outcome) -> object:
    return _("Rows with errors") if outcome is Outcome.WRONG else OUTCOMES[outcome][0]


def with_names(acting: Acting, rows: list[PeopleFileRow], now: datetime) -> list[dict[str, Any]]:
    """Return who stayed when a file was taken back, by the name that the organisation may see, and why.

    It is written down that their names were shown.
    """
    ids = [row.person_id for row in rows if row.person_id]
    names = shown_names(acting.organisation.id, ids)
    note_reads(acting=acting, subject_ids=ids, page=ReadEntry.Page.FILE, now=now)
    return [
        {"number": row.number, "name": names.get(row.person_id or 0, "–"), "reason": REASONS[row.kept]} for row in rows
    ]


def can_be_taken_back(file: PeopleFile, now: datetime) -> bool:
    """Tell whether the file was entered within the last thirty days and is not on its way back."""
    return file.state == State.APPLIED and file.applied_at is not None and now - file.applied_at <= MAY_BE_TAKEN_BACK


def refresh_after(file: PeopleFile, now: datetime) -> int:
    """Return after how many seconds the page of a waiting file looks again; 0 for never, as when nobody works."""
    waits = file.state in {State.WAITING, State.UNDOING} and file.asked_at is not None
    return LOOKS_AGAIN_AFTER if waits and file.asked_at and now - file.asked_at < LOOKS_AGAIN_FOR else 0


def shown_part(report: Report, asked: str) -> str:
    """Return which of the two lists is shown: the errors if there are any, unless the rows are asked for."""
    has_errors = any(True for _ in report.mistakes())
    return ROWS if asked == ROWS or not has_errors else ERRORS


def listed(report: Report, part: str) -> list[dict[str, Any]]:
    """Return the rows of the list that is shown; of the errors the first two hundred."""
    return _errors(report) if part == ERRORS else _rows(report)


def _errors(report: Report) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for mistake, cells in report.mistakes():
        if len(shown) == MOST_SHOWN:
            break
        shown.append(
            {
                "number": mistake.row,
                "column": column_name(mistake.column),
                "sentence": sentence(mistake),
                "cell": harmless(cells.get(mistake.column, "")) if mistake.column else "",
            }
        )
    return shown


def _rows(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "name": harmless(f"{row.cells.get(Column.FIRST_NAME, '')} {row.cells.get(Column.LAST_NAME, '')}"),
            "email": harmless(row.cells.get(Column.EMAIL, "")),
            "unit": harmless(row.cells.get(Column.UNIT, "")),
            "role": harmless(row.cells.get(Column.ROLE, "")),
            "outcome": OUTCOMES[row.outcome],
        }
        for row in report.rows
    ]
