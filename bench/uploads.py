"""Statements with attachments, sent without a pause while the store is killed, and what of them is there afterwards.

What was acknowledged must be given out again, octet for octet; of what was not, statements and data are there together or
not at all; and once the daily sweep has gone through, no file is left that no row names.
"""

import json
import random
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from academy.scoping import unscoped_quietly
from analytics.lrs.actions.attachments import LONGEST_REQUEST, sweep_files
from analytics.models import Attachment, Statement
from bench.servers import PATIENCE_SECONDS
from bench.writers import Writers

# In memory, on the way to disk, and long enough to be in the middle of when the end comes.
SIZES = (0, 900, 40_000, 300_000, 2_000_000)
SHARED = 12
_PATH = "/xapi/statements"
_BOUNDARY = "durability"
_KIND = {"Content-Type": f"multipart/mixed; boundary={_BOUNDARY}"}
_A_QUERY = 500

Upload = Mapping[str, tuple[str, ...]]
"""Of one request: the hashes of the attachments of each statement, by its id."""


class Uploads(Writers[Upload]):
    """Writers of statements with attachments."""

    number = 2
    sizes: ClassVar[Sequence[int]] = SIZES

    def _write(self, number: int) -> None:
        chance, shared = random.Random(number), random.Random(99)  # noqa: S311  not for secrets
        contents = [shared.randbytes(self.sizes[turn % len(self.sizes)]) for turn in range(SHARED)]
        while not self._is_over.is_set():
            upload, body = _made(chance, contents, self.sizes)
            status, _ = _answer(self.port, "POST", _PATH, body, {**self.headers, **_KIND})
            self._note(upload, status)
            if status != 200:
                time.sleep(0.05)


def _made(chance: random.Random, shared: Sequence[bytes], sizes: Sequence[int]) -> tuple[Upload, bytes]:
    """Return up to three statements with up to two attachments each, of contents that others send too and of new ones."""
    said: list[dict[str, object]] = []
    upload: dict[str, tuple[str, ...]] = {}
    contents: dict[str, bytes] = {}
    for _ in range(chance.randint(1, 3)):
        own = [
            chance.choice(shared) if chance.random() < 0.4 else chance.randbytes(chance.choice(sizes))
            for _ in range(chance.randint(1, 2))
        ]
        hashes = {sha256(content).hexdigest(): content for content in own}
        identifier = str(uuid4())
        said.append(_statement(identifier, hashes))
        upload[identifier] = tuple(hashes)
        contents |= hashes
    return upload, _body(json.dumps(said).encode(), contents)


def _statement(identifier: str, contents: Mapping[str, bytes]) -> dict[str, object]:
    return {
        "id": identifier,
        "actor": {"account": {"homePage": "https://matning.example", "name": "laddar-upp"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"},
        "object": {"id": "https://matning.example/uppgift"},
        "timestamp": "2026-11-02T08:00:00Z",
        "attachments": [
            {
                "usageType": "https://matning.example/inlamning",
                "display": {"sv": "Inlämning"},
                "contentType": "application/octet-stream",
                "length": len(content),
                "sha2": sha2,
            }
            for sha2, content in contents.items()
        ],
    }


def _body(statements: bytes, contents: Mapping[str, bytes]) -> bytes:
    parts = [b"Content-Type: application/json\r\n\r\n" + statements]
    parts += [
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
        + f"X-Experience-API-Hash: {sha2}\r\n\r\n".encode()
        + content
        for sha2, content in contents.items()
    ]
    mark = f"--{_BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _answer(port: int, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Send a request; return status, 0 when no whole answer came, and the body with its delimiter's line before it."""
    client = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        client.request(method, path, body, dict(headers))
        answer = client.getresponse()
        boundary = answer.getheader("Content-Type", "").partition("boundary=")[2].strip('"')
        return answer.status, f"--{boundary}\r\n".encode() + answer.read()
    except (OSError, HTTPException):
        return 0, b""
    finally:
        client.close()


def judged(uploads: Uploads, organisation_id: int, folder: Path) -> dict[str, object]:
    """Count what was acknowledged and what of it cannot be read, and what is there by halves; the server must run.

    `folder` is the server's data folder. Sweeps it as at the end of the next day.
    """
    unreadable = sum(not _is_readable(uploads, *each) for upload in uploads.acknowledged for each in upload.items())
    there = _statements_of(organisation_id)
    halved = sum(len(upload.keys() & there) not in {0, len(upload)} for upload in uploads.others)
    # What is there without having been acknowledged must be whole too.
    orphaned = [each for upload in uploads.others for each in upload.items() if each[0] in there]
    without_data = sum(not _is_readable(uploads, *each) for each in orphaned)
    found = {
        "uploads_acknowledged": len(uploads.acknowledged),
        "attachments_acknowledged": sum(len(hashes) for upload in uploads.acknowledged for hashes in upload.values()),
        "uploads_without_good_answer": len(uploads.others),
        "uploads_stored_without_good_answer": sum(upload.keys() <= there for upload in uploads.others),
    }
    faults = {
        "attachments_unreadable": unreadable,
        "uploads_halved": halved,
        "statements_without_data": without_data,
    }
    left = _files_left(organisation_id, folder)
    is_met = bool(uploads.acknowledged) and not any(faults.values()) and not left["files_after_sweep"]
    return {**found, **faults, **left, "is_met": is_met and not left["rows_without_file"]}


def _is_readable(uploads: Uploads, identifier: str, hashes: tuple[str, ...]) -> bool:
    """Tell whether a statement is given out with the data of all its attachments, as their hashes say."""
    query = urlencode({"statementId": identifier, "attachments": "true"})
    status, answer = _answer(uploads.port, "GET", f"{_PATH}?{query}", None, uploads.headers)
    mark, _, rest = answer.partition(b"\r\n")
    # Nothing before the first delimiter, then the statement, the data, and the end.
    contents = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in rest.split(mark)[2:-1]]
    return status == 200 and sorted(sha256(each).hexdigest() for each in contents) == sorted(hashes)


def _statements_of(organisation_id: int) -> set[str]:
    with unscoped_quietly("a measurement counts"):
        rows = Statement.objects.filter(organisation_id=organisation_id).values_list("statement_id", flat=True)
        return {str(each) for each in rows}


def _files_left(organisation_id: int, folder: Path) -> dict[str, int]:
    """Count the files without a row before and after the sweep, and the rows without a file."""
    root = folder / "attachments"
    storages: dict[str, Any] = settings.STORAGES
    there = storages | {"attachments": storages["attachments"] | {"OPTIONS": {"location": str(root)}}}
    with unscoped_quietly("a measurement counts"):
        named = set(Attachment.objects.filter(organisation_id=organisation_id).values_list("file", flat=True))
    before = _names(root)
    with override_settings(STORAGES=there):
        sweep_files(now=timezone.now() + LONGEST_REQUEST + timedelta(hours=1))
    return {
        "files_before_sweep": len(before - named),
        "files_after_sweep": len(_names(root) - named),
        "rows_without_file": len(named - _names(root)),
    }


def _names(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
