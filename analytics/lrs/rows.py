"""One statement as a row: what the store sets by itself, and as-was dimensions in columns beside the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from analytics.lrs import keys
from analytics.lrs.authors import Author
from analytics.lrs.moments import as_datetime, counting_month
from analytics.models import Statement
from analytics.xapi import json_text, reading
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

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns; none for statements from other tools."""
        return self._who() | self._what()

    def _who(self) -> dict[str, Any]:
        who = self.dimensions
        if who is None:
            return {}
        unit_id = None if self.leaves_unit_out else who.unit_id
        return {"unit_id": unit_id, "sector": who.sector, "leader_group": who.leader_group}

    def _what(self) -> dict[str, Any]:
        what = self.subject
        if what is None:
            return {}
        return {"object_kind": what.kind, "module_key": what.module_key, "module_kind": what.module_kind}


@dataclass(frozen=True)
class Candidate:
    """A row that may be stored already, and the statement as it was sent, which an earlier one is compared with."""

    row: Statement
    sent: Mapping[str, Any]


def candidate(
    sent: Mapping[str, Any], *, author: Author, version: Version, stored: datetime, stamp: Stamp
) -> Candidate:
    """Return a normalised statement that has its id as a row to be stored."""
    whole = completed(sent, author=author, version=version, stored=stored)
    return Candidate(row_of(whole, author=author, stored=stored, stamp=stamp), sent)


def with_id(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement with an id in lower case: its own, or a new one."""
    return {**statement, "id": statement["id"].lower() if "id" in statement else str(uuid4())}


def completed(statement: Mapping[str, Any], *, author: Author, version: Version, stored: datetime) -> dict[str, Any]:
    """Return the statement with what the store sets: stored, authority, and timestamp and version unless given.

    A claim of another authority is replaced (xAPI-Data 2.4.9), and so is a claimed time of storing (2.4.8).
    """
    moment = timestamp_text(stored)
    found = dict(statement)
    found.setdefault("timestamp", moment)
    found.setdefault("version", _VERSION_UNLESS_GIVEN[version])
    return found | {"stored": moment, "authority": author.agent}


def row_of(statement: Mapping[str, Any], *, author: Author, stored: datetime, stamp: Stamp) -> Statement:
    """Return the unsaved row of a completed statement."""
    timestamp = as_datetime(statement["timestamp"])
    return Statement(
        organisation_id=author.organisation_id,
        statement_id=UUID(statement["id"]),
        raw=json_text.dumps(statement),
        stored=stored,
        timestamp=timestamp,
        month=counting_month(timestamp, stored=stored, launched_on=author.launched_on),
        actor=keys.actor_column(statement["actor"]),
        verb=keys.column(reading.verb_id(statement)),
        activity=keys.object_column(statement),
        registration=reading.registration(statement),
        authority=author.name,
        refers_to=reading.refers_to(statement),
        voids=reading.voids(statement),
        **stamp.columns(),
    )
