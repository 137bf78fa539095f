"""Which bodies are taken: JSON in UTF-8."""

from email.message import Message
from http import HTTPStatus

from analytics.lrs.refusals import Refusal, bad_request

_RULE = "xAPI-Communication 1.5"


def require_json(content_type: str) -> None:
    """Refuse a body that is not JSON: multipart/mixed and other character sets with 415, all else with 400."""
    header = Message()
    header["Content-Type"] = content_type or "text/plain"
    kind = header.get_content_type()
    if kind == "multipart/mixed":
        raise _unsupported("Attachments are not taken in here. Send application/json, each attachment with a fileUrl.")
    if kind != "application/json":
        raise bad_request("Send statements as application/json.", where="Content-Type", requirement=_RULE)
    if (header.get_content_charset() or "utf-8") not in {"utf-8", "utf8", "us-ascii"}:
        raise _unsupported("Send statements in UTF-8.")


def _unsupported(why: str) -> Refusal:
    return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, why, where="Content-Type", requirement=_RULE)
