"""If-Match and If-None-Match: what must hold before a document is changed or answered (xAPI-Communication 3.1).

ETags are strong: the SHA-1 of the content in lower-case hexadecimal digits, in quotes, as the specification asks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1

# RFC 9110 8.8.3, and text without quotes, which clients send that work out the digest by themselves.
_TAG = re.compile(r'(?P<weak>W/)?"(?P<quoted>[^"]*)"|(?P<bare>[^\s,"]+)')
_ANY = "*"


class PreconditionFailed(Exception):
    """The document is not as If-Match or If-None-Match says it must be; `header` is the one that fails."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


def digest(content: bytes) -> str:
    """Return what stands between the quotes of the ETag of this content."""
    return sha1(content, usedforsecurity=False).hexdigest()


def quoted(etag: str) -> str:
    """Return the value of an ETag header."""
    return f'"{etag}"'


@dataclass(frozen=True)
class Conditions:
    """The two headers of a request, None where one is missing."""

    if_match: str | None = None
    if_none_match: str | None = None

    @property
    def are_absent(self) -> bool:
        """Tell whether the request has neither header."""
        return self.if_match is None and self.if_none_match is None

    def require(self, etag: str | None) -> None:
        """Raise PreconditionFailed unless both headers hold of the document with this ETag; None is no document."""
        if self.if_match is not None and not _matches(self.if_match, etag, is_strong=True):
            raise PreconditionFailed("If-Match")
        if self.if_none_match is not None and _matches(self.if_none_match, etag, is_strong=False):
            raise PreconditionFailed("If-None-Match")


def conditions_of(headers: Mapping[str, str]) -> Conditions:
    """Return the conditions of a request with these headers."""
    return Conditions(headers.get("If-Match"), headers.get("If-None-Match"))


def _matches(header: str, etag: str | None, *, is_strong: bool) -> bool:
    """Tell whether the document is among those that a header names. A weak tag never matches strongly (RFC 9110 8.8.3.2)."""
    if etag is None:
        return False
    if header.strip() == _ANY:
        return True
    return any(
        etag == (found["bare"] if found["quoted"] is None else found["quoted"])
        for found in _TAG.finditer(header)
        if not (is_strong and found["weak"])
    )
