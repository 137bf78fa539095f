"""Builders of the platform's own statements; what they build passes validate in both versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from analytics.xapi.vocabulary import Term

Json = dict[str, Any]
Words = Mapping[str, str]
"""One text by language, such as {"sv": "Kurs", "en": "Course"}."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """How a question is asked (xAPI-Data 2.4.4.1).

    ``kind`` is an interaction type; ``correct`` the patterns of right answers, None when any
    answer is right; ``components`` the texts of each list by component id, such as
    {"choices": {"a": {"sv": "Ja"}, "b": {"sv": "Nej"}}}.
    """

    kind: str
    correct: Sequence[str] | None = None
    components: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    def as_json(self) -> Json:
        """The properties that this adds to an activity's definition."""
        lists = {
            name: [{"id": key, "description": dict(words)} for key, words in of.items()]
            for name, of in self.components.items()
        }
        answers = {} if self.correct is None else {"correctResponsesPattern": list(self.correct)}
        return {"interactionType": self.kind, **answers, **lists}


def agent_account(home_page: str, name: str) -> Json:
    """An agent known by an account ``name`` on the system whose address is ``home_page``."""
    return {"objectType": "Agent", "account": {"homePage": home_page, "name": name}}


def activity(
    iri: str,
    type_iri: str,
    name: Words,
    description: Words | None = None,
    interaction: Interaction | None = None,
) -> Json:
    """An activity with its definition."""
    definition: Json = {"type": type_iri, "name": dict(name)}
    if description:
        definition["description"] = dict(description)
    if interaction is not None:
        definition |= interaction.as_json()
    return {"objectType": "Activity", "id": iri, "definition": definition}


def statement_reference(identifier: UUID) -> Json:
    """A reference to the statement with this id, as an object or in a context."""
    return {"objectType": "StatementRef", "id": str(identifier)}


def result(
    *,
    success: bool | None = None,
    completion: bool | None = None,
    scaled: Decimal | int | None = None,
    response: str | None = None,
    duration: timedelta | None = None,
) -> Json:
    """A result of those parts that are known; ``scaled`` is a score from -1 to 1."""
    parts = {
        "score": None if scaled is None else {"scaled": scaled},
        "success": success,
        "completion": completion,
        "response": response,
        "duration": None if duration is None else duration_text(duration),
    }
    return {name: part for name, part in parts.items() if part is not None}


def context(
    *,
    registration: UUID | None = None,
    language: str | None = None,
    activities: Mapping[str, Sequence[Json]] | None = None,
    instructor: Json | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> Json:
    """A context of those parts that are known; ``activities`` by relation, such as "parent"."""
    related = {name: list(of) for name, of in (activities or {}).items() if of}
    parts = {
        "registration": None if registration is None else str(registration),
        "language": language,
        "contextActivities": related or None,
        "instructor": instructor,
        "extensions": dict(extensions) if extensions else None,
    }
    return {name: part for name, part in parts.items() if part is not None}


def statement(
    id: UUID,  # noqa: A002 - the property's own name
    actor: Json,
    verb: Term,
    object: Json,  # noqa: A002 - the property's own name
    timestamp: datetime,
    result: Json | None = None,
    context: Json | None = None,
) -> Json:
    """A whole statement. Raises ValueError if ``timestamp`` has no time zone."""
    found: Json = {
        "id": str(id),
        "actor": actor,
        "verb": {"id": verb.iri, "display": dict(verb.display)},
        "object": object,
        "timestamp": timestamp_text(timestamp),
    }
    if result:
        found["result"] = result
    if context:
        found["context"] = context
    return found


def timestamp_text(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds or, where they matter, microseconds.

    Raises ValueError if ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A statement's timestamp needs a time zone.")
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def duration_text(duration: timedelta) -> str:
    """An ISO 8601 duration in seconds, with hundredths where needed, such as "PT90.5S".

    Raises ValueError for a negative duration, which xAPI cannot express.
    """
    if duration < timedelta():
        raise ValueError("A duration cannot be negative.")
    hundredths = duration // timedelta(milliseconds=10)
    seconds, rest = divmod(hundredths, 100)
    fraction = f".{rest:02}".rstrip("0") if rest else ""
    return f"PT{seconds}{fraction}S"
