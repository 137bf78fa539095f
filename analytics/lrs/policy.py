"""Which actors a credential may name: opaque accounts only, so that no statement from a tool says who someone is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Pointer = str
Found = tuple[Pointer, Mapping[str, Any]]


class ActorRefused(PermissionError):
    """A valid statement names someone in a way that its organisation does not take. `where` points into the batch."""

    def __init__(self, where: Pointer, how: str) -> None:
        super().__init__(f"This organisation takes statements about opaque accounts only: {how}")
        self.where = where


def anyone(_: Sequence[Mapping[str, Any]]) -> None:
    """The platform's own policy: it names its learners by opaque accounts in the first place."""


def opaque_accounts(statements: Sequence[Mapping[str, Any]]) -> None:
    """The policy for credentials; raises ActorRefused where anyone, in any role, is known by more than an account."""
    for position, statement in enumerate(statements):
        _check_who_acts(statement, f"/{position}")
        for where, actor in _everyone(statement, f"/{position}"):
            opaque(actor, where)


def _check_who_acts(statement: Mapping[str, Any], start: Pointer) -> None:
    for name in ("actor", "object"):
        if statement[name].get("objectType") == "Group":
            raise ActorRefused(
                f"{start}/{name}", "a group cannot act or be acted upon; send a statement for each agent."
            )


def opaque(actor: Mapping[str, Any], where: Pointer) -> None:
    """Raise ActorRefused where an agent or group, apart from its members, is known by more than an account."""
    if "name" in actor:
        raise ActorRefused(f"{where}/name", "leave the name out.")
    for identifier in ("mbox", "mbox_sha1sum", "openid"):
        if identifier in actor:
            raise ActorRefused(f"{where}/{identifier}", f"send an account instead of {identifier}.")
    if "@" in actor.get("account", {}).get("name", ""):
        raise ActorRefused(f"{where}/account/name", "an email address is no opaque account name.")


def _everyone(statement: Mapping[str, Any], start: Pointer) -> Iterator[Found]:
    for where, actor in _named(statement, start):
        yield where, actor
        for place, member in enumerate(actor.get("member", ())):
            yield f"{where}/member/{place}", member
    if statement["object"].get("objectType") == "SubStatement":
        yield from _everyone(statement["object"], f"{start}/object")


def _named(statement: Mapping[str, Any], start: Pointer) -> Iterator[Found]:
    yield f"{start}/actor", statement["actor"]
    if statement["object"].get("objectType") in {"Agent", "Group"}:
        yield f"{start}/object", statement["object"]
    context = statement.get("context", {})
    for role in ("instructor", "team"):
        if role in context:
            yield f"{start}/context/{role}", context[role]
    for role, key in (("contextAgents", "agent"), ("contextGroups", "group")):
        for place, entry in enumerate(context.get(role, ())):
            yield f"{start}/context/{role}/{place}/{key}", entry[key]
