"""/xapi/statements: store (POST, PUT) and read (GET, HEAD) the statements of the credential's organisation."""

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase

from academy.scoping import entered
from analytics.lrs.answers import refused
from analytics.lrs.consistency import consistent_through, lately_consistent_through
from analytics.lrs.finishing import CONSISTENT_THROUGH
from analytics.lrs.refusals import Refusal
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.reading import read
from analytics.lrs.views.writing import post, put
from analytics.xapi.build import timestamp_text

METHODS: Mapping[str, Callable[[Asked], HttpResponseBase]] = {"GET": read, "HEAD": read, "POST": post, "PUT": put}

_COMPLETE = dict.fromkeys(("POST", "PUT"), lately_consistent_through)


def statements(asked: Asked) -> HttpResponseBase:
    """Answer one request by its method; every answer says up to when the store is complete."""
    with entered(asked.scope):
        complete = _COMPLETE.get(str(asked.request.method), consistent_through)(asked.scope.organisation_id)
        response: HttpResponseBase
        try:
            response = METHODS[str(asked.request.method)](asked)
        except Refusal as refusal:
            response = refused(refusal)
    response[CONSISTENT_THROUGH] = timestamp_text(complete)
    return response
