"""Who enters the CMS: whoever edits content by a current membership, and operators. Asked at every request.

Operators' own pages ask for the second factor here too: the kernel, which holds them, does not know of it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import activate
from wagtail.permission_policies.pages import PagePermissionPolicy

from academy.admin_policy import ADMIN_PREFIX
from courses.groups import act_through
from learners.acting import acting_of, is_signed_in, person_of
from learners.cms_groups import groups_of
from learners.roles import PERMISSIONS, Permission, has
from learners.second_factor import is_proven
from learners.tenancy import Acting

# It only leads to the academy's own sign-in page.
SIGN_IN = f"{ADMIN_PREFIX}login/"
# How the names of the operators' addresses begin.
OPERATORS_PAGES = "operations"


class EditorialGate:
    """Stands inside ActingMiddleware. Wagtail's group alone would let someone in after the membership has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; refuse whom the membership acted through does not give the CMS, and narrow whom it gives a part."""
        inside = request.path.startswith(ADMIN_PREFIX) and request.path != SIGN_IN
        if inside and is_signed_in(request):
            if _waits_for_second_factor(request):
                return redirect("mfa_index")
            if not _may_edit(request):
                return render(request, "403.html", status=403)
            _narrow(request)
            _forget_language_of_wagtail(request)
            # No address of the CMS says a language. It stays until the answer is sent: a long file is made meanwhile.
            activate(person_of(request).language)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Ask an operator for the second factor before the operators' pages; they themselves refuse everyone else."""
        match = request.resolver_match
        for_operators = match is not None and (match.url_name or "").startswith(OPERATORS_PAGES)
        if for_operators and _is_operator(request) and _waits_for_second_factor(request):
            return redirect("mfa_index")
        return None


def _is_operator(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _waits_for_second_factor(request: HttpRequest) -> bool:
    if _is_operator(request):
        return settings.SECOND_FACTOR_REQUIRED and not is_proven(request, person_of(request))
    acting = acting_of(request)
    asleep = acting.withheld if acting else ()
    return not _may_edit(request) and any(Permission.EDIT_CONTENT in PERMISSIONS[role] for role in asleep)


def _may_edit(request: HttpRequest) -> bool:
    acting = acting_of(request)
    return _is_operator(request) or (acting is not None and has(acting.grants, Permission.EDIT_CONTENT))


def _forget_language_of_wagtail(request: HttpRequest) -> None:
    """Let Wagtail speak the language of this request: one that it may have kept of a person would go before it."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile is not None:
        profile.preferred_language = ""


def _narrow(request: HttpRequest) -> None:
    """Let Wagtail see only the groups of the roles acted through.

    A person is in the groups of all their roles: of other memberships, and of roles that wait for a second factor.
    Wagtail keeps what a user may do with pages on the user for the length of a request, under a name that it publishes.
    """
    acting = acting_of(request)
    if not _is_operator(request) and acting is not None:
        policy, groups = PagePermissionPolicy(), _groups(acting)
        act_through(request.user, groups)
        held = policy.get_all_permissions_for_user(request.user).filter(group__name__in=groups)
        setattr(request.user, policy.permission_cache_name, list(held))


def _groups(acting: Acting) -> frozenset[str]:
    return groups_of(grant.role for grant in acting.grants)
