"""The frame around every page: main menu, who one acts as, and the other language."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.admin_policy import ADMIN_PREFIX
from courses.api import catalogue_address
from learners.acting import acting_of, is_signed_in, person_of, places_of
from learners.queries.organisations import municipality_names
from learners.queries.second_factor import has_second_factor
from learners.roles import Permission, has
from learners.tenancy import Acting
from learners.views.showing_own import place_line

# What does not fit in the header stands first in the account menu.
MOST_ITEMS = 5


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what layouts/base.html needs, for signed-in people and for strangers."""
    frame: dict[str, Any] = {
        "academy_name": settings.ACADEMY_NAME,
        "is_demo": settings.IS_DEMO,
        "other_language": _other_language(),
    }
    acting = acting_of(request) if hasattr(request, "user") else None
    in_the_cms = (
        request.path.startswith(ADMIN_PREFIX) and acting is not None and has(acting.grants, Permission.EDIT_CONTENT)
    )
    if in_the_cms or not hasattr(request, "user"):
        return frame
    frame["municipalities_line"] = _line(municipality_names(acting.organisation.federation_id if acting else None))
    if is_signed_in(request):
        items = _items(request, acting)
        frame["nav_items"], frame["menu_items"] = items[:MOST_ITEMS], [*items[MOST_ITEMS:], *_keeping(acting)]
        frame["acting"] = _acting(request, acting)
        frame["places"] = _places(request)
        frame["second_step"] = _second_step(request, acting)
    return frame


def _other_language() -> dict[str, str]:
    return {"code": "en", "label": "English"} if get_language() == "sv" else {"code": "sv", "label": "Svenska"}


def _line(names: list[str]) -> str:
    if len(names) < 2:
        return ""
    return _("%(first)s and %(last)s learn together.") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _items(request: HttpRequest, acting: Acting | None) -> list[dict[str, Any]]:
    grants = acting.grants if acting else ()
    items = [
        (reverse("start"), "house", _("Start")),
        (catalogue_address(), "books", _("Catalogue")),
    ]
    if has(grants, Permission.SEE_PEOPLE):
        items.append(_organisation(has(grants, Permission.MANAGE_PEOPLE)))
    if acting and has(grants, Permission.SEE_FIGURES):
        items.append((reverse("analytics:figures", args=[acting.organisation.slug]), "chart-bar", _("Key figures")))
    elif has(grants, Permission.SEE_SHARED):
        items.append((reverse("analytics:region"), "chart-bar", _("Key figures")))
    if has(grants, Permission.EDIT_CONTENT):
        items.append((reverse("wagtailadmin_home"), "note-pencil", _("Editorial")))
    # Browsing by capability is another way into the catalogue.
    path = items[1][0] if request.path.startswith(reverse("courses:capabilities")) else request.path
    return [{"url": url, "icon": icon, "label": label, "current": _is_current(path, url)} for url, icon, label in items]


def _organisation(is_manager: bool) -> tuple[str, str, str]:
    """Whoever enters people comes to the list of people; a leader comes straight to the teams."""
    if is_manager:
        return reverse("learners:people"), "buildings", _("Organisation")
    return reverse("learners:teams"), "users-three", _("Teams")


def _keeping(acting: Acting | None) -> list[dict[str, Any]]:
    """What is there for whoever keeps the federation in order, in the account menu."""
    if acting is None or not has(acting.grants, Permission.MANAGE_FEDERATION):
        return []
    return [{"url": reverse("learners:organisations"), "icon": "sliders-horizontal", "label": _("The academy")}]


def _is_current(path: str, url: str) -> bool:
    """Tell whether a page belongs to an item; all pages of the organisation belong to the one that it has."""
    if url in {"/", "/en/"}:
        return path == url
    people = reverse("learners:people")
    shared = people.removesuffix("personer/")
    return path.startswith(shared if url.startswith(shared) else url)


def _acting(request: HttpRequest, acting: Acting | None) -> dict[str, str]:
    user = request.user
    place = acting.organisation.name if acting else ""
    position = acting.position if acting and (acting.grants or acting.withheld) else ""
    name = getattr(user, "get_full_name", str)() or str(user)
    return {"name": name, "place": f"{position}, {place}" if position and place else place}


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    """Where else one may act; nothing for whoever has one place alone."""
    places = places_of(request)
    return [
        {
            "url": reverse("learners:act", args=[place.membership_id]),
            "name": place.organisation,
            "detail": place_line(place),
            "is_chosen": place.is_chosen,
        }
        for place in (places if len(places) > 1 else ())
    ]


def _second_step(request: HttpRequest, acting: Acting | None) -> dict[str, Any] | None:
    """The way to a second factor, for whoever has roles that sleep until it is shown; asked on those pages alone."""
    on_the_way = request.path.startswith((reverse("mfa_index"), reverse("account_reauthenticate")))
    if acting is None or not acting.withheld or on_the_way:
        return None
    if not has_second_factor(person_of(request).pk):
        return {"url": reverse("mfa_index"), "is_set_up": False}
    return {"url": f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('start')})}", "is_set_up": True}
