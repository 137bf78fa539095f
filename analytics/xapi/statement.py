"""Whole statements and batches: the validator's front door."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.xapi.actor import actor, authority
from analytics.xapi.atoms import text, timestamp, uuid
from analytics.xapi.attachment import attachments
from analytics.xapi.context import context
from analytics.xapi.errors import Path, StatementError
from analytics.xapi.result import result
from analytics.xapi.shapes import Check, by_object_type, closed, constant
from analytics.xapi.target import TARGETS
from analytics.xapi.verb import verb
from analytics.xapi.versions import RULES, Rules, Version
from analytics.xapi.vocabulary import VOIDED

_ABOUT_ACTIVITIES_ONLY = ("revision", "platform")
_REQUIRED = ("actor", "verb", "object")


def _hangs_together(statement: Mapping[str, Any]) -> None:
    kind = statement["object"].get("objectType", "Activity")
    if statement["verb"]["id"] == VOIDED.iri and kind != "StatementRef":
        message = 'a statement that voids another must have a "StatementRef" as its object'
        raise StatementError(message, "xAPI-Data 2.3.2", ("object", "objectType"))
    if kind != "Activity":
        for name in _ABOUT_ACTIVITIES_ONLY:
            if name in statement.get("context", ()):
                message = "may only be used when the object is an activity"
                raise StatementError(message, "xAPI-Data 2.4.6", ("context", name))


def _statement_version(accepted: Sequence[re.Pattern[str]]) -> Check:
    def check(value: object) -> None:
        text(value)
        if not any(pattern.fullmatch(str(value)) for pattern in accepted):
            message = "must be a version of xAPI that this request may use, such as 1.0.0"
            raise StatementError(message, "xAPI-Data 2.4.10")

    return check


def _shared(rules: Rules) -> dict[str, Check]:
    moment = timestamp(rules.timestamp, rules.timestamp_wanted, rules.timestamp_requirement)
    return {
        "actor": actor,
        "verb": verb,
        "result": result,
        "context": context(related=rules.related_actors),
        "timestamp": moment,
        "attachments": attachments,
    }


def _sub_statement(shared: Mapping[str, Check]) -> Check:
    section = "xAPI-Data 2.4.4.3"
    about = by_object_type("the object of a SubStatement", section, TARGETS, default="Activity")
    kind = constant("SubStatement", section)
    checks = {"objectType": kind, **shared, "object": about}
    return closed("a SubStatement", section, checks, _REQUIRED, also=_hangs_together)


def _statement(rules: Rules) -> Check:
    shared = _shared(rules)
    targets = {**TARGETS, "SubStatement": _sub_statement(shared)}
    checks = {
        "id": uuid,
        **shared,
        "object": by_object_type("an object", "xAPI-Data 2.4.4", targets, default="Activity"),
        "stored": shared["timestamp"],
        "authority": authority,
        "version": _statement_version(rules.statement_versions),
    }
    return closed("a statement", "xAPI-Data 2.4", checks, _REQUIRED, also=_hangs_together)


_CHECKS: Mapping[Version, Check] = {version: _statement(rules) for version, rules in RULES.items()}


def validate(statement: object, version: Version, path: Path = ()) -> None:
    """Make sure that ``statement``, as read by json_text.loads, follows the rules of ``version``.

    Raises StatementError at the first rule that is broken; ``path`` says where the statement
    itself stands and comes first in the error's path.
    """
    try:
        _CHECKS[version](statement)
    except StatementError as error:
        error.within(*path)
        raise


def validate_batch(statements: Sequence[object], version: Version) -> None:
    """Make sure that every statement is valid and that no id occurs twice, in whatever case.

    Raises StatementError, whose path begins with the position of the statement; nothing of the
    batch may then be stored (xAPI-Communication 2.1.2).
    """
    check = _CHECKS[version]
    seen: set[str] = set()
    for index, statement in enumerate(statements):
        try:
            check(statement)
            _note_id(statement, seen)
        except StatementError as error:
            error.within(index)
            raise


def _note_id(statement: object, seen: set[str]) -> None:
    identifier = statement.get("id") if isinstance(statement, dict) else None
    if identifier is None:
        return
    if identifier.lower() in seen:
        message = "occurs twice in this batch; every statement needs an id of its own"
        raise StatementError(message, "xAPI-Communication 2.1.2", ("id",))
    seen.add(identifier.lower())
