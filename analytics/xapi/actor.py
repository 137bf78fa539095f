"""Actors: agents and groups, each known by exactly one identifier or by its members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.xapi.atoms import filled_text, irl, mbox, openid, sha1, text
from analytics.xapi.errors import StatementError
from analytics.xapi.shapes import Check, by_object_type, closed, constant, list_of

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
"""The four inverse functional identifiers (xAPI-Data 2.4.2.3)."""

_OAUTH_MEMBERS = 2

account = closed(
    "an account",
    "xAPI-Data 2.4.2.4",
    {"homePage": irl, "name": filled_text},
    required=("homePage", "name"),
)

_IDENTIFIED: Mapping[str, Check] = {
    "name": text,
    "mbox": mbox,
    "mbox_sha1sum": sha1,
    "openid": openid,
    "account": account,
}


def identifiers_of(actor: Mapping[str, Any]) -> list[str]:
    """The names of the identifiers that ``actor`` carries; one, unless it is an anonymous group."""
    return [name for name in IDENTIFIERS if name in actor]


def _has_one_identifier(value: Mapping[str, Any]) -> None:
    found = ("account" in value) + ("mbox" in value) + ("mbox_sha1sum" in value)
    if found + ("openid" in value) != 1:
        raise StatementError(
            "an agent must be identified by exactly one of mbox, mbox_sha1sum, openid and account",
            "xAPI-Data 2.4.2.1",
        )


def _is_known_or_has_members(value: Mapping[str, Any]) -> None:
    found = len(identifiers_of(value))
    if found > 1:
        message = "a group must have at most one of mbox, mbox_sha1sum, openid and account"
        raise StatementError(message, "xAPI-Data 2.4.2.2")
    if not found and not value.get("member"):
        message = "a group without an identifier must list at least one agent as its member"
        raise StatementError(message, "xAPI-Data 2.4.2.2", ("member",))


agent = closed(
    "an agent",
    "xAPI-Data 2.4.2.1",
    {"objectType": constant("Agent", "xAPI-Data 2.4.2.1"), **_IDENTIFIED},
    also=_has_one_identifier,
)

group = closed(
    "a group",
    "xAPI-Data 2.4.2.2",
    {
        "objectType": constant("Group", "xAPI-Data 2.4.2.2"),
        **_IDENTIFIED,
        "member": list_of(agent, "agents", "xAPI-Data 2.4.2.2"),
    },
    required=("objectType",),
    also=_is_known_or_has_members,
)

actor = by_object_type("an actor", "xAPI-Data 2.4.2", {"Agent": agent, "Group": group}, default="Agent")


def authority(value: object) -> None:
    """Who vouches for a statement: an agent, or the pair of three-legged OAuth.

    The pair is an anonymous group of two agents, user and application; the application is
    known by its account (xAPI-Data 2.4.9).
    """
    actor(value)
    if not isinstance(value, dict) or value.get("objectType") != "Group":
        return
    members = value.get("member", ())
    if identifiers_of(value) or len(members) != _OAUTH_MEMBERS:
        message = "must be an agent, or a group of exactly two agents without an identifier"
        raise StatementError(message, "xAPI-Data 2.4.9")
    if not any("account" in member for member in members):
        message = "must identify the application, one of the two agents, by its account"
        raise StatementError(message, "xAPI-Data 2.4.9", ("member",))
