"""One statement as a row: what the store sets by itself, and as-was dimensions in columns beside the text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from analytics.lrs.authors import Author
from analytics.lrs.drafts import Draft, without_claims
from analytics.lrs.moments import counting_month
from analytics.models import Statement
from analytics.xapi import json_text
from analytics.xapi.build import timestamp_text
from analytics.xapi.versions import Version
from learners.events import Dimensions

# A statement that names no version means 1.0.0 (xAPI-Data 2.4.10); in 2.0 it means the version spoken.
_VERSION_UNLESS_GIVEN = {Version.V1_0_3: "1.0.0", Version.V2_0: "2.0.0"}


@dataclass(frozen=True)
class Subject:
    """What a statement of the platform's own is about, for the columns that measures read."""

    kind: Statement.Kind
    module_key: UUID
    module_kind: str


@dataclass(frozen=True)
class Stamp:
    """What goes beside the text: who the learner was then, and which module it was about."""

    dimensions: Dimensions | None = None
    subject: Subject | None = None
    leaves_unit_out: bool = False

    def who(self) -> tuple[int | None, str, str]:
        """Return the values of the columns unit, sector and leader group; empty for statements from other tools."""
        who = self.dimensions
        if who is None:
            return None, "", ""
        return None if self.leaves_unit_out else who.unit_id, who.sector, who.leader_group

    def what(self) -> tuple[str, UUID | None, str]:
        """Return the values of the columns kind of object, module and its kind; empty for statements from other tools."""
        what = self.subject
        return ("", None, "") if what is None else (what.kind.value, what.module_key, what.module_kind)


class Row(NamedTuple):
    """What of a stored statement differs within a batch, in the order of statement_rows."""

    number: int
    """The row's primary key."""
    statement_id: UUID
    raw: str
    timestamp: datetime
    month: int
    actor: str
    verb: str
    activity: str
    registration: UUID | None
    refers_to: UUID | None
    voids: UUID | None


class Common(NamedTuple):
    """What all statements of a batch share, in the order of statement_rows."""

    organisation_id: int
    stored: datetime
    authority: str
    unit_id: int | None
    sector: str
    leader_group: str
    object_kind: str
    module_key: UUID | None
    module_kind: str


@dataclass(frozen=True)
class Candidate:
    """A row that may be stored already, and the draft that it was made of."""

    row: Row
    draft: Draft

    @property
    def sent(self) -> Mapping[str, Any]:
        """The statement as it was sent, which an earlier one is compared with."""
        return self.draft.sent


def with_id(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement with an id in lower case: its own, or a new one."""
    return {**statement, "id": statement["id"].lower() if "id" in statement else str(uuid4())}


def common_of(author: Author, stored: datetime, stamp: Stamp) -> Common:
    """Return the columns that an author's statements of this moment share."""
    return Common(author.organisation_id, stored, author.name, *stamp.who(), *stamp.what())


def candidates(
    drafts: Sequence[Draft], numbers: Sequence[int], *, author: Author, version: Version, stored: datetime
) -> list[Candidate]:
    """Return the drafts as rows with these numbers, in the same order."""
    endings = _Endings(author, version, stored)
    return [
        Candidate(_row(each, number, endings, author=author, stored=stored), each)
        for each, number in zip(drafts, numbers, strict=True)
    ]


def completed(statement: Mapping[str, Any], *, author: Author, version: Version, stored: datetime) -> dict[str, Any]:
    """Return the statement with what the store sets: stored, authority, and timestamp and version unless given.

    A claim of another authority is replaced (xAPI-Data 2.4.9), and so is a claimed time of storing (2.4.8).
    """
    return {**without_claims(statement), **_set_by_the_store(statement, author, version, stored)}


def _set_by_the_store(
    statement: Mapping[str, Any], author: Author, version: Version, stored: datetime
) -> dict[str, Any]:
    moment = timestamp_text(stored)
    found = {"timestamp": moment, "version": _VERSION_UNLESS_GIVEN[version]}
    missing = {name: value for name, value in found.items() if name not in statement}
    return {**missing, "stored": moment, "authority": author.agent}


class _Endings:
    """How the texts of a batch's statements end: there are four ways, by whether timestamp and version were given."""

    def __init__(self, author: Author, version: Version, stored: datetime) -> None:
        self._author, self._version, self._stored = author, version, stored
        self._texts: dict[tuple[bool, bool], str] = {}

    def text(self, draft: Draft) -> str:
        """Return the draft's whole text: its own with the store's properties before the last brace."""
        way = "timestamp" in draft.sent, "version" in draft.sent
        if way not in self._texts:
            ours = _set_by_the_store(draft.sent, self._author, self._version, self._stored)
            self._texts[way] = "," + json_text.dumps(ours)[1:]
        return draft.text[:-1] + self._texts[way]


def _row(draft: Draft, number: int, endings: _Endings, *, author: Author, stored: datetime) -> Row:
    timestamp = draft.timestamp or stored
    month = counting_month(timestamp, stored=stored, launched_on=author.launched_on)
    return Row(
        number,
        draft.statement_id,
        endings.text(draft),
        timestamp,
        month,
        draft.actor,
        draft.verb,
        draft.activity,
        draft.registration,
        draft.refers_to,
        draft.voids,
    )
