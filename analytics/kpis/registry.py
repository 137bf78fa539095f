"""All KPIs, in the order in which they are shown. A KPI that is not listed here does not exist."""

from analytics.kpis.definition import Kpi
from analytics.kpis.families import completion, participation

KPIS: tuple[Kpi, ...] = (*completion.KPIS, *participation.KPIS)

_BY_KEY = {kpi.key: kpi for kpi in KPIS}
if len(_BY_KEY) != len(KPIS):
    raise ValueError("Two KPIs have the same key.")


def kpi_by_key(key: str) -> Kpi | None:
    """Return the KPI with this key, or None."""
    return _BY_KEY.get(key)
