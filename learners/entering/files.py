"""The two files that we give: the template to fill in, and the errors to mend. Both open in Swedish Excel by a double click."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from learners.entering.cells import FORMULA_SIGNS
from learners.entering.columns import Column, heading
from learners.entering.report import Report
from learners.entering.words import column_name, sentence

BOM = "\ufeff"


def template_file(language: str) -> bytes:
    """Return a file with our headings alone, in a language that has them."""
    return _written([[heading(column, language) for column in Column]])


def errors_file(report: Report) -> bytes:
    """Return all errors of a file, one on each row: row, column, what to do, and the cell as it was written."""
    head = [_("Row"), _("Column"), _("What to do"), _("The cell")]
    rows = (
        [
            str(mistake.row),
            column_name(mistake.column),
            sentence(mistake),
            harmless(cells.get(mistake.column, "")) if mistake.column else "",
        ]
        for mistake, cells in report.mistakes()
    )
    return _written([head, *rows])


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, without signs that cannot be seen."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in cell[:200]).split())
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return (BOM + text.getvalue()).encode()
