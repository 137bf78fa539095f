"""Pages of a federation: its organisations, and who owns its joint bodies. Nothing of their people is shown."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from academy.periods import local_day
from learners.actions import organisations as actions
from learners.errors import CodeTaken, KeyTaken, NameTaken
from learners.forms.federation import NewOrganisation, OrganisationDetails, Owner
from learners.forms.units import LastDay, Nothing
from learners.queries.federation import OrganisationRow, federation_row, federation_rows, owners, possible_owners
from learners.queries.repeats import has_just_added
from learners.roles import Permission
from learners.views.organisation.entry import Question, answered, posted, said_to_close
from learners.views.organisation.frame import needs, reads_or_writes, required_acting

ROWS_A_PAGE = 25
TABS = [
    ("learners:organisations", gettext_lazy("Organisations")),
    ("learners:sectors", gettext_lazy("Sectors")),
    ("learners:message_catalogue", gettext_lazy("Messages")),
]
needs_federation = needs(Permission.MANAGE_FEDERATION)


def federation_tabs(current: str) -> list[dict[str, Any]]:
    """Return the tabs of the federation's pages."""
    return [{"url": reverse(name), "label": label, "current": name == current} for name, label in TABS]


@require_safe
@needs_federation
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the organisations of the reader's federation."""
    rows = federation_rows(required_acting(request).organisation.federation_id, local_day(timezone.now()))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"tabs": federation_tabs("learners:organisations"), "page_obj": page}
    return render(request, "learners/organisation/federation.html", context)


@require_safe
@needs_federation
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show one organisation, and for a joint body who owns it."""
    row = _row_or_404(request, organisation_id)
    context = {
        "row": row,
        "owners": owners(row.id) if row.is_joint_body else [],
        "is_own": row.id == required_acting(request).organisation.id,
    }
    return render(request, "learners/organisation/federation_organisation.html", context)


@reads_or_writes
@needs_federation
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation and ask its first HR person in."""
    acting, now = required_acting(request), timezone.now()

    def save(values: dict[str, Any]) -> tuple[str, str]:
        person = ("email", "first_name", "last_name", "language")
        hr = actions.FirstPerson(**{name: values.pop(name) for name in person})
        try:
            actions.add(acting=acting, hr=hr, valid_from=local_day(now), now=now, **values)
        except (NameTaken, KeyTaken, CodeTaken):
            if not has_just_added(acting, values, hr.email, now):
                raise
        return _("%(name)s is added, and its first HR person is asked in.") % values, reverse("learners:organisations")

    question = Question(
        heading=_("Add an organisation"),
        button=_("Add and invite"),
        parent_title=_("Organisations"),
        parent_url=reverse("learners:organisations"),
        explanation=(
            _("The organisation gets a topmost unit with its name. Its first HR person enters everything else."),
        ),
        hints=(
            ("scb_code", _("Four digits. Municipalities alone have one.")),
            ("slug", _("Stands in addresses and stays for ever. Leave it empty to have it made from the name.")),
            ("email", _("The first HR person’s. They are asked in by email.")),
        ),
    )
    return answered(request, NewOrganisation(posted(request)), question, save)


@reads_or_writes
@needs_federation
def change(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Give the organisation another name or code."""
    row, acting = _row_or_404(request, organisation_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.change(acting=acting, organisation_id=row.id, now=timezone.now(), **values)
        return _("The organisation is called %(name)s.") % values, _address(row)

    question = _question(row, heading=_("Change %(name)s") % {"name": row.name}, button=_("Save"))
    form = OrganisationDetails(posted(request), kind=row.kind, initial={"name": row.name, "scb_code": row.scb_code})
    return answered(request, form, question, save)


@reads_or_writes
@needs_federation
def close(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Close the organisation with a last day."""
    row, acting, now = _row_or_404(request, organisation_id), required_acting(request), timezone.now()

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.set_last_day(acting=acting, organisation_id=row.id, last_day=values["last_day"], now=now)
        return said_to_close(row.name, values["last_day"], local_day(now)), _address(row)

    question = _question(
        row,
        heading=_("Close %(name)s") % {"name": row.name},
        button=_("Close the organisation"),
        explanation=(
            _("After its last day nobody acts for the organisation or learns through it. Nothing is erased."),
            _("You can open it again."),
        ),
        is_loss=True,
    )
    return answered(request, LastDay(posted(request), today=local_day(now)), question, save)


@reads_or_writes
@needs_federation
def reopen(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Open the closed organisation again."""
    row, acting = _row_or_404(request, organisation_id), required_acting(request)

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.set_last_day(acting=acting, organisation_id=row.id, last_day=None, now=timezone.now())
        return _("%(name)s is open again.") % {"name": row.name}, _address(row)

    question = _question(row, heading=_("Open %(name)s again") % {"name": row.name}, button=_("Open the organisation"))
    return answered(request, Nothing(posted(request)), question, save)


@reads_or_writes
@needs_federation
def add_owner(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Enter a municipality or company as an owner of the joint body."""
    row, acting, now = _row_or_404(request, organisation_id), required_acting(request), timezone.now()
    if not row.is_joint_body:
        raise Http404
    others = possible_owners(federation_rows(acting.organisation.federation_id, local_day(now)))

    def save(values: dict[str, Any]) -> tuple[str, str]:
        values["member_id"] = values.pop("member")
        actions.add_owner(acting=acting, joint_body_id=row.id, now=now, **values)
        return _("The owner is entered."), _address(row)

    question = _question(row, heading=_("Add an owner of %(name)s") % {"name": row.name}, button=_("Add the owner"))
    form = Owner(posted(request), organisations=others, today=local_day(now))
    return answered(request, form, question, save)


@reads_or_writes
@needs_federation
def end_owner(request: HttpRequest, organisation_id: int, owner_id: int) -> HttpResponse:
    """Let an ownership of the joint body end."""
    row, acting, now = _row_or_404(request, organisation_id), required_acting(request), timezone.now()
    owner = next((one for one in owners(row.id) if one.id == owner_id), None)
    if owner is None:
        raise Http404

    def save(values: dict[str, Any]) -> tuple[str, str]:
        actions.end_owner(acting=acting, joint_body_id=row.id, owner_id=owner_id, last_day=values["last_day"], now=now)
        return _("The last day is entered."), _address(row)

    heading = _("End the ownership of %(name)s") % {"name": owner.name}
    question = _question(row, heading=heading, button=_("End the ownership"), is_loss=True)
    return answered(request, LastDay(posted(request), today=local_day(now)), question, save)


def _row_or_404(request: HttpRequest, organisation_id: int) -> OrganisationRow:
    federation_id = required_acting(request).organisation.federation_id
    row = federation_row(federation_id, organisation_id, local_day(timezone.now()))
    if row is None:
        raise Http404
    return row


def _address(row: OrganisationRow) -> str:
    return reverse("learners:organisation", args=[row.id])


def _question(row: OrganisationRow, **more: Any) -> Question:
    return Question(parent_title=row.name, parent_url=_address(row), **more)
