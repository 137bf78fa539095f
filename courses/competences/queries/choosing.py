"""What modules are tagged with: what an editor may choose among, and rows by their keys."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from courses.models.competences import Capability, Goal

if TYPE_CHECKING:
    from courses.models import MicroCoursePage

IN_ORDER = ("group__area__framework__key", "group__area__position", "group__position", "position")


def choosable(page: "MicroCoursePage") -> "QuerySet[Capability]":
    """Return what an editor may choose among, in the framework's order: what counts today, and what the page has."""
    rows = Capability.objects.filter(Q(retired_in=None) | Q(pk__in=[row.pk for row in page.capabilities.all()]))
    return rows.select_related("group__area").order_by(*IN_ORDER)


def choosable_goals(page: "MicroCoursePage") -> "QuerySet[Goal]":
    """Return the goals that an editor may choose among, in the strategy's order."""
    rows = Goal.objects.filter(Q(retired_in=None) | Q(pk__in=[row.pk for row in page.goals.all()]))
    return rows.order_by("framework__key", "position")


def by_keys(keys: Iterable[str]) -> list[Capability]:
    """Return the capabilities with these keys; raise KeyError naming the first that is nowhere."""
    wanted = list(keys)
    rows = {row.key: row for row in Capability.objects.filter(key__in=wanted)}
    return [rows[key] for key in wanted]


def goals_by_keys(keys: Iterable[str]) -> list[Goal]:
    """Return the goals with these keys; raise KeyError naming the first that is nowhere."""
    wanted = list(keys)
    rows = {row.key: row for row in Goal.objects.filter(key__in=wanted)}
    return [rows[key] for key in wanted]
