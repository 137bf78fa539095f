"""Which bodies are taken: JSON in UTF-8, or statements with their attachments in parts."""

from email.message import Message

from analytics.lrs.refusals import Refusal, bad_request

_RULE = "xAPI-Communication 1.5"
_PLAIN_JSON = "application/json"
_UTF_8 = {"utf-8", "utf8", "us-ascii"}


def is_json(content_type: str) -> bool:
    """Tell whether this is application/json in UTF-8."""
    header = _parsed(content_type)
    return header.get_content_type() == _PLAIN_JSON and _is_utf8(header)


def is_multipart(content_type: str) -> bool:
    """Tell whether a body comes in parts (multipart/mixed); refuse (400) one that is neither that nor JSON in UTF-8."""
    if content_type == _PLAIN_JSON:
        return False  # what nearly all send: no need to take it apart
    header = _parsed(content_type)
    kind = header.get_content_type()
    if kind not in {_PLAIN_JSON, "multipart/mixed"}:
        raise _bad("Send statements as application/json, or as multipart/mixed with their attachments.")
    if not _is_utf8(header):
        raise _bad("Send statements in UTF-8.")
    return kind == "multipart/mixed"


def _parsed(content_type: str) -> Message:
    header = Message()
    header["Content-Type"] = content_type or "text/plain"
    return header


def _is_utf8(header: Message) -> bool:
    return (header.get_content_charset() or "utf-8") in _UTF_8


def _bad(why: str) -> Refusal:
    return bad_request(why, where="Content-Type", requirement=_RULE)
