"""The page of changes: the journal of one's organisation."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from academy.alphabet import swedish_key
from learners.actions.journal import note_reads
from learners.changes import ChangeKind
from learners.models import ReadEntry
from learners.queries import journal
from learners.queries.organisations import units_below
from learners.queries.sectors import sector_labels
from learners.roles import Permission
from learners.views.organisation.frame import needs, required_acting, tabs
from learners.views.organisation.said_changes import Words, details, kind_label

ROWS_A_PAGE = 25


@require_safe
@needs(Permission.MANAGE_PEOPLE)
def changes(request: HttpRequest) -> HttpResponse:
    """Show the journal, newest first, of one kind or of all. That people's changes were read is written down."""
    acting, kind = required_acting(request), request.GET.get("typ", "")
    chosen = kind if kind in ChangeKind.values else ""
    page = Paginator(journal.changes(acting, chosen), ROWS_A_PAGE).get_page(request.GET.get("page"))
    entries = journal.entries(acting, list(page))
    _note(request, entries)
    words = {
        "sector": sector_labels(acting.organisation.federation_id),
        "unit_id": {str(unit.id): unit.name for unit in units_below(acting.organisation.id, "")},
    }
    context = {
        "tabs": tabs(request, "learners:changes"),
        "page_obj": page,
        "entries": [_shown(entry, words) for entry in entries],
        "kinds": _offered(journal.kinds(acting), chosen),
        "is_chosen": bool(chosen),
    }
    return render(request, "learners/organisation/changes.html", context)


def _offered(held: set[str], chosen: str) -> list[tuple[str, str, bool]]:
    """Return the kinds to choose among: those that there are, and the chosen one."""
    offered = [(kind.value, str(kind.label), kind.value == chosen) for kind in ChangeKind if kind in held | {chosen}]
    return sorted(offered, key=lambda option: swedish_key(option[1]))


def _note(request: HttpRequest, entries: Iterable[journal.Entry]) -> None:
    seen = [entry.subject_id for entry in entries if entry.subject_id]
    note_reads(acting=required_acting(request), subject_ids=seen, page=ReadEntry.Page.PEOPLE, now=timezone.now())


def _about(entry: journal.Entry) -> str:
    """Return what a change is about; of a file its name, and how many people it put in or took out."""
    if entry.kind not in {ChangeKind.FILE_APPLIED, ChangeKind.FILE_UNDONE}:
        return entry.about
    number = int(entry.after.get("memberships", 0))
    people = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}
    return f"{entry.about}, {people}" if entry.about else people


def _shown(entry: journal.Entry, words: Words) -> dict[str, Any]:
    address = reverse("learners:person", args=[entry.subject_id]) if entry.subject_id else ""
    return {
        "entry": entry,
        "kind": kind_label(entry.kind),
        "address": address,
        "about": _about(entry),
        "details": details(entry.before, entry.after, words),
    }
