"""Single parameters of the resources beside statements: each is read by its rule, or refused with its name (400)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from analytics.lrs import policy
from analytics.lrs.moments import as_queried
from analytics.lrs.refusals import Refusal, bad_request, forbidden
from analytics.xapi import atoms, json_text
from analytics.xapi.actor import agent as check_agent
from analytics.xapi.errors import StatementError
from analytics.xapi.shapes import Check


class Values:
    """The parameters of one request, and the section of the specification that says which they may be."""

    def __init__(self, sent: Mapping[str, str], rule: str) -> None:
        self.sent = sent
        self.rule = rule

    def refuse_others(self, known: Collection[str]) -> None:
        """Refuse parameters that are not known here: unknown ones, those of other requests, and those in another case."""
        for name in self.sent:
            if name not in known:
                raise self.bad(name, "is unknown here, or does not go with the others; names are case-sensitive.")

    def iri(self, name: str) -> str:
        """Return a required IRI."""
        return self._checked(name, atoms.iri)

    def uuid(self, name: str) -> UUID | None:
        """Return a UUID, None where there is none."""
        return UUID(self._checked(name, atoms.uuid)) if name in self.sent else None

    def words(self, name: str) -> str:
        """Return a required text that names something. NUL, which no database keeps in a text, is refused."""
        found = self._checked(name, atoms.filled_text)
        if "\x00" in found:
            raise self.bad(name, "must not hold the character NUL.")
        return found

    def moment(self, name: str) -> datetime | None:
        """Return a timestamp, None where there is none."""
        if name not in self.sent:
            return None
        try:
            return as_queried(self.sent[name])
        except ValueError:
            raise self.bad(name, "must be a timestamp such as 2026-01-31T10:15:00Z; write + as %2B.") from None

    def agent(self, *, takes_anyone: bool) -> dict[str, Any]:
        """Return the required agent, an Agent object and no Group.

        Refuses (403) one that is known by more than an opaque account, unless the key `takes_anyone`.
        """
        try:
            found = json_text.loads(self._required("agent").encode())
            check_agent(found)
        except StatementError as error:
            raise self.bad("agent", f"{error.pointer} {error.message}".lstrip()) from None
        agent: dict[str, Any] = found
        if not takes_anyone:
            _require_opaque(agent)
        return agent

    def bad(self, name: str, why: str) -> Refusal:
        """The refusal of a parameter."""
        return bad_request(f"{name}: {why}", where=name, requirement=self.rule)

    def _checked(self, name: str, check: Check) -> str:
        found = self._required(name)
        try:
            check(found)
        except StatementError as error:
            raise self.bad(name, error.message) from None
        return found

    def _required(self, name: str) -> str:
        if name not in self.sent:
            raise self.bad(name, "must be there.")
        return self.sent[name]


def _require_opaque(agent: Mapping[str, Any]) -> None:
    try:
        policy.opaque(agent, "agent")
    except policy.ActorRefused as error:
        raise forbidden(str(error), where=error.where, requirement="docs/lrs.md, actors") from None
