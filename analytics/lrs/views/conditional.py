"""What is read with an ETag and, where it changes, the time of its last change (xAPI-Communication 2.2 and 3.1)."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.http import http_date

from analytics.lrs.answers import not_modified, octets
from analytics.lrs.conditions import PreconditionFailed, conditions_of, digest, quoted
from analytics.lrs.refusals import Refusal
from analytics.lrs.views.asked import Asked

JSON = "application/json"


def conditional(
    asked: Asked, content: bytes, content_type: str = JSON, *, updated: datetime | None = None
) -> HttpResponse:
    """Answer with the content, or 304 to who has it already (If-None-Match).

    Refuses (412) when If-Match names another; RFC 9110 13.2 asks for both of whatever has an ETag.
    """
    etag = digest(content)
    headers = {"ETag": quoted(etag)} | ({"Last-Modified": http_date(updated.timestamp())} if updated else {})
    try:
        conditions_of(asked.request.headers).require(etag)
    except PreconditionFailed as error:
        if error.header == "If-None-Match":
            return not_modified(headers)
        raise precondition_failed(error) from None
    return octets(content, content_type, headers)


def precondition_failed(error: PreconditionFailed) -> Refusal:
    """The refusal of a request whose If-Match or If-None-Match does not hold (412)."""
    why = f"{error.header} does not hold of what is here now. Nothing was changed: read it again and send its ETag."
    return Refusal(HTTPStatus.PRECONDITION_FAILED, why, where=error.header, requirement="xAPI-Communication 3.1")
