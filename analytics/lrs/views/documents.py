"""State, activity profiles and agent profiles: documents of any type, kept octet for octet (xAPI-Communication 2.2)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from analytics.lrs import document_json, document_parameters
from analytics.lrs.actions import documents as actions
from analytics.lrs.actions.documents import Sent
from analytics.lrs.answers import nothing
from analytics.lrs.auth import Allows
from analytics.lrs.body import read_body
from analytics.lrs.conditions import PreconditionFailed, conditions_of
from analytics.lrs.document_parameters import Many, One, Resource
from analytics.lrs.places import Kind
from analytics.lrs.queries import documents as queries
from analytics.lrs.refusals import Refusal, bad_request, too_large
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.conditional import conditional, precondition_failed
from analytics.xapi import json_text
from analytics.xapi.errors import StatementError
from analytics.xapi.versions import RULES

_CONCURRENCY = "xAPI-Communication 3.1"
_MERGING = "xAPI-Communication 2.2"
_UNKNOWN_TYPE = "application/octet-stream"
_LONGEST_TYPE = 255


@dataclass(frozen=True)
class Documents:
    """One of the three resources, and the scope that opens it."""

    resource: Resource
    needed: Allows

    def methods(self) -> Mapping[str, Callable[[Asked], HttpResponse]]:
        """Which methods the resource knows, and who answers each."""
        return {"GET": self.read, "HEAD": self.read, "PUT": self.put, "POST": self.post, "DELETE": self.delete}

    def read(self, asked: Asked) -> HttpResponse:
        """Answer with one document, or with the names of all."""
        asked.require(self.needed, Allows.READ_ALL)
        found = document_parameters.one_or_many(self.resource, asked.sent, takes_anyone=asked.scope.takes_anyone)
        return self._one(asked, found) if isinstance(found, One) else _names(asked, found)

    def put(self, asked: Asked) -> HttpResponse:
        """Store a document, or replace the one that is there."""
        target, sent = self._target(asked), _body(asked)
        if document_json.is_json(sent.content_type):
            _parsed(sent.content)
        may_overwrite = self.resource.kind == Kind.STATE and not RULES[asked.version].states_need_conditions
        with _refusing():
            actions.put(
                organisation_id=asked.scope.organisation_id,
                place=target.place,
                name=target.name,
                sent=sent,
                conditions=conditions_of(asked.request.headers),
                may_overwrite=may_overwrite,
                now=timezone.now(),
            )
        return nothing()

    def post(self, asked: Asked) -> HttpResponse:
        """Merge a JSON object into the document that is there, or store a document where none is."""
        target, sent = self._target(asked), _body(asked)
        if document_json.is_form(sent.content_type):
            why = "A form is posted in the alternate request syntax alone, with the parameter method. Name the document's type."
            raise bad_request(why, where="Content-Type", requirement="xAPI-Communication 3.2")
        with _refusing():
            actions.merge(
                organisation_id=asked.scope.organisation_id,
                place=target.place,
                name=target.name,
                sent=sent,
                properties=_properties(sent.content) if document_json.is_json(sent.content_type) else None,
                conditions=conditions_of(asked.request.headers),
                now=timezone.now(),
            )
        return nothing()

    def delete(self, asked: Asked) -> HttpResponse:
        """Delete one document or, of states, all in a place."""
        asked.require(self.needed)
        parameters = document_parameters.one_or_all if self.resource.kind == Kind.STATE else document_parameters.one
        target = parameters(self.resource, asked.sent, takes_anyone=asked.scope.takes_anyone)
        owner, conditions = asked.scope.organisation_id, conditions_of(asked.request.headers)
        with _refusing():
            if isinstance(target, One):
                actions.delete(organisation_id=owner, place=target.place, name=target.name, conditions=conditions)
            else:
                actions.delete_all(organisation_id=owner, place=target.place, conditions=conditions)
        return nothing()

    def _target(self, asked: Asked) -> One:
        asked.require(self.needed)
        return document_parameters.one(self.resource, asked.sent, takes_anyone=asked.scope.takes_anyone)

    def _one(self, asked: Asked, wanted: One) -> HttpResponse:
        found = queries.document(wanted.place, wanted.name)
        if found is None:
            name = self.resource.name
            raise Refusal(HTTPStatus.NOT_FOUND, f"There is no document with this {name} here.", where=name)
        return conditional(asked, bytes(found.content), found.content_type, updated=found.updated)


STATE = Documents(document_parameters.STATE, Allows.STATE)
ACTIVITY_PROFILE = Documents(document_parameters.ACTIVITY_PROFILE, Allows.PROFILE)
AGENT_PROFILE = Documents(document_parameters.AGENT_PROFILE, Allows.PROFILE)


def _names(asked: Asked, wanted: Many) -> HttpResponse:
    found = queries.names(wanted.place, since=wanted.since)
    return conditional(asked, found.content, updated=found.updated)


def _body(asked: Asked) -> Sent:
    content_type = asked.request.META.get("CONTENT_TYPE") or _UNKNOWN_TYPE
    if len(content_type) > _LONGEST_TYPE or not content_type.isprintable() or not content_type.isascii():
        raise bad_request("Content-Type is no media type.", where="Content-Type", requirement="xAPI-Communication 1.5")
    return Sent(read_body(asked.request), content_type)


def _parsed(content: bytes) -> Any:
    try:
        return json_text.loads(content)
    except StatementError as error:
        why = f"Content-Type says that the document is JSON, but it {error.message}."
        raise bad_request(why, where=error.pointer, requirement="xAPI-Communication 3.2") from None


def _properties(content: bytes) -> dict[str, Any]:
    found = _parsed(content)
    if not isinstance(found, dict):
        raise bad_request("The document is no JSON object, and nothing else can be merged.", requirement=_MERGING)
    return found


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the actions refuse into answers; nothing has been changed then."""
    try:
        yield
    except PreconditionFailed as error:
        raise precondition_failed(error) from None
    except actions.Overwrites:
        why = (
            "There is a document here already. Nothing was changed: check the current state of the resource with GET, and "
            'set the "If-Match" header with the current ETag to resolve the conflict.'
        )
        raise Refusal(HTTPStatus.CONFLICT, why, where="If-Match", requirement=_CONCURRENCY) from None
    except actions.NotMergeable:
        why = (
            "There is a document here already. Only JSON objects are merged, and both have to be of the type "
            "application/json. Nothing was changed: replace the document with PUT."
        )
        raise bad_request(why, requirement=_MERGING) from None
    except actions.TooLarge:
        limit = settings.LRS_MAX_BODY_BYTES
        raise too_large(f"Merged, the document would be larger than {limit} octets. Nothing was changed.") from None
