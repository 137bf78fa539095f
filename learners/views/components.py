"""The catalogue of components: for whoever builds pages. It shows invented content alone."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from academy.parts import CLASSES, COLOURS, grouped
from academy.samples import samples
from academy.schemes import scheme_sheet
from learners.acting import acting_of, is_signed_in
from learners.roles import Permission, has

SCHEMES = ("", "light", "dark")


@never_cache
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states, in the scheme asked for or the device's own.

    In the demo everyone may look. Elsewhere it is for those who write content and for operators: it would tell others
    nothing that they need, and what nobody needs is not open.
    """
    if not _may_look(request):
        if not is_signed_in(request):
            return redirect_to_login(request.get_full_path())
        raise Http404
    asked = request.GET.get("scheme", "")
    scheme = asked if asked in SCHEMES else ""
    context = samples() | {
        "groups": grouped(),
        "classes": [f"design/classes/{name}.html" for name in CLASSES],
        "colours": COLOURS,
        "schemes": _tabs(scheme),
        "scheme": scheme,
        "start_url": reverse("start"),
    }
    return render(request, "design/catalogue.html", context)


@require_safe
def scheme(request: HttpRequest) -> HttpResponse:
    """Give the style sheet that sets a scheme by a class, whatever the device prefers."""
    return HttpResponse(_sheet(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _sheet() -> str:
    return scheme_sheet((Path(settings.ROOT) / "static" / "tokens.css").read_text())


def _may_look(request: HttpRequest) -> bool:
    acting = acting_of(request)
    may_edit = acting is not None and has(acting.grants, Permission.EDIT_CONTENT)
    return settings.IS_DEMO or may_edit or getattr(request.user, "is_superuser", False)


def _tabs(chosen: str) -> list[dict[str, object]]:
    labels = {"": _("As the device"), "light": _("Light"), "dark": _("Dark")}
    address = reverse("components")
    return [
        {"url": f"{address}?scheme={name}" if name else address, "label": labels[name], "current": name == chosen}
        for name in SCHEMES
    ]
