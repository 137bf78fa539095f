"""Who vouches for a statement: the platform, whose word counts, the holder of a credential, or a learner's browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from academy.scoping import Scope
from analytics.xapi.build import agent_account

PLATFORM = "platform"
SESSION = "session"
_CREDENTIAL = "credential:"


@dataclass(frozen=True)
class Author:
    """One tenant's writer. `name` is the column value that measures filter on, `agent` the statement's authority.

    Statements dated before `launched_on`, the first day of the tenant's federation, count when they are stored.
    """

    name: str
    agent: Mapping[str, Any]
    organisation_id: int
    launched_on: date
    defines: bool = True
    """Whether what it says of activities enters their merged definitions (xAPI-Communication 4.2)."""

    @property
    def scope(self) -> Scope:
        """The author's own tenant, for reading what is stored already."""
        return Scope(actor=self.name, tenants=frozenset({self.organisation_id}))


def platform(organisation_id: int, launched_on: date) -> Author:
    """The platform itself, speaking for one tenant: what it says is what KPIs count."""
    return Author(PLATFORM, agent_account(f"{settings.IRI_BASE}/system", PLATFORM), organisation_id, launched_on)


def credential(key: str, organisation_id: int, launched_on: date, *, defines: bool = False) -> Author:
    """The holder of the credential with this key. No KPI counts what it says."""
    agent = agent_account(f"{settings.IRI_BASE}/nycklar", key)
    return Author(credential_name(key), agent, organisation_id, launched_on, defines)


def session(organisation_id: int, launched_on: date) -> Author:
    """The browser of a signed-in learner, speaking about the learner alone. No KPI counts what it says."""
    agent = agent_account(f"{settings.IRI_BASE}/system", SESSION)
    return Author(SESSION, agent, organisation_id, launched_on, defines=False)


def credential_name(key: str) -> str:
    """Return the name of the author who holds the credential with this key."""
    return f"{_CREDENTIAL}{key}"


def key_of(name: str) -> str | None:
    """Return the key that the author with this name holds; None for one without."""
    return name.removeprefix(_CREDENTIAL) if name.startswith(_CREDENTIAL) else None


def name_of(agent: Mapping[str, Any]) -> str | None:
    """Return the name of the author that this agent is as an authority, or None if it is no author here."""
    account = agent.get("account", {})
    home, name = account.get("homePage"), account.get("name")
    if home == f"{settings.IRI_BASE}/system" and name in {PLATFORM, SESSION}:
        return str(name)
    return credential_name(str(name)) if home == f"{settings.IRI_BASE}/nycklar" else None


def may_void(voider: str, author: str) -> bool:
    """Tell whether an author (by column value) may void another's statements: its own, and the platform all.

    Otherwise a tool's key could take back a completion that the platform has counted.
    """
    return voider in {PLATFORM, author}
