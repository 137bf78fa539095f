"""All KPIs, in the order in which they are shown. A KPI that is not listed here does not exist."""

from analytics.kpis.definition import Kpi
from analytics.kpis.families import completion, participation

KPIS: tuple[Kpi, ...] = (*completion.KPIS, *participation.KPIS)

_BY_KEY = {kpi.key: kpi for kpi in KPIS}
if len(_BY_KEY) != len(KPIS):
    raise ValueError("Two KPIs have the same key.")


def _overlapping(one: Kpi, other: Kpi) -> bool:
    """Tell whether the difference of two measures is a smaller group, as those with and without elected members."""
    without = "without_leader_groups"
    alike = all(
        getattr(one.measure, name) == getattr(other.measure, name) for name in vars(one.measure) if name != without
    )
    return alike and one.measure != other.measure


SHARED_KPIS: tuple[Kpi, ...] = tuple(kpi for kpi in KPIS if kpi.shared_tables)
if any(_overlapping(one, other) for one in SHARED_KPIS for other in SHARED_KPIS):
    raise ValueError("Two shared KPIs would give away by their difference what a small group has done.")


def kpi_by_key(key: str) -> Kpi | None:
    """Return the KPI with this key, or None."""
    return _BY_KEY.get(key)
