"""POST and PUT of statements (xAPI-Communication 2.1.1 and 2.1.2). An answer of 200 or 204 means durable."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from analytics.lrs import ingest, policy
from analytics.lrs.answers import answer, nothing
from analytics.lrs.attachments.delivery import Delivery, DeliveryInParts, delivered
from analytics.lrs.auth import Allows
from analytics.lrs.parameters import parameters_of
from analytics.lrs.refusals import REFUSED, bad_request, refusal_of, too_large
from analytics.lrs.views.asked import Asked
from analytics.xapi import atoms, json_text
from analytics.xapi.errors import StatementError

Accept = Callable[[Sequence[Mapping[str, Any]]], None]

_PUT = "xAPI-Communication 2.1.1"
_POST = "xAPI-Communication 2.1.2"


def post(asked: Asked) -> HttpResponse:
    """Store one statement or an array of them; answer with their ids in the same order."""
    asked.require(Allows.WRITE_STATEMENTS)
    for name in _sent(asked):
        raise bad_request(f"{name}: POST takes no parameters.", where=name, requirement=_POST)
    with delivered(asked.request, asked.scope.organisation_id, asked.version) as delivery:
        is_batch = isinstance(delivery.body, list)
        statements = delivery.body if is_batch else [delivery.body]
        ids = _recorded(asked, delivery, statements, is_batch=is_batch, texts=delivery.texts)
    return answer(json_text.dumps([str(id_) for id_ in ids]))


def put(asked: Asked) -> HttpResponse:
    """Store one statement under the id in the parameter statementId."""
    asked.require(Allows.WRITE_STATEMENTS)
    identifier = _statement_id(_sent(asked))
    with delivered(asked.request, asked.scope.organisation_id, asked.version) as delivery:
        statement = delivery.body
        if not isinstance(statement, dict):
            raise bad_request("PUT stores one statement, an object. Send an array with POST.", requirement=_PUT)
        if str(statement.setdefault("id", identifier)).lower() != identifier:
            why = "The statement's id is not the statementId of the request."
            raise bad_request(why, where="/id", requirement=_PUT)
        _recorded(asked, delivery, [statement], is_batch=False)
    return nothing()


def _sent(asked: Asked) -> dict[str, str]:
    return parameters_of(asked.request.META.get("QUERY_STRING", ""))


def _statement_id(sent: dict[str, str]) -> str:
    identifier = sent.pop("statementId", "")
    for name in sent:
        raise bad_request(f"{name}: PUT takes statementId alone.", where=name, requirement=_PUT)
    try:
        atoms.uuid(identifier)
    except StatementError as error:
        raise bad_request(f"statementId: {error.message}", where="statementId", requirement=_PUT) from None
    return identifier.lower()


def _recorded(
    asked: Asked, delivery: Delivery, statements: list[Any], *, is_batch: bool, texts: list[str] | None = None
) -> list[UUID]:
    if len(statements) > settings.LRS_MAX_BATCH:
        raise too_large(f"This store takes at most {settings.LRS_MAX_BATCH} statements at a time.")
    try:
        accept = delivery.accept if asked.scope.takes_anyone else _opaque_and(delivery.accept)
        author, version = asked.scope.author, asked.version
        if isinstance(delivery, DeliveryInParts):
            return ingest.record(
                statements, author=author, version=version, accept=accept, keep=delivery.keep, texts=texts
            )
        return ingest.record_in_company(statements, author=author, version=version, accept=accept, texts=texts)
    except REFUSED as error:
        raise refusal_of(error, is_batch=is_batch) from None


def _opaque_and(accept: Accept) -> Accept:
    def both(statements: Sequence[Mapping[str, Any]]) -> None:
        policy.opaque_accounts(statements)
        accept(statements)

    return both
