"""Choosing a language: kept on the person, so that mail and the next sign-in follow it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_http_methods

from courses.api import translated_address
from learners.acting import is_signed_in, person_of
from learners.actions.people import choose_language


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Switch to the language posted, on the page that the reader came from. Asked for by GET it leads to the start."""
    if request.method != "POST":
        return redirect("start")
    return switched(request, request.POST.get("next", ""))


def switched(request: HttpRequest, address: str) -> HttpResponse:
    """Return the way to the page at `address` in the language posted, which is remembered from now on."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        code = settings.LANGUAGE_CODE
    if is_signed_in(request):
        choose_language(person=person_of(request), language=code)
    response = HttpResponseRedirect(_same_page(address, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _same_page(address: str, code: str) -> str:
    with override(code):
        home = reverse("start")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    if not is_ours or "\x00" in address:  # PostgreSQL takes no null character
        return home
    path = urlsplit(address).path
    # The address speaks for itself: the request may come in another language, as from a link that was sent.
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        return translated_address(path, code) or translate_url(address, code)
