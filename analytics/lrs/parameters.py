"""The parameters of GET /xapi/statements, each with its rule (xAPI-Communication 2.1.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from analytics.lrs import authors
from analytics.lrs.cursors import BadCursor, Position, cursor_of
from analytics.lrs.moments import as_queried
from analytics.lrs.refusals import Refusal, bad_request
from analytics.xapi import atoms, json_text, reading
from analytics.xapi.actor import actor as check_actor
from analytics.xapi.errors import StatementError

_RULE = "xAPI-Communication 2.1.3"
_MOST_PARAMETERS = 50
LONGEST_PAGE = 500
"""How many statements a page may hold, which is also what 0 and no limit ask for (2.1.3, limit)."""


class Format(StrEnum):
    """How much of a statement is shown."""

    IDS = "ids"
    EXACT = "exact"
    CANONICAL = "canonical"


@dataclass(frozen=True)
class Shape:
    """What statements look like in the answer, whichever they are."""

    format: Format = Format.EXACT
    has_attachments: bool = False


PLAIN = Shape()


@dataclass(frozen=True)
class One:
    """A single statement asked for by its id; of one authority (by column value) alone, if one is named."""

    id: UUID
    is_voided: bool
    authority: str | None = None
    shape: Shape = PLAIN


@dataclass(frozen=True)
class Many:
    """A list asked for: filters, limits, the order, and where the page before ended.

    `agent` is a key as reading.agent_key makes it, `agent_as_authority` the column value of the author it is, if any;
    `authority` limits the list to one author's statements.
    """

    sent: Mapping[str, str]
    agent: str | None = None
    agent_as_authority: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    limit: int = LONGEST_PAGE
    ascending: bool = False
    after: Position | None = None
    authority: str | None = None
    shape: Shape = PLAIN


def parameters_of(query: str) -> dict[str, str]:
    """Return the parameters of a raw query string as WSGI passes it; raise Refusal for repeated or unreadable ones."""
    try:
        text = query.encode("latin-1").decode()
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise bad_request("The query is not UTF-8, or holds too many parameters.", requirement=_RULE) from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise bad_request("A parameter occurs twice; send each once.", requirement=_RULE)
    return found


def asked(sent: Mapping[str, str]) -> One | Many:
    """Return what the parameters ask for; raise Refusal (400) for unknown, contradictory and malformed ones."""
    if "more" in sent:
        return _continued(sent)
    if "statementId" in sent or "voidedStatementId" in sent:
        return _one(sent)
    _refuse_unknown(sent, _FILTERS.keys() | _SHAPE)
    values = {
        name: value for key, text in sent.items() if key in _FILTERS for name, value in _FILTERS[key](text).items()
    }
    return Many(sent=sent, shape=_shape(sent), **values)


def _continued(sent: Mapping[str, str]) -> Many:
    if len(sent) > 1:
        raise _bad("more", "the cursor carries the whole query; send it alone.")
    try:
        cursor = cursor_of(sent["more"])
    except BadCursor:
        raise _bad("more", "take it unchanged from the answer before.") from None
    query = asked({name: value for name, value in cursor.parameters.items() if name != "more"})
    if isinstance(query, One):
        raise _bad("more", "take it unchanged from the answer before.")
    return Many(**{**vars(query), "after": cursor.after})


def _one(sent: Mapping[str, str]) -> One:
    if "statementId" in sent and "voidedStatementId" in sent:
        raise _bad("voidedStatementId", "send it or statementId, not both.")
    name = "statementId" if "statementId" in sent else "voidedStatementId"
    _refuse_unknown(sent, {name, *_SHAPE})
    return One(_uuid(name)(sent[name]), is_voided=name == "voidedStatementId", shape=_shape(sent))


def _refuse_unknown(sent: Mapping[str, str], known: "frozenset[str] | set[str]") -> None:
    for name in sent.keys() - known:
        raise _bad(name, "is unknown here, or does not go with the others; names are case-sensitive.")


def _shape(sent: Mapping[str, str]) -> Shape:
    asked_for = sent.get("format", Format.EXACT)
    if asked_for not in set(Format):
        raise _bad("format", f"must be one of {', '.join(Format)}.")
    attachments = _boolean("attachments")(sent.get("attachments", "false"))
    return Shape(Format(asked_for), attachments["attachments"])


def _agent(text: str) -> dict[str, Any]:
    try:
        agent = json_text.loads(text.encode())
        check_actor(agent)
    except StatementError as error:
        raise _bad("agent", error.message) from None
    key = reading.agent_key(agent)
    if key is None:
        raise _bad("agent", "an anonymous group is known by nothing, so it cannot be asked for.")
    return {"agent": key, "agent_as_authority": authors.name_of(agent)}


def _iri(name: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        try:
            atoms.iri(text)
        except StatementError as error:
            raise _bad(name, error.message) from None
        return {name: text}

    return read


def _uuid(name: str) -> Callable[[str], UUID]:
    def read(text: str) -> UUID:
        try:
            atoms.uuid(text)
        except StatementError as error:
            raise _bad(name, error.message) from None
        return UUID(text)

    return read


def _registration(text: str) -> dict[str, Any]:
    return {"registration": _uuid("registration")(text)}


def _moment(name: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        try:
            return {name: as_queried(text)}
        except ValueError:
            raise _bad(name, "must be a timestamp such as 2026-01-31T10:15:00Z; write + as %2B.") from None

    return read


def _limit(text: str) -> dict[str, Any]:
    if not (text.isascii() and text.isdigit()):
        raise _bad("limit", "must be a whole number, zero or more.")
    asked_for = int(text[-9:]) if not text[:-9].strip("0") else LONGEST_PAGE
    return {"limit": min(asked_for, LONGEST_PAGE) or LONGEST_PAGE}


def _boolean(name: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        if text not in {"true", "false"}:
            raise _bad(name, "must be true or false.")
        return {name: text == "true"}

    return read


def _bad(name: str, why: str) -> Refusal:
    return bad_request(f"{name}: {why}", where=name, requirement=_RULE)


_FILTERS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "agent": _agent,
    "verb": _iri("verb"),
    "activity": _iri("activity"),
    "registration": _registration,
    "since": _moment("since"),
    "until": _moment("until"),
    "limit": _limit,
    "ascending": _boolean("ascending"),
    "related_agents": _boolean("related_agents"),
    "related_activities": _boolean("related_activities"),
}

_SHAPE = frozenset({"format", "attachments"})
