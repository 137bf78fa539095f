"""One door for all pages of figures, and one kind of no."""

from django.http import Http404, HttpRequest

from analytics.release.reach import Reach, of_person
from learners.api import Permission, acting_of


def reach_or_404(request: HttpRequest, permission: Permission, slug: str) -> Reach:
    """Return how far the signed-in person sees in this organisation.

    Raises Http404, always the same, for an unknown organisation, another's, a missing permission or no membership.
    """
    found = reach_of(request, permission, slug)
    if found is None:
        raise Http404
    return found


def reach_of(request: HttpRequest, permission: Permission, slug: str) -> Reach | None:
    """Return how far the signed-in person sees in this organisation, or None."""
    acting = acting_of(request)
    return of_person(acting, permission, slug) if acting else None
