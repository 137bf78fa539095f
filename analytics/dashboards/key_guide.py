"""How another system uses a key: lines to run, and where the whole of it stands."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analytics.dashboards.key_form import OPENS
from analytics.dashboards.keys import needs_keys
from analytics.lrs.auth import Allows

OPENAPI = "/api/v1/openapi.json"
_VERSION = '-H "X-Experience-API-Version: 2.0.0"'
_STATEMENT = (
    '{"actor": {"account": {"homePage": "https://system.kommun.example", "name": "a1b2c3"}}, '
    '"verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, '
    '"object": {"id": "https://system.kommun.example/brandskydd"}}'
)


@dataclass(frozen=True)
class Call:
    """One thing a system does: in words, what the key has to open for it, and a line for the terminal."""

    words: Any
    needs: Any
    line: str


def calls(base: str) -> list[Call]:
    """Return what a system asks and tells, at the academy under this address."""
    key = 'curl -u "$KEY:$SECRET"'
    figures, write, read = (
        OPENS[one][0] for one in (Allows.READ_FIGURES, Allows.WRITE_STATEMENTS, Allows.READ_STATEMENTS)
    )
    sent = f"-H \"Content-Type: application/json\" -d '{_STATEMENT}'"
    return [
        Call(_("Read your own key figures"), figures, f'{key} "{base}/api/v1/figures?period_from=2026-01"'),
        Call(_("Read what the federation shares"), figures, f"{key} {base}/api/v1/shared"),
        Call(_("Send a learning record"), write, f"{key} {_VERSION} {sent} {base}/xapi/statements"),
        Call(_("Read the latest learning records"), read, f'{key} {_VERSION} "{base}/xapi/statements?limit=10"'),
    ]


@require_safe
@needs_keys
def guide(request: HttpRequest) -> HttpResponse:
    """Show how a key is used, with lines that can be copied, and where the API is described for programs."""
    base = f"{request.scheme}://{request.get_host()}"
    return render(request, "analytics/key_guide.html", {"calls": calls(base), "openapi_url": base + OPENAPI})
