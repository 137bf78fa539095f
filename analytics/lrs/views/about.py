"""GET /xapi/about: which versions are spoken, for anyone (xAPI-Communication 2.8)."""

from django.http import HttpRequest, HttpResponse

from analytics.lrs.answers import answer
from analytics.xapi.json_text import dumps
from analytics.xapi.versions import Version

METHODS = ("GET", "HEAD")


def about(request: HttpRequest) -> HttpResponse:
    """Answer with the versions of the specification that this store honours."""
    return answer(dumps({"version": [version.value for version in Version]}))
