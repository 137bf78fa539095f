"""What every page of an organisation shares: who may open it, and the tabs above it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learners.acting import acting_of
from learners.roles import Permission, has
from learners.tenancy import Acting

View = Callable[..., HttpResponse]
# For pages that show a form and take it.
reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])

# Address, label, and the permission that shows it; in the order of the tabs. A room above may add its own.
TABS: list[tuple[str, Any, Permission]] = [
    ("learners:people", _("People"), Permission.SEE_PEOPLE),
    ("learners:units", _("Units"), Permission.MANAGE_UNITS),
    ("learners:teams", _("Teams"), Permission.SEE_PEOPLE),
    ("analytics:headcounts", _("Employees"), Permission.STATE_HEADCOUNTS),
    ("learners:changes", _("Changes"), Permission.MANAGE_PEOPLE),
    ("analytics:keys", _("Keys"), Permission.MANAGE_KEYS),
]


def needs(permission: Permission) -> Callable[[View], View]:
    """Let a view be opened only by whoever holds the permission somewhere; everyone else is told that it is not there.

    The view still asks for each row whether a grant reaches its unit. No browser and no cache keeps the answer.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            acting = acting_of(request)
            if acting is None or not has(acting.grants, permission):
                raise Http404
            return view(request, *args, **kwargs)

        return login_required(never_cache(guarded))

    return guard


def required_acting(request: HttpRequest) -> Acting:
    """Return the membership acted through; raise Http404 without one."""
    acting = acting_of(request)
    if acting is None:
        raise Http404
    return acting


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs that the reader may open; `current` is the name of the one shown."""
    acting = required_acting(request)
    return [
        {"url": reverse(name), "label": label, "current": name == current}
        for name, label, permission in TABS
        if has(acting.grants, permission)
    ]
