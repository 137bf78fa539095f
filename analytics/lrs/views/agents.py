"""GET /xapi/agents: what is known of an agent, as a Person (xAPI-Communication 2.4)."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from analytics.lrs import persons
from analytics.lrs.auth import Allows
from analytics.lrs.parameter_values import Values
from analytics.lrs.queries.persons import names
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.conditional import conditional
from analytics.xapi import json_text

_RULE = "xAPI-Communication 2.4"


def read(asked: Asked) -> HttpResponse:
    """Answer with the Person; of an agent that nobody has spoken of, what the request itself says."""
    asked.require(Allows.READ_STATEMENTS, Allows.STATE, Allows.PROFILE, Allows.DEFINE)
    values = Values(asked.sent, _RULE)
    values.refuse_others({"agent"})
    agent = values.agent(takes_anyone=asked.scope.takes_anyone)
    learns_names = asked.scope.takes_anyone and asked.scope.allows(Allows.READ_STATEMENTS)
    person = persons.person(agent, names=names(agent) if learns_names else ())
    return conditional(asked, json_text.dumps(person).encode())


METHODS: Mapping[str, Callable[[Asked], HttpResponse]] = {"GET": read, "HEAD": read}
