"""The catalogue's facets: how many modules develop each capability and serve each goal, for what else is asked."""

from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from academy.alphabet import swedish_key
from courses.competences.filtering import CAPABILITY, GOAL, Asked, Chosen, Facet, Option
from courses.competences.queries.choosing import IN_ORDER
from courses.models import MicroCoursePage
from courses.models.competences import Capability, Goal


def narrowed(pages: "QuerySet[Any]", asked: Asked, *, by: tuple[str, ...] = (CAPABILITY, GOAL)) -> "QuerySet[Any]":
    """Return the pages that have at least one of the capabilities asked for, and one of the goals."""
    if asked.capabilities and CAPABILITY in by:
        pages = pages.filter(pk__in=_with(MicroCoursePage.capabilities.through, capability__key__in=asked.capabilities))
    if asked.goals and GOAL in by:
        pages = pages.filter(pk__in=_with(MicroCoursePage.goals.through, goal__key__in=asked.goals))
    return pages


def _with(pairs: Any, **wanted: Any) -> Any:
    return pairs.objects.filter(**wanted).values("microcoursepage_id")


def facets(pages: "QuerySet[Any]", asked: Asked) -> list[Facet]:
    """Return a facet for each area that modules develop something of, and one for the goals.

    `pages` are those that match the words. Each count is of modules that also match what is chosen in the other kind.
    What no module has is left out, unless it is chosen.
    """
    found = [
        *_areas(narrowed(pages, asked, by=(GOAL,)), asked),
        _goals(narrowed(pages, asked, by=(CAPABILITY,)), asked),
    ]
    return [facet for facet in found if facet.options]


def _areas(pages: "QuerySet[Any]", asked: Asked) -> list[Facet]:
    pairs = MicroCoursePage.capabilities.through.objects.filter(microcoursepage__in=pages.values("pk"))
    counts = dict(pairs.values_list("capability__key").annotate(n=Count("pk")))
    rows = Capability.objects.filter(key__in={*counts, *asked.capabilities}).select_related("group__area")
    shown = [row for row in rows.order_by(*IN_ORDER) if row.retired_in is None or row.key in asked.capabilities]
    return [
        Facet(area.name, CAPABILITY, _options(list(members), counts, asked.capabilities))
        for area, members in groupby(shown, key=lambda row: row.group.area)
    ]


def _goals(pages: "QuerySet[Any]", asked: Asked) -> Facet:
    pairs = MicroCoursePage.goals.through.objects.filter(microcoursepage__in=pages.values("pk"))
    counts = dict(pairs.values_list("goal__key").annotate(n=Count("pk")))
    rows = Goal.objects.filter(key__in={*counts, *asked.goals})
    shown = [row for row in rows if row.retired_in is None or row.key in asked.goals]
    return Facet(_("National goal"), GOAL, _options(shown, counts, asked.goals))


def _options(rows: Any, counts: dict[str, int], chosen: tuple[str, ...]) -> tuple[Option, ...]:
    options = [Option(row.key, row.name, counts.get(row.key, 0), row.key in chosen) for row in rows]
    return tuple(sorted(options, key=lambda option: swedish_key(option.name)))


def chosen(offered: list[Facet], asked: Asked) -> list[Chosen]:
    """Return what is chosen, each with the address that leaves it out."""
    options = [option for facet in offered for option in facet.options if option.checked]
    return [Chosen(option.name, asked.without(option.key).address) for option in options]
