"""What ingestion and queries need to know about a valid statement, one small question each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from analytics.xapi.vocabulary import VOIDED

_ACTORS = ("Agent", "Group")

Statement = Mapping[str, Any]


def verb_id(statement: Statement) -> str:
    """The IRI of the verb."""
    return str(statement["verb"]["id"])


def actor_key(statement: Statement) -> str | None:
    """The key of the statement's actor, as agent_key makes it."""
    return agent_key(statement["actor"])


def agent_key(actor: Mapping[str, Any]) -> str | None:
    """One text for one agent or identified group: the same for every spelling of its identifier.

    "account:<homePage>|<name>", "mbox:mailto:…" with the domain in lower case,
    "mbox_sha1sum:…" in lower case, or "openid:…". None for an anonymous group, which is never
    the same as any other (xAPI-Data 2.4.2.2). A homePage cannot contain "|", so keys are distinct.
    """
    if "account" in actor:
        account = actor["account"]
        return f"account:{account['homePage']}|{account['name']}"
    if "mbox" in actor:
        return f"mbox:{canonical_mbox(actor['mbox'])}"
    if "mbox_sha1sum" in actor:
        return f"mbox_sha1sum:{actor['mbox_sha1sum'].lower()}"
    return f"openid:{actor['openid']}" if "openid" in actor else None


def canonical_mbox(mbox: str) -> str:
    """The mailto IRI with its domain, where case means nothing, in lower case (2.4.2.3)."""
    mailbox, _, domain = mbox.rpartition("@")
    return f"{mailbox}@{domain.lower()}"


def object_type(statement: Statement) -> str:
    """Activity, Agent, Group, StatementRef or SubStatement."""
    return str(statement["object"].get("objectType", "Activity"))


def object_id(statement: Statement) -> str | None:
    """What the object is known by: an activity's IRI, an agent_key, or a statement's id.

    None for a SubStatement and for an anonymous group, which are known by nothing.
    """
    about = statement["object"]
    kind = object_type(statement)
    if kind == "Activity":
        return str(about["id"])
    if kind == "StatementRef":
        return str(about["id"]).lower()
    return agent_key(about) if kind in _ACTORS else None


def registration(statement: Statement) -> UUID | None:
    """The attempt that the statement belongs to."""
    found = statement.get("context", {}).get("registration")
    return None if found is None else UUID(found)


def voids(statement: Statement) -> UUID | None:
    """The id of the statement that this one voids; None if it voids nothing (2.3.2)."""
    return UUID(statement["object"]["id"]) if verb_id(statement) == VOIDED.iri else None


def refers_to(statement: Statement) -> UUID | None:
    """The id of the statement that this one is about (StatementRef); None if it is about something else."""
    return UUID(statement["object"]["id"]) if object_type(statement) == "StatementRef" else None


def agents(statement: Statement) -> Iterator[str]:
    """Keys of the actor and of the object, with the members of groups (2.1.3, agent)."""
    for actor in _acting_and_acted_upon(statement):
        yield from _keys(actor)


def related_activities(statement: Statement) -> Iterator[str]:
    """IRIs of all activities of the statement: object, context, and those of its SubStatement.

    One IRI may come more than once.
    """
    about = statement["object"]
    kind = object_type(statement)
    if kind == "Activity":
        yield about["id"]
    for activities in statement.get("context", {}).get("contextActivities", {}).values():
        for activity in activities if isinstance(activities, list) else [activities]:
            yield activity["id"]
    if kind == "SubStatement":
        yield from related_activities(about)


def related_agents(statement: Statement) -> Iterator[str]:
    """Keys of all agents and groups of the statement, with the members of groups.

    Actor, object, authority, instructor, team, contextAgents and contextGroups, and those of its
    SubStatement (xAPI-Communication 2.1.3, related_agents). One key may come more than once.
    """
    for actor in _actors(statement):
        yield from _keys(actor)
    if object_type(statement) == "SubStatement":
        yield from related_agents(statement["object"])


def _keys(actor: Mapping[str, Any]) -> Iterator[str]:
    for one in (actor, *actor.get("member", ())):
        key = agent_key(one)
        if key is not None:
            yield key


def _acting_and_acted_upon(statement: Statement) -> Iterator[Mapping[str, Any]]:
    yield statement["actor"]
    if object_type(statement) in _ACTORS:
        yield statement["object"]


def _actors(statement: Statement) -> Iterator[Mapping[str, Any]]:
    yield from _acting_and_acted_upon(statement)
    if "authority" in statement:
        yield statement["authority"]
    context = statement.get("context", {})
    for name in ("instructor", "team"):
        if name in context:
            yield context[name]
    for entry in context.get("contextAgents", ()):
        yield entry["agent"]
    for entry in context.get("contextGroups", ()):
        yield entry["group"]
