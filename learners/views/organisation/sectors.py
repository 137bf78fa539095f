"""Pages of a federation's sectors."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.periods import local_day
from learners.actions import sectors as actions
from learners.forms.federation import NewSector, SectorNames
from learners.forms.units import LastDay, Nothing
from learners.queries.sectors import SectorRef, sector_of, sectors_of
from learners.queries.units import is_open
from learners.views.organisation.entry import Question, answered, posted, said_to_close
from learners.views.organisation.federation import federation_tabs, needs_federation
from learners.views.organisation.frame import reads_or_writes, required_acting


@require_safe
@needs_federation
def sectors(request: HttpRequest) -> HttpResponse:
    """Show the sectors of the reader's federation."""
    day = local_day(timezone.now())
    rows = sectors_of(required_acting(request).organisation.federation_id)
    context = {
        "tabs": federation_tabs("learners:sectors"),
        "rows": [{"sector": sector, "is_open": is_open(sector.closed_on, day)} for sector in rows],
    }
    return render(request, "learners/organisation/federation_sectors.html", context)


@reads_or_writes
@needs_federation
def add(request: HttpRequest) -> HttpResponse:
    """Add a sector."""
    acting = required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.add(acting=acting, now=timezone.now(), **values)
        return _("The sector is added."), reverse("learners:sectors")

    hints = (
        ("key", _("Small letters without å, ä and ö. Stays for ever, because what is learned is stored with it.")),
    )
    question = _question(heading=_("Add a sector"), button=_("Add the sector"), hints=hints)
    return answered(request, NewSector(posted(request)), question, save)


@reads_or_writes
@needs_federation
def rename(request: HttpRequest, sector_id: int) -> HttpResponse:
    """Give the sector other names."""
    found, acting = _sector_or_404(request, sector_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.rename(acting=acting, sector_id=found.id, now=timezone.now(), **values)
        return _("The names are saved."), reverse("learners:sectors")

    initial = {"name_sv": found.name_sv, "name_en": found.name_en}
    question = _question(heading=_("Rename %(name)s") % {"name": found.label}, button=_("Save the name"))
    return answered(request, SectorNames(posted(request), initial=initial), question, save)


@reads_or_writes
@needs_federation
def close(request: HttpRequest, sector_id: int) -> HttpResponse:
    """Close the sector with a last day."""
    found, acting, now = _sector_or_404(request, sector_id), required_acting(request), timezone.now()

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.set_last_day(acting=acting, sector_id=found.id, last_day=values["last_day"], now=now)
        return said_to_close(found.label, values["last_day"], local_day(now)), reverse("learners:sectors")

    question = _question(
        heading=_("Close %(name)s") % {"name": found.label},
        button=_("Close the sector"),
        explanation=(_("After its last day it is no longer offered. Those who have it keep it."),),
        is_loss=True,
    )
    return answered(request, LastDay(posted(request), today=local_day(now)), question, save)


@reads_or_writes
@needs_federation
def reopen(request: HttpRequest, sector_id: int) -> HttpResponse:
    """Open the closed sector again."""
    found, acting = _sector_or_404(request, sector_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.set_last_day(acting=acting, sector_id=found.id, last_day=None, now=timezone.now())
        return _("%(name)s is open again.") % {"name": found.label}, reverse("learners:sectors")

    question = _question(heading=_("Open %(name)s again") % {"name": found.label}, button=_("Open the sector"))
    return answered(request, Nothing(posted(request)), question, save)


def _sector_or_404(request: HttpRequest, sector_id: int) -> SectorRef:
    found = sector_of(required_acting(request).organisation.federation_id, sector_id)
    if found is None:
        raise Http404
    return found


def _question(**more: Any) -> Question:
    return Question(parent_title=_("Sectors"), parent_url=reverse("learners:sectors"), **more)
