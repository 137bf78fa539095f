"""GET /xapi/activities: what is known of an activity (xAPI-Communication 2.5)."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from analytics.lrs import definitions
from analytics.lrs.auth import Allows
from analytics.lrs.parameter_values import Values
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.conditional import conditional
from analytics.xapi import json_text

_RULE = "xAPI-Communication 2.5"


def read(asked: Asked) -> HttpResponse:
    """Answer with the activity, defined by all that statements have said of it; by its id alone where they have not."""
    asked.require(Allows.READ_STATEMENTS, Allows.STATE, Allows.PROFILE, Allows.DEFINE)
    values = Values(asked.sent, _RULE)
    values.refuse_others({"activityId"})
    iri = values.iri("activityId")
    definition = definitions.merged([iri]).get(iri)
    activity = {"objectType": "Activity", "id": iri} | ({"definition": definition} if definition else {})
    return conditional(asked, json_text.dumps(activity).encode())


METHODS: Mapping[str, Callable[[Asked], HttpResponse]] = {"GET": read, "HEAD": read}
