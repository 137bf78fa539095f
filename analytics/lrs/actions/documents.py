"""Storing, merging and deleting documents. Enter the scope of their organisation before.

Whoever changes a document holds its place until the transaction ends, so that of two who send the same If-Match, or both
If-None-Match: *, one finds what the other has written. Done twice, each does it once; answered, it is durable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from analytics.lrs import document_json
from analytics.lrs.conditions import Conditions, digest
from analytics.lrs.keys import column
from analytics.lrs.locks import enter_place
from analytics.lrs.places import Place
from analytics.lrs.queries import documents as queries
from analytics.models import Document


class Overwrites(Exception):
    """A PUT would replace a document without saying which it knows (xAPI-Communication 3.1)."""


class NotMergeable(ValueError):
    """What is there already, or what was sent, is no JSON object, so that they cannot be merged."""


class TooLarge(ValueError):
    """Merged, the document would be larger than any that may be sent."""


@dataclass(frozen=True)
class Sent:
    """A document as it came: its octets and the value of Content-Type."""

    content: bytes
    content_type: str


@transaction.atomic
def put(
    *,
    organisation_id: int,
    place: Place,
    name: str,
    sent: Sent,
    conditions: Conditions,
    may_overwrite: bool,
    now: datetime,
) -> None:
    """Store a document, or replace the one that is there.

    Raises PreconditionFailed, and Overwrites where one is there, no condition was sent and `may_overwrite` is not set.
    """
    earlier = _held(organisation_id, place, name)
    conditions.require(earlier.etag if earlier else None)
    if earlier is not None and conditions.are_absent and not may_overwrite:
        raise Overwrites
    _write(organisation_id, place, name, earlier, sent, now)


@transaction.atomic
def merge(
    *,
    organisation_id: int,
    place: Place,
    name: str,
    sent: Sent,
    properties: Mapping[str, Any] | None,
    conditions: Conditions,
    now: datetime,
) -> None:
    """Set the properties that were sent in the document that is there, or store what was sent where none is.

    `properties` is None for what is not JSON, which can be stored but not merged.
    Raises PreconditionFailed, NotMergeable and TooLarge.
    """
    earlier = _held(organisation_id, place, name)
    conditions.require(earlier.etag if earlier else None)
    new = _merged(earlier, properties) if earlier is not None else sent
    _write(organisation_id, place, name, earlier, new, now)


@transaction.atomic
def delete(*, organisation_id: int, place: Place, name: str, conditions: Conditions) -> None:
    """Delete a document, if it is there. Raises PreconditionFailed."""
    earlier = _held(organisation_id, place, name)
    conditions.require(earlier.etag if earlier else None)
    if earlier is not None:
        earlier.delete()


@transaction.atomic
def delete_all(*, organisation_id: int, place: Place, conditions: Conditions) -> None:
    """Delete all documents in a place: of one registration, or of all where the place names none.

    Raises PreconditionFailed; the ETag of many is that of the list of their names.
    """
    enter_place(organisation_id, place.key)
    if not conditions.are_absent:
        conditions.require(digest(queries.names(place).content))
    queries.documents(place).delete()


def _held(organisation_id: int, place: Place, name: str) -> Document | None:
    enter_place(organisation_id, place.key)
    return queries.document(place, name)


def _merged(earlier: Document, properties: Mapping[str, Any] | None) -> Sent:
    if properties is None or not document_json.is_json(earlier.content_type):
        raise NotMergeable
    try:
        content = document_json.merged(bytes(earlier.content), properties)
    except ValueError:
        raise NotMergeable from None
    if len(content) > settings.LRS_MAX_BODY_BYTES:
        raise TooLarge
    return Sent(content, earlier.content_type)


def _write(organisation_id: int, place: Place, name: str, earlier: Document | None, sent: Sent, now: datetime) -> None:
    row = earlier or Document(
        organisation_id=organisation_id,
        kind=place.kind,
        key=place.key_of(name),
        place=place.key,
        name=name,
        activity=column(place.activity),
        agent=column(place.agent),
        registration=place.registration,
    )
    row.content, row.content_type, row.etag = sent.content, sent.content_type, digest(sent.content)
    # Whoever waited for another looked at the clock before: a later change is never older than an earlier one.
    row.updated = max(now, earlier.updated + timedelta(microseconds=1)) if earlier else now
    row.save()
