"""A multipart body: statements in its first part, and in each other part the data of an attachment (1.5.2).

The order of checks follows the specification: the statements are judged first, and only those of valid statements that
the key may store have their attachments read. Data goes to one spool on disk, which has no name and so is never left
behind, and from there to files of its own when all of it has been found right.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from analytics.lrs.attachments import files, signatures
from analytics.lrs.attachments.declared import RULE, Declared, declared, without_data
from analytics.lrs.attachments.multipart import Malformed, Parts, boundary_of
from analytics.lrs.body import pieces
from analytics.lrs.media import is_json
from analytics.lrs.queries.attachments import Kept, kept
from analytics.lrs.refusals import Refusal, bad_request, too_large
from analytics.xapi.versions import Version

IN_MEMORY = 256 * 1024
"""How many octets of attachments stay in memory; more go to disk."""

_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_HASH = "X-Experience-API-Hash"
_ENCODING = "Content-Transfer-Encoding"


@dataclass(frozen=True)
class _Spooled:
    start: int
    length: int


class Parcel:
    """One multipart body on its way in. Close it when the request is done."""

    def __init__(self, request: HttpRequest, content_type: str) -> None:
        try:
            boundary = boundary_of(content_type)
        except Malformed as error:
            raise bad_request(str(error), where="Content-Type", requirement=RULE) from None
        self._parts = Parts(pieces(request, settings.LRS_MAX_UPLOAD_BYTES), boundary)
        self._spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._size = 0
        self._received: dict[str, _Spooled] = {}

    def close(self) -> None:
        """Let the spool go."""
        self._spool.close()

    def statements(self) -> bytes:
        """Return the octets of the first part; raise Refusal if it is none, no JSON, or larger than a JSON body may be."""
        headers = self._following()
        if headers is None:
            raise bad_request("The body has no parts.", requirement=RULE)
        if not is_json(headers.get("content-type", "")):
            why = "The first part holds the statements and must say that it is application/json."
            raise bad_request(why, where="part 1: Content-Type", requirement=RULE)
        limit = settings.LRS_MAX_BODY_BYTES
        found = bytearray()
        for piece in self._content():
            found += piece
            if len(found) > limit:
                raise too_large(f"The statements are larger than {limit} octets. Send fewer at a time.")
        return bytes(found)

    def receive(self, statements: Sequence[Mapping[str, Any]], version: Version) -> None:
        """Take the other parts in; raise Refusal or StatementError unless they are just what valid statements declare."""
        wanted = list(declared(statements))
        hashes = {each.sha2 for each in wanted}
        while (headers := self._following()) is not None:
            # Each attachment may bring its data, even if another of the same content has brought it.
            if self._parts.number - 1 > len(wanted):
                raise self._bad("belongs to no attachment: there are more parts than attachments")
            self._take(self._announced(headers, hashes))
        for each in wanted:
            if each.sha2 not in self._received and (each.is_signature or "fileUrl" not in each.what):
                raise without_data(each)
        self._check_signatures(wanted, statements, version)

    def _check_signatures(
        self, wanted: Sequence[Declared], statements: Sequence[Mapping[str, Any]], version: Version
    ) -> None:
        """Check those of the statements themselves, reading each content once however many name it."""
        signed: dict[str, Mapping[str, Any]] = {}
        for each in wanted:
            if not each.signs_a_statement:
                continue
            if each.sha2 not in signed:
                signed[each.sha2] = signatures.opened(each, self._signature(each), version)
            signatures.check(each, signed[each.sha2], statements[int(each.path[0])], version)

    def file_away(self, organisation_id: int) -> dict[str, Kept]:
        """Write what is not kept yet to files of its own, durably; return them by hash. Enter the scope before."""
        known = {sha2 for sha2, one in kept(self._received).items() if files.is_there(one.file)}
        fresh: dict[str, Kept] = {}
        try:
            for sha2 in sorted(self._received.keys() - known):
                found = self._received[sha2]
                name = files.write(organisation_id, self._spool, found.start, found.length)
                fresh[sha2] = Kept(name, found.length)
        except BaseException:
            for one in fresh.values():
                files.discard(one.file)
            raise
        return fresh

    def _following(self) -> Mapping[str, str] | None:
        try:
            return self._parts.following()
        except Malformed as error:
            raise bad_request(str(error), requirement="RFC 2046") from None

    def _content(self) -> Iterator[bytes]:
        try:
            yield from self._parts.content()
        except Malformed as error:
            raise bad_request(str(error), requirement="RFC 2046") from None

    def _announced(self, headers: Mapping[str, str], hashes: "set[str]") -> str:
        """Return the hash that a part's headers say, if an attachment has it and the part is binary."""
        said = headers.get(_HASH.lower(), "").lower()
        if not said:
            raise self._bad("must say the hash of its content", _HASH)
        if said not in hashes:
            raise self._bad("says the hash of no attachment", _HASH)
        if headers.get(_ENCODING.lower(), "").lower() != "binary":
            raise self._bad("must be binary", _ENCODING)
        return said

    def _take(self, sha2: str) -> None:
        """Put the content of a part into the spool, if its hash is what was said."""
        digest, length = hashlib.new(_ALGORITHMS[len(sha2)]), 0
        limit = settings.LRS_MAX_ATTACHMENT_BYTES
        self._spool.seek(self._size)
        for piece in self._content():
            length += len(piece)
            if length > limit:
                raise too_large(f"Part {self._parts.number}, an attachment, is larger than {limit} octets.")
            digest.update(piece)
            self._spool.write(piece)
        if digest.hexdigest() != sha2:
            raise self._bad("is not the hash of the content", _HASH)
        if sha2 not in self._received:
            self._received[sha2] = _Spooled(self._size, length)
            self._size += length

    def _signature(self, each: Declared) -> bytes:
        found = self._received[each.sha2]
        if found.length > signatures.LONGEST:
            raise too_large(f"A signature is larger than {signatures.LONGEST} octets.")
        self._spool.seek(found.start)
        return self._spool.read(found.length)

    def _bad(self, why: str, header: str = "") -> Refusal:
        number = self._parts.number
        where = f"part {number}: {header}" if header else f"part {number}"
        return bad_request(f"{header or 'It'} {why}.", where=where, requirement=RULE)
