"""From what a system asks for to a selection of figures; anything odd is refused with the words to correct it."""

from collections.abc import Collection, Iterable

from analytics.feeds.errors import ApiError
from analytics.feeds.schemas import DataQuery, FigureQuery
from analytics.kpis import periods
from analytics.kpis.definition import Kpi
from analytics.kpis.registry import KPIS, kpi_by_key
from analytics.release.queries import Selection
from analytics.release.reach import Reach

ALL_UNITS = "all"
YEARS = (periods.FIRST_YEAR, periods.LAST_YEAR_NUMBER)
MONTHS = (periods.FIRST_MONTH, periods.LAST_MONTH)


def refuse_unknown(given: Iterable[str], known: Collection[str]) -> None:
    """Raise ApiError (422) when a parameter is not known: one that is misspelt would quietly choose everything."""
    unknown = [name for name in given if name not in known]
    if not unknown:
        return
    allowed = f"Choose among {', '.join(known)}." if known else "This address takes no parameters."
    raise ApiError(422, "unknown_parameter", f"Not a parameter: {', '.join(unknown)}. {allowed}", unknown[0])


def selection(reach: Reach, asked: FigureQuery) -> Selection:
    """Return the selection that the parameters name. Raises ApiError (422) for one that cannot be meant."""
    ranges = _ranges(asked.period_from, asked.period_to)
    return Selection(kpis=_kpis(asked.kpi), units=_units(reach, asked.unit), ranges=ranges)


def data_selection(reach: Reach, asked: DataQuery) -> Selection:
    """Return the selection of the whole organisation's figures that the parameters name.

    Raises ApiError (422) for one that cannot be meant, and for any municipality but the key's own.
    """
    own = reach.organisation
    if asked.municipality is not None and asked.municipality not in {own.scb_code, own.slug} - {""}:
        words = f"municipality: this key reads {own.scb_code or own.slug} alone."
        raise ApiError(422, "unknown_municipality", words, "municipality")
    ranges = _ranges(asked.period_from, asked.period_to)
    return Selection(kpis=_kpis(asked.kpi), units=frozenset({None}), ranges=ranges)


def period(text: str | None) -> int | None:
    """Return the period that the parameter of this name holds. Raises ApiError (422) for what is none."""
    return _period("period", text)


def _kpis(text: str | None) -> tuple[Kpi, ...]:
    if text is None:
        return KPIS
    chosen = tuple(found for key in text.split(",") if (found := kpi_by_key(key)))
    if len(chosen) != len(text.split(",")):
        known = ", ".join(kpi.key for kpi in KPIS)
        raise ApiError(422, "unknown_kpi", f"kpi: choose among {known}, several with commas between.", "kpi")
    return chosen


def _units(reach: Reach, text: str | None) -> frozenset[int | None]:
    if text is None:
        return frozenset({None})
    if text == ALL_UNITS:
        return frozenset({None, *(unit.id for unit in reach.units)})
    found = reach.unit(int(text)) if text.isdecimal() and text.isascii() else None
    if found is None:
        raise ApiError(422, "unknown_unit", "unit: give the id of one of your own units, or all.", "unit")
    return frozenset({found.id})


def _ranges(period_from: str | None, period_to: str | None) -> tuple[tuple[int, int], ...]:
    first, last = _period("period_from", period_from), _period("period_to", period_to)
    known = [period for period in (first, last) if period is not None]
    if not known:
        return ()
    kinds = {periods.is_year(period) for period in known}
    if len(kinds) > 1:
        raise ApiError(
            422, "mixed_periods", "period_from and period_to must both be months or both years.", "period_to"
        )
    least, most = YEARS if kinds == {True} else MONTHS
    return ((first if first is not None else least, last if last is not None else most),)


def _period(field: str, text: str | None) -> int | None:
    try:
        return periods.read(text) if text is not None else None
    except ValueError as error:
        raise ApiError(422, "invalid_period", f"{field}: {error}", field) from None
