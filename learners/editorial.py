"""Who enters the CMS: whoever edits content by a current membership, and operators. Asked at every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from academy.admin_policy import ADMIN_PREFIX
from learners.acting import acting_of, is_signed_in
from learners.roles import Permission, has

# It only leads to the academy's own sign-in page.
SIGN_IN = f"{ADMIN_PREFIX}login/"


class EditorialGate:
    """Stands inside ActingMiddleware. Wagtail's group alone would let someone in after the membership has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse a signed-in person whose membership does not give them the CMS."""
        inside = request.path.startswith(ADMIN_PREFIX) and request.path != SIGN_IN
        if inside and is_signed_in(request) and not _may_edit(request):
            return render(request, "403.html", status=403)
        return self.get_response(request)


def _may_edit(request: HttpRequest) -> bool:
    if getattr(request.user, "is_superuser", False):
        return True
    acting = acting_of(request)
    return acting is not None and has(acting.grants, Permission.EDIT_CONTENT)
