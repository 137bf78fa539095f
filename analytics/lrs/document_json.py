"""JSON documents: which they are, and how one is merged into another (xAPI-Communication 2.2)."""

from collections.abc import Mapping
from email.message import Message
from typing import Any

from analytics.xapi import json_text
from analytics.xapi.errors import StatementError

_RULE = "xAPI-Communication 2.2"


def is_json(content_type: str) -> bool:
    """Tell whether a document of this type is JSON, whatever parameters stand behind the type."""
    return _bare(content_type) == "application/json"


def is_form(content_type: str) -> bool:
    """Tell whether it is a form: what a browser sends that was told of no type, and no document that anybody meant."""
    return _bare(content_type) == "application/x-www-form-urlencoded"


def json_object(content: bytes) -> dict[str, Any]:
    """Return the object that a document holds; raise StatementError for what is no JSON, or no object."""
    value = json_text.loads(content)
    if not isinstance(value, dict):
        raise StatementError("is no JSON object, and nothing else can be merged", _RULE)
    return value


def merged(earlier: bytes, properties: Mapping[str, Any]) -> bytes:
    """Return the earlier document with these properties set, at the top level alone.

    Raises StatementError where the earlier one is no JSON object.
    """
    return json_text.dumps({**json_object(earlier), **properties}).encode()


def _bare(content_type: str) -> str:
    header = Message()
    header["Content-Type"] = content_type
    return header.get_content_type()
