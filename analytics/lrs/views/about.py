"""GET /xapi/about: which versions are spoken, for anyone (xAPI-Communication 2.8)."""

from django.http import HttpRequest, HttpResponse

from analytics.lrs.answers import answer
from analytics.lrs.parameters import parameters_of
from analytics.lrs.refusals import bad_request
from analytics.xapi.json_text import dumps
from analytics.xapi.versions import Version

METHODS = ("GET", "HEAD")


def about(request: HttpRequest) -> HttpResponse:
    """Answer with the versions of the specification that this store honours; refuse any parameter (3.2)."""
    for name in parameters_of(request.META.get("QUERY_STRING", "")):
        raise bad_request("about takes no parameters.", where=name, requirement="xAPI-Communication 3.2")
    return answer(dumps({"version": [version.value for version in Version]}))
