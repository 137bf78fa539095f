"""The list of people: everyone with a membership in the units that the reader reaches."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from learners.actions.journal import note_reads
from learners.forms.people import leader_group_choices
from learners.forms.units import unit_choices
from learners.models.journal import ReadEntry
from learners.models.memberships import LeaderGroup
from learners.queries.people import Asked, Sort, State, people, rows
from learners.queries.sectors import sector_labels
from learners.queries.units import units_within
from learners.roles import Permission, has
from learners.tenancy import UnitRef
from learners.views.organisation.frame import needs, required_acting, tabs

PAGE_SIZE = 25
LONGEST_SEARCH = 100


@require_safe
@needs(Permission.SEE_PEOPLE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the memberships that are asked for, 25 a page; whoever is shown can see that they were."""
    acting, now = required_acting(request), timezone.now()
    today = local_day(now)
    units = units_within(acting, Permission.SEE_PEOPLE)
    sectors = sector_labels(acting.organisation.federation_id)
    asked = _asked(request, units)
    page = Paginator(people(acting, asked, today), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = rows(acting, page.object_list, today)  # type: ignore[arg-type]  # a slice of the query set
    note_reads(acting=acting, subject_ids=[row.person_id for row in shown], page=ReadEntry.Page.PEOPLE, now=now)
    context = {
        "tabs": tabs(request, "learners:people"),
        "page_obj": page,
        "rows": [{"row": row, "sector": sectors.get(row.sector, row.sector)} for row in shown],
        "query": asked.text,
        "filters": _filters(asked, units, sectors),
        "is_filtered": asked != Asked(sort=asked.sort, backwards=asked.backwards),
        "heads": {sort.value: _head(asked, sort) for sort in Sort},
        "may_invite": has(acting.grants, Permission.MANAGE_PEOPLE),
    }
    return render(request, "learners/organisation/people.html", context)


def _asked(request: HttpRequest, units: list[UnitRef]) -> Asked:
    """Return what the address asks for; a unit out of reach, or any unknown word, asks for nothing."""
    said = request.GET
    order = said.get("ordning", "")
    paths = {str(unit.id): unit.path for unit in units}
    return Asked(
        text=" ".join(said.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split()),
        unit_path=paths.get(said.get("enhet", ""), ""),
        sector=said.get("sektor", "")[:60].replace("\x00", ""),
        leader_group=_known(said.get("ledargrupp", ""), LeaderGroup.values),
        state=_known(said.get("tillstand", ""), list(State)),
        sort=Sort(_known(order.removeprefix("-"), list(Sort)) or Sort.NAME),
        backwards=order.startswith("-"),
    )


def _known(value: str, values: list[Any]) -> str:
    return value if value in values else ""


def _filters(asked: Asked, units: list[UnitRef], sectors: dict[str, str]) -> list[dict[str, Any]]:
    paths = {unit.path: str(unit.id) for unit in units}
    states = [
        (State.CURRENT, _("Current")),
        (State.COMING, _("Coming")),
        (State.INVITED, _("Invited, not signed in yet")),
        (State.ENDED, _("Ended")),
    ]
    return [
        _filter("enhet", _("Unit"), _("All units"), unit_choices(units), paths.get(asked.unit_path, "")),
        _filter("sektor", _("Sector"), _("All sectors"), list(sectors.items()), asked.sector),
        _filter("ledargrupp", _("Leader group"), _("All"), leader_group_choices(), asked.leader_group),
        _filter("tillstand", _("State"), _("Current and coming"), states, asked.state),
    ]


def _filter(name: str, label: str, everything: str, choices: list[Any], chosen: str) -> dict[str, Any]:
    options = [("", everything), *choices]
    return {
        "name": name,
        "label": label,
        "options": [(value, text, str(value) == chosen) for value, text in options],
    }


def _head(asked: Asked, sort: Sort) -> dict[str, str]:
    """Return what a column's head needs: the order that its link asks for, and aria-sort where it is the one in use."""
    is_used = asked.sort is sort
    order = f"-{sort}" if is_used and not asked.backwards else str(sort)
    return {
        "order": order,
        "aria": ("descending" if asked.backwards else "ascending") if is_used else "",
        "icon": "arrow-up" if is_used and not asked.backwards else "arrows-down-up",
    }
