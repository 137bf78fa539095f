"""Finding a unit by what a cell says: its name, or as much of its path as makes it the only one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from learners.entering.cells import Wrong
from learners.entering.faults import Fault
from learners.entering.reading import folded
from learners.tenancy import UnitRef

MOST_SUGGESTED = 3


class UnitNames:
    """The units of one organisation, by name and by every end of their paths."""

    def __init__(self, units: Iterable[UnitRef]) -> None:
        by_id = {unit.id: unit for unit in units}
        self._found: dict[str, list[UnitRef]] = defaultdict(list)
        self._paths: dict[int, str] = {}
        for unit in by_id.values():
            names = _lineage(unit, by_id)
            self._paths[unit.id] = " / ".join(names)
            for start in range(len(names)):
                self._found[folded(" / ".join(names[start:]))].append(unit)

    def find(self, text: str, today: date) -> UnitRef:
        """Return the one open unit that the text names; raise Wrong when there is none, or several."""
        found = self._found.get(folded(text), [])
        still = [unit for unit in found if unit.closed_on is None or unit.closed_on >= today]
        if not found:
            raise Wrong(Fault.UNIT_UNKNOWN)
        if not still:
            raise Wrong(Fault.UNIT_CLOSED)
        if len(still) > 1:
            paths = sorted(self._paths[unit.id] for unit in still)
            raise Wrong(Fault.UNIT_AMBIGUOUS, "; ".join(paths[:MOST_SUGGESTED])[:300])
        return still[0]

    def path(self, unit_id: int) -> str:
        """Return a unit's names from the organisation down, as a cell may write them."""
        return self._paths.get(unit_id, "")


def _lineage(unit: UnitRef, by_id: dict[int, UnitRef]) -> list[str]:
    ids = (int(part) for part in unit.path.strip("/").split("/"))
    return [by_id[id_].name for id_ in ids if id_ in by_id]
