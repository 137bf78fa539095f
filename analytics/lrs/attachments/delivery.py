"""What a request brings: statements alone, or statements with the data of their attachments."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from academy.faults import is_database_fault
from analytics.lrs.actions import attachments
from analytics.lrs.attachments import files
from analytics.lrs.attachments.declared import require_file_urls
from analytics.lrs.attachments.parcel import Parcel
from analytics.lrs.body import read_body
from analytics.lrs.media import is_multipart
from analytics.lrs.queries.attachments import Kept
from analytics.lrs.refusals import bad_request
from analytics.xapi import json_text
from analytics.xapi.errors import StatementError
from analytics.xapi.versions import Version


class Delivery:
    """The statements of one request as JSON, and what to do with them on their way into the store."""

    body: Any
    texts: list[str]
    """The text of each statement."""

    def __init__(self, body: bytes) -> None:
        try:
            self.body, self.texts = json_text.read(body)
        except StatementError as error:
            why = f"The body {error.message}." if not error.path else error.message
            raise bad_request(why, where=error.pointer, requirement=error.requirement) from None

    def accept(self, statements: Sequence[Mapping[str, Any]]) -> None:
        """Make sure that valid statements have the data of their attachments somewhere; raise StatementError if not."""
        require_file_urls(statements)

    def keep(self, now: datetime) -> None:
        """Write what belongs beside the statements, in their transaction: nothing."""


class DeliveryInParts(Delivery):
    """Statements with attachments. Their files are on disk, but nobody's, until the transaction commits."""

    def __init__(self, parcel: Parcel, organisation_id: int, version: Version) -> None:
        super().__init__(parcel.statements())
        self._parcel, self._organisation_id, self._version = parcel, organisation_id, version
        self._fresh: Mapping[str, Kept] = {}

    def accept(self, statements: Sequence[Mapping[str, Any]]) -> None:
        """Take the attachments of valid statements in, and put them on disk."""
        self._parcel.receive(statements, self._version)
        self._fresh = self._parcel.file_away(self._organisation_id)

    def keep(self, now: datetime) -> None:
        """Write the rows of the files, in the statements' transaction."""
        if self._fresh:
            attachments.keep(self._organisation_id, self._fresh, now=now)

    def give_up(self) -> None:
        """Delete what was put on disk: no row names it."""
        for one in self._fresh.values():
            files.discard(one.file)


@contextmanager
def delivered(request: HttpRequest, organisation_id: int, version: Version) -> Iterator[Delivery]:
    """Give what a request brings; whatever fails inside the block leaves no file behind.

    Raises Refusal for a body that is no JSON and for parts that break a rule of the specification.
    """
    content_type = request.META.get("CONTENT_TYPE", "")
    if not is_multipart(content_type):
        yield Delivery(read_body(request))
        return
    parcel = Parcel(request, content_type)
    try:
        delivery = DeliveryInParts(parcel, organisation_id, version)
        try:
            yield delivery
        except Exception as error:
            # A database that went away may have committed: the rows decide then, and the sweep asks them.
            if not is_database_fault(error):
                delivery.give_up()
            raise
    finally:
        parcel.close()
