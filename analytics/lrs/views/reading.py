"""GET and HEAD of statements (xAPI-Communication 2.1.3), of the credential's own organisation only."""

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.http import http_date

from analytics.lrs import query
from analytics.lrs.answers import answer
from analytics.lrs.auth import Allows
from analytics.lrs.parameters import Many, One, parameters_of
from analytics.lrs.parameters import asked as asked_for
from analytics.lrs.refusals import Refusal
from analytics.lrs.views.asked import Asked
from analytics.xapi import json_text
from analytics.xapi.normalise import for_1_0_3
from analytics.xapi.versions import Version

PATH = "/xapi/statements"
_ONLY_IN_2_0 = ('"contextAgents"', '"contextGroups"')


def read(asked: Asked) -> HttpResponse:
    """Answer with one statement or a page of them."""
    asked.require(Allows.READ_OWN_STATEMENTS)
    wanted = asked_for(parameters_of(asked.request.META.get("QUERY_STRING", "")))
    if not asked.scope.allows(Allows.READ_STATEMENTS):
        wanted = replace(wanted, authority=asked.scope.author.name)
    return _one(wanted, asked.version) if isinstance(wanted, One) else _page(wanted, asked.version)


def _one(wanted: One, version: Version) -> HttpResponse:
    found = query.one(wanted)
    if found is None:
        kind, name = ("voided statement", "voidedStatementId") if wanted.is_voided else ("statement", "statementId")
        raise Refusal(HTTPStatus.NOT_FOUND, f"There is no {kind} with this id.", where=name)
    return answer(_for(version, found.raw), headers={"Last-Modified": http_date(found.stored.timestamp())})


def _page(wanted: Many, version: Version) -> HttpResponse:
    page = query.page(wanted)
    more = f"{PATH}?{urlencode({'more': page.more.text()})}" if page.more else ""
    return answer(_result((_for(version, raw) for raw in page.statements), more))


def _result(statements: Iterable[str], more: str) -> str:
    """Return a StatementResult. The statements are text already and are not read again."""
    return f'{{"statements":[{",".join(statements)}],"more":{json_text.dumps(more)}}}'


def _for(version: Version, raw: str) -> str:
    """Return the statement as a reader of this version may see it; 1.0.3 does not know two properties of 2.0."""
    if version is Version.V2_0 or not any(name in raw for name in _ONLY_IN_2_0):
        return raw
    return json_text.dumps(for_1_0_3(json_text.loads(raw.encode())))
