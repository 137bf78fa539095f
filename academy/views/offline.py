"""What a browser keeps for when there is no network: one page in each language, and the worker that shows it."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_safe

# All that the page shows: style, letters, mark and contour lines.
FILES = (
    *("tokens.css", "look.css", "mark.svg", "contours-on-light.svg", "contours-on-dark.svg"),
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
)
# Left alone by the worker: the CMS, machines, and files that are for signed-in readers.
APART = ("/admin/", "/xapi/", "/api/", "/media/", "/health/")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the page for when there is no network: the same for everyone, without database and session."""
    return HttpResponse(_page())


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the browser its worker. It changes, and is taken in anew, when anything that it keeps has changed."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _page() -> str:
    return render_to_string("offline.html", {"academy_name": settings.ACADEMY_NAME})


@cache
def _worker() -> str:
    files = [static(name) for name in FILES]
    pages, words = [], [*files]
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages.append((reverse("start"), reverse("offline")))
            words.append(_page())
    pages.sort(key=lambda page: -len(page[0]))
    version = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    given = {"pages": pages, "files": files, "apart": APART}
    # Addresses of ours, as JSON in a script of its own: nothing to escape for HTML.
    context = {name: mark_safe(json.dumps(value)) for name, value in given.items()}  # noqa: S308
    return render_to_string("offline/service-worker.js", {"version": version, **context})
