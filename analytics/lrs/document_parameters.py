"""The parameters of the three document resources (xAPI-Communication 2.3, 2.6 and 2.7).

What is unknown, wrongly cased, repeated, malformed or missing, or known but not where it stands, is a 400: passed over, it
would widen what is read, or deleted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from analytics.lrs.parameter_values import Values
from analytics.lrs.places import Kind, Place
from analytics.xapi import reading


@dataclass(frozen=True)
class Resource:
    """What is kept at one of them: by which parameters a place is known, and how the document's name is called there."""

    kind: Kind
    name: str
    rule: str
    has_activity: bool = True
    has_agent: bool = True
    has_registration: bool = False

    def parameters(self) -> set[str]:
        """The parameters that make a place."""
        parts = {"activityId": self.has_activity, "agent": self.has_agent, "registration": self.has_registration}
        return {name for name, is_known in parts.items() if is_known}


STATE = Resource(Kind.STATE, "stateId", "xAPI-Communication 2.3", has_registration=True)
AGENT_PROFILE = Resource(Kind.AGENT_PROFILE, "profileId", "xAPI-Communication 2.6", has_activity=False)
ACTIVITY_PROFILE = Resource(Kind.ACTIVITY_PROFILE, "profileId", "xAPI-Communication 2.7", has_agent=False)


@dataclass(frozen=True)
class One:
    """A single document asked for, by its name in a place."""

    place: Place
    name: str


@dataclass(frozen=True)
class Many:
    """All documents in a place, or those that have changed after `since`."""

    place: Place
    since: datetime | None


def one(resource: Resource, sent: Mapping[str, str], *, takes_anyone: bool) -> One:
    """Return the document that the parameters ask for.

    Raises Refusal: 400 for what breaks a rule, 403 for an agent known by more than an opaque account, unless the key
    `takes_anyone`.
    """
    values = Values(sent, resource.rule)
    values.refuse_others({*resource.parameters(), resource.name})
    return One(_place(resource, values, takes_anyone=takes_anyone), values.words(resource.name))


def one_or_many(resource: Resource, sent: Mapping[str, str], *, takes_anyone: bool) -> One | Many:
    """The same where the name may be left out, and `since` stand instead of it."""
    if resource.name in sent:
        return one(resource, sent, takes_anyone=takes_anyone)
    values = Values(sent, resource.rule)
    values.refuse_others({*resource.parameters(), "since"})
    return Many(_place(resource, values, takes_anyone=takes_anyone), values.moment("since"))


def one_or_all(resource: Resource, sent: Mapping[str, str], *, takes_anyone: bool) -> One | Many:
    """The same where the name may be left out, and nothing stands instead of it."""
    if resource.name in sent:
        return one(resource, sent, takes_anyone=takes_anyone)
    values = Values(sent, resource.rule)
    values.refuse_others(resource.parameters())
    return Many(_place(resource, values, takes_anyone=takes_anyone), None)


def _place(resource: Resource, values: Values, *, takes_anyone: bool) -> Place:
    agent = values.agent(takes_anyone=takes_anyone) if resource.has_agent else {}
    return Place(
        resource.kind,
        activity=values.iri("activityId") if resource.has_activity else "",
        agent=reading.agent_key(agent) or "",
        registration=values.uuid("registration") if resource.has_registration else None,
    )
