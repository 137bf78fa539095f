"""What can be wrong with a file of people, as values; learners.entering.words says it in sentences."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from learners.entering.columns import Column


class Fault(StrEnum):
    """One kind of error."""

    # the heading row
    HEADING_MISSING = "heading_missing"
    HEADING_UNKNOWN = "heading_unknown"
    HEADING_TWICE = "heading_twice"
    # a whole row
    TOO_MANY_CELLS = "too_many_cells"
    SAME_ROW = "same_row"
    # any cell
    EMPTY = "empty"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    CONTROL = "control"
    # one column's
    BAD_EMAIL = "bad_email"
    EMAIL_LETTERS = "email_letters"
    EMAIL_TWICE = "email_twice"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    UNIT_CLOSED = "unit_closed"
    UNIT_CLOSES = "unit_closes"
    UNIT_OUT_OF_REACH = "unit_out_of_reach"
    SECTOR_UNKNOWN = "sector_unknown"
    GROUP_UNKNOWN = "group_unknown"
    BAD_DATE = "bad_date"
    DATE_ORDER = "date_order"
    DATE_PAST = "date_past"
    DATE_FAR = "date_far"
    LANGUAGE_UNKNOWN = "language_unknown"
    ROLE_UNKNOWN = "role_unknown"
    ROLE_NOT_YOURS = "role_not_yours"
    ROLE_ON_EXISTING = "role_on_existing"


@dataclass(frozen=True)
class Mistake:
    """One error by row and column; `detail` is what the sentence needs: the other row, the limit, the paths to choose from."""

    row: int
    column: Column | None
    fault: Fault
    detail: str = ""

    def stored(self) -> list[Any]:
        """Return it as JSON keeps it."""
        return [self.row, self.column or "", self.fault, self.detail]

    @classmethod
    def restored(cls, values: list[Any]) -> "Mistake":
        """Return what `stored` gave."""
        row, column, fault, detail = values
        return cls(int(row), Column(column) if column else None, Fault(fault), str(detail))
