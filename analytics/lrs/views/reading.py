"""GET and HEAD of statements (xAPI-Communication 2.1.3), of the credential's own organisation only."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.utils.http import http_date

from analytics.lrs import query
from analytics.lrs.answers import answer
from analytics.lrs.attachments.sending import in_parts
from analytics.lrs.auth import Allows
from analytics.lrs.parameters import Many, One, Shape, parameters_of
from analytics.lrs.parameters import asked as asked_for
from analytics.lrs.refusals import Refusal
from analytics.lrs.showing import shown
from analytics.lrs.views.asked import Asked
from analytics.xapi import json_text

PATH = "/xapi/statements"


def read(asked: Asked) -> HttpResponseBase:
    """Answer with one statement or a page of them."""
    asked.require(Allows.READ_OWN_STATEMENTS)
    wanted = asked_for(parameters_of(asked.request.META.get("QUERY_STRING", "")))
    if not asked.scope.allows(Allows.READ_STATEMENTS):
        wanted = replace(wanted, authority=asked.scope.author.name)
    return _one(asked, wanted) if isinstance(wanted, One) else _page(asked, wanted)


def _one(asked: Asked, wanted: One) -> HttpResponseBase:
    found = query.one(wanted)
    if found is None:
        kind, name = ("voided statement", "voidedStatementId") if wanted.is_voided else ("statement", "statementId")
        raise Refusal(HTTPStatus.NOT_FOUND, f"There is no {kind} with this id.", where=name)
    (text,) = _shown(asked, [found.raw], wanted.shape)
    headers = {"Last-Modified": http_date(found.stored.timestamp())}
    return _answer(text, [found.raw], wanted.shape, headers)


def _page(asked: Asked, wanted: Many) -> HttpResponseBase:
    page = query.page(wanted)
    more = f"{PATH}?{urlencode({'more': page.more.text()})}" if page.more else ""
    text = _result(_shown(asked, page.statements, wanted.shape), more)
    return _answer(text, page.statements, wanted.shape, {})


def _shown(asked: Asked, kept: Iterable[str], shape: Shape) -> list[str]:
    return shown(kept, shape.format, asked.version, asked.request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def _answer(text: str, kept: Iterable[str], shape: Shape, headers: Mapping[str, str]) -> HttpResponseBase:
    return in_parts(text, kept, headers=headers) if shape.has_attachments else answer(text, headers=headers)


def _result(statements: Iterable[str], more: str) -> str:
    """Return a StatementResult. The statements are text already and are not read again."""
    return f'{{"statements":[{",".join(statements)}],"more":{json_text.dumps(more)}}}'
