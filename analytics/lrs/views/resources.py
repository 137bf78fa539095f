"""Which resources the store has, with the methods that each knows (xAPI-Communication, appendix B)."""

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase

from academy.scoping import entered
from analytics.lrs.views import activities, agents, documents
from analytics.lrs.views.asked import Asked
from analytics.lrs.views.statements import METHODS, statements

View = Callable[[Asked], HttpResponseBase]


def _by_method(methods: Mapping[str, View]) -> View:
    """Return what answers a request by its method, in the scope of its key."""

    def answer(asked: Asked) -> HttpResponseBase:
        with entered(asked.scope):
            return methods[str(asked.request.method)](asked)

    return answer


_BESIDE_STATEMENTS: Mapping[str, Mapping[str, View]] = {
    "activities": activities.METHODS,
    "activities/profile": documents.ACTIVITY_PROFILE.methods(),
    "activities/state": documents.STATE.methods(),
    "agents": agents.METHODS,
    "agents/profile": documents.AGENT_PROFILE.methods(),
}

RESOURCES: Mapping[str, tuple[tuple[str, ...], View]] = {
    "statements": (tuple(METHODS), statements),
    **{name: (tuple(methods), _by_method(methods)) for name, methods in _BESIDE_STATEMENTS.items()},
}
"""The methods of each resource that asks for a key, and what answers them."""
