"""How a table of checks becomes a check: closed objects, lists, constants, dispatch.

A check takes one value and returns nothing, or raises StatementError with a path relative to
that value. Everything here runs once, when a module is imported; what it returns is the hot path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.xapi.errors import StatementError

Check = Callable[[object], None]
Also = Callable[[Mapping[str, Any]], None]

_JSON_NAMES: Sequence[tuple[type | tuple[type, ...], str]] = (
    (bool, "true or false"),
    (str, "text"),
    ((int, float, Decimal), "a number"),
    (dict, "an object"),
    (list, "an array"),
)


def json_name(value: object) -> str:
    """What JSON would call ``value``, for use in a message ("null", "a number", "text")."""
    if value is None:
        return "null"
    return next((name for kind, name in _JSON_NAMES if isinstance(value, kind)), "no JSON value")


def wrong_type(wanted: str, value: object, requirement: str) -> StatementError:
    """The error for a value that is not even of the right JSON type."""
    return StatementError(f"must be {wanted}, but is {json_name(value)}", requirement)


def closed(
    noun: str,
    requirement: str,
    checks: Mapping[str, Check],
    required: Sequence[str] = (),
    also: Also | None = None,
) -> Check:
    """An object with these properties and no others (xAPI-Data 2.2).

    ``also`` sees the whole object once each property is known to be valid.
    """
    find = dict(checks).get

    def check(value: object) -> None:
        if not isinstance(value, dict):
            raise wrong_type(f"an object ({noun})", value, requirement)
        try:
            for key, item in value.items():
                inner = find(key)
                if inner is None:
                    raise _unknown(noun, key, checks)
                inner(item)
        except StatementError as error:
            error.within(key)
            raise
        for name in required:
            if name not in value:
                message = f'{noun} must have the property "{name}"'
                raise StatementError(message, requirement, (name,))
        if also is not None:
            also(value)

    return check


def _unknown(noun: str, key: str, checks: Mapping[str, Check]) -> StatementError:
    requirement = "xAPI-Data 2.2"
    meant = next((name for name in checks if name.lower() == str(key).lower()), None)
    if meant is not None:
        return StatementError(f'is spelled "{meant}"; case matters', requirement)
    names = ", ".join(checks)
    return StatementError(f"{noun} has no such property; it may have {names}", requirement)


def list_of(item: Check, wanted: str, requirement: str, *, filled: bool = False) -> Check:
    """An array, each of whose elements passes ``item``; at least one element if ``filled``."""

    def check(value: object) -> None:
        if not isinstance(value, list):
            raise wrong_type(f"an array of {wanted}", value, requirement)
        if filled and not value:
            raise StatementError(f"must hold at least one of {wanted}", requirement)
        index = 0
        try:
            for index, element in enumerate(value):  # noqa: B007 - the handler reads it
                item(element)
        except StatementError as error:
            error.within(index)
            raise

    return check


def constant(text: str, requirement: str) -> Check:
    """Exactly this text, in this case."""

    def check(value: object) -> None:
        if value != text:
            raise StatementError(f'must be "{text}", exactly so', requirement)

    return check


def by_object_type(noun: str, requirement: str, kinds: Mapping[str, Check], default: str) -> Check:
    """An object whose ``objectType`` chooses the check; ``default`` when it is absent."""
    names = ", ".join(kinds)

    def check(value: object) -> None:
        if not isinstance(value, dict):
            raise wrong_type(f"an object ({noun})", value, requirement)
        kind = value.get("objectType", default)
        inner = kinds.get(kind) if isinstance(kind, str) else None
        if inner is None:
            message = f"{noun} must be one of {names}, in exactly that spelling"
            raise StatementError(message, requirement, ("objectType",))
        inner(value)

    return check
