"""Attachments: their data is not kept here, so each must say where it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.xapi.errors import Path, StatementError

_RULE = "xAPI-Communication 1.5.2"


def require_file_urls(statements: Sequence[Mapping[str, Any]]) -> None:
    """Raise StatementError for an attachment without fileUrl: a JSON body cannot bring its data."""
    for position, statement in enumerate(statements):
        _check(statement, (position,))


def _check(statement: Mapping[str, Any], path: Path) -> None:
    for place, attachment in enumerate(statement.get("attachments", ())):
        if "fileUrl" not in attachment:
            message = "must be there: a JSON body cannot bring the attachment's data"
            raise StatementError(message, _RULE, (*path, "attachments", place, "fileUrl"))
    if statement["object"].get("objectType") == "SubStatement":
        _check(statement["object"], (*path, "object"))
