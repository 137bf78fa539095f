"""Bodies of the type multipart/mixed as a tool writes them, and taken apart again (RFC 2046)."""

import json
from collections.abc import Sequence
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from typing import Any

Part = tuple[dict[str, str], bytes]
BOUNDARY = "abcABC0123'()+_,-./:=?"
KIND = f'multipart/mixed; boundary="{BOUNDARY}"'


def digest(data: bytes) -> str:
    """The SHA-2 of an attachment's data."""
    return sha256(data).hexdigest()


def statements(value: Any, content_type: str = "application/json") -> Part:
    """The first part."""
    return {"Content-Type": content_type}, json.dumps(value).encode()


def data(content: bytes, **changes: str | None) -> Part:
    """The part of an attachment; a header of `changes` that is None is left out, underscores stand for hyphens."""
    headers: dict[str, str | None] = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": digest(content),
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    return {name: value for name, value in headers.items() if value is not None}, content


def body(parts: Sequence[Part], *, start: str = "", end: str = "--") -> bytes:
    """The whole body; `end` is what closes the last boundary."""
    text = start.encode()
    for headers, content in parts:
        lines = "".join(f"{name}:{value}\r\n" for name, value in headers.items())
        text += f"--{BOUNDARY}\r\n{lines}\r\n".encode() + content + b"\r\n"
    return text + f"--{BOUNDARY}{end}\r\n".encode()


def parts_of(answer: Any) -> list[Part]:
    """The parts of an answer."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    raw = f"Content-Type: {answer['Content-Type']}\r\n\r\n".encode() + content
    message = BytesParser(policy=HTTP).parsebytes(raw)
    assert message.is_multipart(), answer["Content-Type"]
    return [(dict(part.items()), bytes(part.get_payload(decode=True))) for part in message.iter_parts()]
