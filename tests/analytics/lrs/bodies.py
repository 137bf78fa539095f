"""Bodies in parts, as a tool makes them and as nobody should, and what they leave behind."""

from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from hashlib import new
from pathlib import Path
from typing import Any

from django.core.files.storage import storages

from academy.scoping import unscoped
from analytics.models import Attachment
from analytics.xapi import json_text
from tests.analytics.lrs.conftest import Json

BOUNDARY = "abcABC0123'()+_,-./:=?"
KIND = f'multipart/mixed; boundary="{BOUNDARY}"'
TEXT = b"here is a simple attachment"


def sha2(content: bytes, algorithm: str = "sha256") -> str:
    """The hash of a content as an attachment says it."""
    return new(algorithm, content).hexdigest()


def attached(content: bytes = TEXT, **changes: Any) -> Json:
    """An attachment as a statement describes it."""
    return {
        "usageType": "https://tool.example/certificate",
        "display": {"sv": "Intyg"},
        "contentType": "text/plain; charset=ascii",
        "length": len(content),
        "sha2": sha2(content),
        **changes,
    }


def part(content: bytes = TEXT, **changes: str | None) -> bytes:
    """A part with the data of an attachment; a header (with _ for -) that is None is left out."""
    headers = {
        "Content_Type": "text/plain",
        "Content_Transfer_Encoding": "binary",
        "X_Experience_API_Hash": sha2(content),
        **changes,
    }
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items() if value is not None]
    return "".join(lines).encode() + b"\r\n" + content


def first(statements: Any, kind: str = "application/json") -> bytes:
    """The part with the statements."""
    return f"Content-Type:{kind}\r\n\r\n".encode() + json_text.dumps(statements).encode()


def in_parts(*parts: bytes, boundary: str = BOUNDARY, end: bytes | None = None) -> bytes:
    """A body of these parts."""
    mark = f"--{boundary}".encode()
    body = b"".join(b"\r\n" + mark + b"\r\n" + each for each in parts)
    return body + (b"\r\n" + mark + b"--\r\n" if end is None else end)


def parts_of(answer: Any) -> Sequence[Message]:
    """The parts of an answer in parts, as the standard library reads them."""
    body = b"".join(answer.streaming_content)
    assert len(body) == int(answer["Content-Length"])
    read = BytesParser().parsebytes(f"Content-Type: {answer['Content-Type']}\r\n\r\n".encode() + body)
    assert read.is_multipart()
    assert not read.defects
    return read.get_payload()  # type: ignore[return-value]


def content(one: Message) -> bytes:
    """The octets of a part."""
    found = one.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def rows() -> list[Attachment]:
    """The rows of all tenants."""
    with unscoped("test"):
        return list(Attachment.objects.order_by("pk"))


def files_on_disk() -> list[Path]:
    """All files in the storage of attachments."""
    root = Path(storages["attachments"].location)  # type: ignore[attr-defined]
    return sorted(path for path in root.rglob("*") if path.is_file())
