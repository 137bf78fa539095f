"""Reads for browsing by capability, in the reader's language."""

from collections import defaultdict

from django.db.models import QuerySet
from django.utils.translation import get_language

from academy.alphabet import swedish_key
from courses.competences.queries.choosing import IN_ORDER
from courses.competences.shown import Link, ShownArea, ShownCapability, as_areas
from courses.listing import ModuleCard
from courses.models import MicroCoursePage
from courses.models.competences import Capability, Goal, Level


def areas() -> list[ShownArea]:
    """Return the capabilities that count today by area and group, each with the modules that develop it."""
    rows = Capability.objects.filter(retired_in=None).select_related("group__area__framework").order_by(*IN_ORDER)
    modules = _modules_by_capability()
    return as_areas([ShownCapability(row, tuple(modules[row.pk])) for row in rows])


def _modules_by_capability() -> dict[int, list[Link]]:
    pages = {page.pk: page for page in _published()}
    pairs = MicroCoursePage.capabilities.through.objects.filter(microcoursepage__in=list(pages))
    found: dict[int, list[Link]] = defaultdict(list)
    for page_id, capability_id in pairs.values_list("microcoursepage_id", "capability_id"):
        found[capability_id].append(Link(pages[page_id].title, pages[page_id].get_url() or ""))
    for links in found.values():
        links.sort(key=lambda link: swedish_key(link.name))
    return found


def _published() -> "QuerySet[MicroCoursePage]":
    pages: QuerySet[MicroCoursePage] = MicroCoursePage.objects.live().public()
    return pages.filter(locale__language_code=get_language() or "sv")


def capability(key: str) -> Capability | None:
    """Return a capability with its group and area, also a retired one: what pointed at it still leads there."""
    return Capability.objects.select_related("group__area__framework").filter(key=key).first()


def modules_of(row: Capability) -> list[ModuleCard]:
    """Return the published modules that develop it, in the order of the alphabet."""
    cards = [page.card() for page in _published().filter(capabilities=row)]
    return sorted(cards, key=lambda card: swedish_key(card.title))


def levels_of(row: Capability) -> list[Level]:
    """Return the steps of the scale that the capability's maturity is told by, the lowest first."""
    return list(Level.objects.filter(framework=row.framework_id).order_by("number"))


def goals_of(row: Capability) -> list[Goal]:
    """Return the goals that the capability serves, in the strategy's order."""
    return list(row.goals.filter(retired_in=None).order_by("position"))
