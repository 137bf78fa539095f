"""Pages on which HR states how many employees the units have: the list, one unit's numbers, and taking one back."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from analytics.actions import stating
from analytics.actions.queries.headcounts import StatedNumber, stated_number, stated_numbers
from analytics.dashboards.headcount_form import StatedEmployees
from learners.api import Permission
from learners.forms.units import Nothing
from learners.queries.units import is_open, unit_within, units_within
from learners.views.organisation.entry import Question, answered, context, posted
from learners.views.organisation.frame import needs, reads_or_writes, required_acting, tabs
from learners.views.organisation.units import indented

ROWS_A_PAGE = 25
needs_headcounts = needs(Permission.STATE_HEADCOUNTS)


@require_safe
@needs_headcounts
def headcounts(request: HttpRequest) -> HttpResponse:
    """Show the latest number of each unit in the tree; one that is not stated says so."""
    acting, day = required_acting(request), local_day(timezone.now())
    units = units_within(acting, Permission.STATE_HEADCOUNTS)
    numbers = stated_numbers(acting.organisation.id, [unit.id for unit in units])
    least = min((unit.depth for unit in units), default=0)
    rows = [
        {"unit": unit, "indent": indented(unit.depth - least), "latest": next(iter(numbers[unit.id]), None)}
        for unit in units
        if is_open(unit.closed_on, day) or numbers[unit.id]
    ]
    shown = {
        "tabs": tabs(request, "analytics:headcounts"),
        "page_obj": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "missing": sum(row["latest"] is None for row in rows),
    }
    return render(request, "analytics/headcounts.html", shown)


@reads_or_writes
@needs_headcounts
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show all that is stated for a unit; state another number, or correct that of a day."""
    acting, now = required_acting(request), timezone.now()
    found, day = unit_within(acting, Permission.STATE_HEADCOUNTS, unit_id), local_day(now)
    if found is None:
        raise Http404
    numbers = stated_numbers(acting.organisation.id, [found.pk]).get(found.pk, [])

    def save(values: dict[str, Any]) -> tuple[str, str]:
        stating.state(acting=acting, unit_id=found.pk, now=now, **values)
        words = _("The number for %(day)s is stated. The key figures follow.")
        return words % {"day": date_format(values["as_of"])}, _address(found.pk)

    form = StatedEmployees(posted(request), today=day, initial=_initial(request.GET.get("dag", ""), numbers))
    question = _question(heading=found.name)
    if request.method == "POST" and form.is_valid():
        return answered(request, form, question, save)
    page = Paginator(numbers, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"unit": found, "page_obj": page, **context(form, question)}
    return render(request, "analytics/headcounts_unit.html", shown)


@reads_or_writes
@needs_headcounts
def remove(request: HttpRequest, unit_id: int, day: str) -> HttpResponse:
    """Ask whether a number shall be taken back, and take it back."""
    acting, as_of = required_acting(request), _day_or_404(day)
    found = unit_within(acting, Permission.STATE_HEADCOUNTS, unit_id)
    number = stated_number(acting.organisation.id, found.pk, as_of) if found else None
    if found is None or number is None:
        raise Http404

    def save(values: dict[str, Any]) -> tuple[str, str]:
        stating.take_back(acting=acting, unit_id=found.pk, as_of=as_of, now=timezone.now())
        return _("The number for %(day)s is removed.") % {"day": date_format(as_of)}, _address(found.pk)

    shown = number_format(number.employees, force_grouping=True)
    words = {"n": shown, "day": date_format(as_of), "source": number.source}
    question = _question(
        heading=_("Remove the number for %(day)s") % words,
        parent_title=found.name,
        parent_url=_address(found.pk),
        button=_("Remove the number"),
        explanation=(
            _("%(n)s employees on %(day)s, source: %(source)s.") % words,
            _("Key figures per employee are divided by the number before it, or shown as missing when there is none."),
        ),
        is_loss=True,
    )
    return answered(request, Nothing(posted(request)), question, save)


def _initial(day: str, numbers: list[StatedNumber]) -> dict[str, Any]:
    """Return the number of the day that shall be corrected, for the form to begin with."""
    number = next((one for one in numbers if one.as_of.isoformat() == day), None)
    if number is None:
        return {"source": numbers[0].source} if numbers else {}
    return {"as_of": number.as_of, "employees": number.employees, "source": number.source}


def _day_or_404(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Http404 from None


def _address(unit_id: int) -> str:
    return reverse("analytics:headcounts-unit", args=[unit_id])


def _question(**more: Any) -> Question:
    standard = {
        "button": _("State the number"),
        "parent_title": _("Employees"),
        "parent_url": reverse("analytics:headcounts"),
        "hints": (
            ("as_of", _("The day on which the number was right. A second number for a day replaces the first.")),
            ("employees", _("In the unit with all units below it. Elected members are not employees.")),
            ("source", _("For example the payroll system, or who has counted.")),
        ),
    }
    return Question(**{**standard, **more})
