"""The shared figures of a federation as a page: a table for each key figure, organisations by name and never by rank."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.dashboards import wording
from analytics.dashboards.catalogue import formula
from analytics.kpis.definition import Kpi
from analytics.kpis.periods import written
from analytics.kpis.registry import SHARED_KPIS
from analytics.release.revisions import label
from analytics.release.shared.published import SHOWN, Published, PublishedCell, PublishedSum

HIDDEN = ("few", "population", "linked")


def context(periods: list[int], snapshots: list[Published], shown: Published) -> dict[str, Any]:
    """Return all that templates/analytics/region.html needs. `snapshots` are those of the period, the latest first."""
    before = next((each for each in snapshots if each.number == shown.number - 1), None)
    return {
        "periods": [(written(each), capfirst(wording.period_name(each)), each == shown.period) for each in periods],
        "period": wording.period_name(shown.period),
        "period_key": written(shown.period),
        "snapshot": shown,
        "is_latest": shown is snapshots[0],
        "tables": [_table(kpi, shown) for kpi in SHARED_KPIS if shown.of(kpi)],
        "changes": _changes(before, shown) if before else [],
        "is_correction": before is not None,
        "snapshots": [
            {
                "number": each.number,
                "taken_at": each.taken_at,
                "reason": reason_of(each),
                "is_shown": each is shown,
            }
            for each in snapshots
        ],
    }


def reason_of(snapshot: Published) -> str:
    """Say why a snapshot was taken."""
    return _("Corrected") if snapshot.reason == "corrected" else _("First publication")


def _table(kpi: Kpi, shown: Published) -> dict[str, Any]:
    cells = shown.of(kpi)
    reasons = list(dict.fromkeys(cell.state for cell in cells if cell.state in HIDDEN))
    return {
        "key": kpi.key,
        "title": wording.said(kpi.title),
        "meaning": wording.said(kpi.meaning),
        "left_out": wording.left_out(kpi),
        "version": _older_version(kpi, cells),
        "formula": formula(kpi),
        "unit": wording.said(kpi.unit),
        "is_ratio": kpi.is_ratio,
        "rows": [_row(cell, reasons) for cell in cells],
        "sum": _sum(shown.sum_of(kpi)),
        "notes": [note(kpi, state) for state in reasons],
        "hidden": _hidden_words(sum(cell.state in HIDDEN for cell in cells)),
    }


def _older_version(kpi: Kpi, cells: list[PublishedCell]) -> str:
    older = next((cell.kpi_version for cell in cells if cell.kpi_version != kpi.version), None)
    words = _("Counted by version %(n)s of the definition, which held when the period was first published.")
    return words % {"n": older} if older else ""


def _hidden_words(hidden: int) -> str:
    return ngettext("%(n)s figure is hidden", "%(n)s figures are hidden", hidden) % {"n": hidden} if hidden else ""


def _row(cell: PublishedCell, reasons: list[str]) -> dict[str, Any]:
    return {
        "organisation": cell.organisation,
        "is_shown": cell.state == SHOWN,
        "is_hidden": cell.state in HIDDEN,
        "text": value_text(cell),
        "note": reasons.index(cell.state) + 1 if cell.state in HIDDEN else None,
        "basis": wording.parts(cell.kpi, cell.numerator, cell.denominator),
    }


def _sum(total: PublishedSum | None) -> dict[str, Any] | None:
    if total is None:
        return None
    words, some = {"n": total.organisations}, _("The %(n)s organisations that are shown")
    return {
        "name": _("All organisations") if total.is_whole else some % words,
        "text": wording.number(total.value, total.kpi.decimals) if total.value is not None else _("missing"),
        "basis": wording.parts(total.kpi, total.numerator, total.denominator),
    }


def value_text(cell: PublishedCell) -> str:
    """Write a cell's value, or say why there is none."""
    if cell.value is not None:
        return wording.number(cell.value, cell.kpi.decimals)
    return state_text(cell.state)


def state_text(state: str) -> str:
    """Say in a word or two what stands in a cell without a value."""
    words = {
        "not_taking_part": _("does not take part"),
        "no_denominator": _("missing"),
        "purged": _("taken out"),
    }
    return words.get(state, _("hidden"))


def note(kpi: Kpi, state: str) -> str:
    """Say why a cell is hidden."""
    floor = {"n": kpi.floor}
    if state == "population":
        return _("Fewer than %(n)s people work there. A figure could point someone out.") % floor
    if state == "few":
        words = _(
            "It is about fewer than %(n)s people, or about so many that fewer than %(n)s are left outside it. "
            "The figure could point someone out."
        )
        return words % floor
    return _("Hidden as well, since another hidden figure could be worked out from it.")


def _changes(before: Published, shown: Published) -> list[dict[str, Any]]:
    """Return what a snapshot says otherwise than the one before it."""
    earlier = {(cell.organisation_id, cell.kpi.key): cell for cell in before.cells}
    return [
        {
            "organisation": cell.organisation,
            "kpi": wording.said(cell.kpi.title),
            "before": value_text(was),
            "after": value_text(cell),
            "reason": label(cell.corrected_because) if cell.corrected_because else "",
        }
        for cell in shown.cells
        if (was := earlier.get((cell.organisation_id, cell.kpi.key))) and _differs(was, cell)
    ]


def _differs(was: PublishedCell, now: PublishedCell) -> bool:
    return (was.state, was.numerator, was.denominator) != (now.state, now.numerator, now.denominator)


def file_rows(shown: Published) -> Iterable[list[str]]:
    """Give the snapshot as rows of a file: a line for each cell, and one for each sum."""
    yield [
        *(_("Period"), _("Snapshot"), _("Published"), _("Organisation code"), _("Organisation")),
        *(_("Key figure"), _("Key figure id"), _("Version of the definition"), _("State")),
        *(_("Value"), _("Numerator"), _("Denominator"), _("Denominator as of")),
    ]
    head = [written(shown.period), str(shown.number), timezone.localtime(shown.taken_at).isoformat(timespec="seconds")]
    for kpi in SHARED_KPIS:
        for cell in shown.of(kpi):
            yield [
                *(*head, cell.scb_code, cell.organisation, wording.said(kpi.title), kpi.key, str(cell.kpi_version)),
                _("shown") if cell.state == SHOWN else state_text(cell.state),
                *(_written(kpi, cell.value), _whole(cell.numerator), _whole(cell.denominator)),
                cell.denominator_as_of.isoformat() if cell.denominator_as_of else "",
            ]
        total = shown.sum_of(kpi)
        if total:
            name = _("All organisations") if total.is_whole else _("Sum of those shown")
            yield [
                *(*head, "", name, wording.said(kpi.title), kpi.key, str(shown.of(kpi)[0].kpi_version), _("shown")),
                *(_written(kpi, total.value), _whole(total.numerator), _whole(total.denominator), ""),
            ]


def _written(kpi: Kpi, value: Decimal | None) -> str:
    if value is None:
        return ""
    return number_format(value, decimal_pos=kpi.decimals, use_l10n=True, force_grouping=False)


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)
