"""Pages of the tree of units: the list, one unit, and each thing that can be done with it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from learners.actions import units as actions
from learners.forms.units import LastDay, NewPlace, Nothing, UnitName
from learners.models import Unit
from learners.queries.units import UnitRow, is_open, new_parents, unit_row, unit_rows, unit_within, way_to
from learners.roles import Permission
from learners.views.organisation.entry import Question, answered, posted, said_to_close
from learners.views.organisation.frame import needs, reads_or_writes, required_acting, tabs

ROWS_A_PAGE = 25
needs_units = needs(Permission.MANAGE_UNITS)


@require_safe
@needs_units
def units(request: HttpRequest) -> HttpResponse:
    """Show the tree as far as the reader manages it; words look for names, and closed units show when asked for."""
    words, with_closed = request.GET.get("q", "").strip(), request.GET.get("visa") == "alla"
    rows = unit_rows(required_acting(request), Permission.MANAGE_UNITS, local_day(timezone.now()))
    chosen = [row for row in rows if _fits(row, words, with_closed)]
    context = {
        "tabs": tabs(request, "learners:units"),
        "page_obj": Paginator([_shown(row) for row in chosen], ROWS_A_PAGE).get_page(request.GET.get("page")),
        "query": words,
        "with_closed": with_closed,
        "closed_count": sum(not row.is_open for row in rows),
        "top": rows[0].unit if rows else None,
    }
    return render(request, "learners/organisation/units.html", context)


def _fits(row: UnitRow, words: str, with_closed: bool) -> bool:
    return (row.is_open or with_closed) and all(word in row.unit.name.casefold() for word in words.casefold().split())


def _shown(row: UnitRow) -> dict[str, Any]:
    return {"row": row, "indent": indented(row.level), "level": row.level + 1}


def indented(level: int) -> str:
    """Return the room before a name of this level; in `.in-tree` (static/look.css) all lines of the name stand behind it."""
    return "\N{EM SPACE}" * level


@require_safe
@needs_units
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show one unit: where it stands, what stands below it, and what can be done with it."""
    found = _unit_or_404(request, unit_id)
    acting, day = required_acting(request), local_day(timezone.now())
    rows = unit_rows(acting, Permission.MANAGE_UNITS, day)
    context = {
        "unit": found,
        "row": unit_row(rows, found.pk),
        "is_root": found.parent_id is None,
        "way": way_to(found),
        "reached": {row.unit.id for row in rows},
        "below": [row for row in rows if row.unit.parent_id == found.pk],
        "everybody": sum(row.members for row in rows if row.unit.path.startswith(found.path)),
        "is_open": is_open(found.closed_on, day),
    }
    return render(request, "learners/organisation/unit_page.html", context)


@reads_or_writes
@needs_units
def add(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Add a unit below this one."""
    found, acting = _unit_or_404(request, unit_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        made = actions.add(acting=acting, parent_id=found.pk, name=values["name"], now=timezone.now())
        return _("%(name)s is added.") % {"name": made.name}, _address(made)

    heading = _("Add a unit below %(name)s") % {"name": found.name}
    question = _question(found, heading=heading, button=_("Add the unit"))
    return answered(request, UnitName(posted(request)), question, save)


@reads_or_writes
@needs_units
def rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Give the unit another name."""
    found, acting = _unit_or_404(request, unit_id, not_root=True), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.rename(acting=acting, unit_id=found.pk, name=values["name"], now=timezone.now())
        return _("The unit is called %(name)s.") % {"name": values["name"]}, _address(found)

    question = _question(found, heading=_("Rename %(name)s") % {"name": found.name}, button=_("Save the name"))
    return answered(request, UnitName(posted(request), initial={"name": found.name}), question, save)


@reads_or_writes
@needs_units
def move(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Move the unit, with all below it, below another."""
    found, acting = _unit_or_404(request, unit_id, not_root=True), required_acting(request)
    places = new_parents(acting, found, local_day(timezone.now()))

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.move(acting=acting, unit_id=found.pk, parent_id=values["parent"], now=timezone.now())
        return _("%(name)s is moved. The key figures are counted anew.") % {"name": found.name}, _address(found)

    question = _question(
        found,
        heading=_("Move %(name)s") % {"name": found.name},
        button=_("Move the unit"),
        explanation=(
            _("The unit takes everything with it: the units below it, its people, its teams, and whoever leads it."),
            _("It also takes its history: key figures of earlier months move to the new place. The total stays."),
        ),
    )
    return answered(request, NewPlace(posted(request), units=places), question, save)


@reads_or_writes
@needs_units
def close(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Close the unit with a last day."""
    found, acting = _unit_or_404(request, unit_id, not_root=True), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        day = values["last_day"]
        actions.close(acting=acting, unit_id=found.pk, last_day=day, now=timezone.now())
        return said_to_close(found.name, day, local_day(timezone.now())), _address(found)

    question = _question(
        found,
        heading=_("Close %(name)s") % {"name": found.name},
        button=_("Close the unit"),
        explanation=(
            _(
                "After its last day nobody can be placed in the unit. What was learned in it stays, and so do its figures."
            ),
        ),
        is_loss=True,
        look_at=(
            (f"{reverse('learners:people')}?enhet={found.pk}", _("See the people of the unit")),
            (_address(found), _("See the units below")),
        ),
    )
    return answered(request, LastDay(posted(request), today=local_day(timezone.now())), question, save)


@reads_or_writes
@needs_units
def reopen(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Open a closed unit again."""
    found, acting = _unit_or_404(request, unit_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.reopen(acting=acting, unit_id=found.pk, now=timezone.now())
        return _("%(name)s is open again.") % {"name": found.name}, _address(found)

    heading = _("Open %(name)s again") % {"name": found.name}
    return answered(
        request, Nothing(posted(request)), _question(found, heading=heading, button=_("Open the unit")), save
    )


@reads_or_writes
@needs_units
def controller(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Say that the unit is the controller of its own personal data, or that it no longer is."""
    found, acting = _unit_or_404(request, unit_id, not_root=True), required_acting(request)
    becomes = not found.is_controller

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.set_controller(acting=acting, unit_id=found.pk, is_controller=becomes, now=timezone.now())
        words = (
            _("%(name)s is its own data controller.") if becomes else _("%(name)s is no data controller of its own.")
        )
        return words % {"name": found.name}, _address(found)

    heading = _("Make %(name)s its own data controller") if becomes else _("%(name)s is no longer its own controller")
    question = _question(
        found,
        heading=heading % {"name": found.name},
        button=_("Save"),
        explanation=(
            _(
                "In a municipality each nämnd (board) is the controller of the personal data in its own work (GDPR, article 4)."
            ),
            _("The mark says whom people in the unit turn to about their data. It changes nobody’s access."),
        ),
    )
    return answered(request, Nothing(posted(request)), question, save)


def _unit_or_404(request: HttpRequest, unit_id: int, *, not_root: bool = False) -> Unit:
    found = unit_within(required_acting(request), Permission.MANAGE_UNITS, unit_id)
    if found is None or (not_root and found.parent_id is None):
        raise Http404
    return found


def _address(found: Unit) -> str:
    return reverse("learners:unit", args=[found.pk])


def _question(found: Unit, **more: Any) -> Question:
    return Question(parent_title=found.name, parent_url=_address(found), **more)
