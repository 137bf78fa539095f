"""What a dry run found, as the page shows it and as the database keeps it until the file is entered or thrown away."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from learners.entering.checking import Checked, Numbered, Outcome
from learners.entering.faults import Mistake

# What leads to an error is rarely in the two hundredth; the file of errors holds them all.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Report:
    """The mistakes of the heading row, and every row with its own."""

    headings: tuple[Mistake, ...]
    rows: tuple[Checked, ...]

    @property
    def totals(self) -> Counter[Outcome]:
        """How many rows come to what."""
        return Counter(row.outcome for row in self.rows)

    @property
    def can_be_entered(self) -> bool:
        """Tell whether nothing is wrong and something would happen."""
        makes = self.totals
        return not self.headings and not makes[Outcome.WRONG] and bool(makes[Outcome.NEW] or makes[Outcome.ADDED])

    @property
    def numbered(self) -> list[Numbered]:
        """The rows as they were read, for checking them again."""
        return [(row.number, row.cells) for row in self.rows]

    def mistakes(self) -> Iterator[tuple[Mistake, dict[str, str]]]:
        """Give every mistake with the cells of its row, in the order of the file."""
        yield from ((mistake, {}) for mistake in self.headings)
        yield from ((mistake, row.cells) for row in self.rows for mistake in row.mistakes)

    def stored(self) -> dict[str, Any]:
        """Return it as JSON."""
        rows = [[row.number, row.cells, row.outcome, [m.stored() for m in row.mistakes]] for row in self.rows]
        return {"headings": [mistake.stored() for mistake in self.headings], "rows": rows}

    @classmethod
    def restored(cls, stored: Any) -> "Report":
        """Return what `stored` gave; an empty report for a file whose rows are gone."""
        if not stored:
            return cls((), ())
        rows = (
            Checked(number, cells, Outcome(outcome), tuple(map(Mistake.restored, mistakes)))
            for number, cells, outcome, mistakes in stored["rows"]
        )
        return cls(tuple(map(Mistake.restored, stored["headings"])), tuple(rows))


def report_of(checked: Iterable[Checked], mistakes: Iterable[Mistake]) -> Report:
    """Return the report of checked rows; of the mistakes, those of the heading row."""
    return Report(tuple(mistake for mistake in mistakes if mistake.row == 1), tuple(checked))
