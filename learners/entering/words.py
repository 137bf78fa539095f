"""What is wrong with a file, in sentences that say what to do."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from learners.entering.columns import Column, heading
from learners.entering.faults import Fault, Mistake
from learners.entering.reading import MOST_BYTES, MOST_ROWS, FileRefused, Unreadable

_FILE = {
    Unreadable.EMPTY: gettext_lazy("The file is empty. Choose a file with a heading row and at least one person."),
    Unreadable.TOO_LARGE: gettext_lazy("The file is larger than %(megabytes)s MB. Divide it into several files."),
    Unreadable.TOO_MANY_ROWS: gettext_lazy("The file has more than %(rows)s rows. Divide it into several files."),
    Unreadable.WORKBOOK: gettext_lazy(
        "The file is a workbook or a document. Save it as CSV in Excel and choose the new file."
    ),
    Unreadable.NOT_TEXT: gettext_lazy(
        "The text in the file cannot be read. Save it as CSV UTF-8 in Excel and choose the new file."
    ),
    Unreadable.NO_HEADINGS: gettext_lazy("The first row has none of our headings. Begin from the template file."),
    Unreadable.OPEN_QUOTE: gettext_lazy(
        "A quotation mark opens at about row %(detail)s and does not close, or a cell is far too long. "
        "Mend it and choose the file again."
    ),
}

_FAULTS = {
    Fault.HEADING_MISSING: gettext_lazy("Add the column “%(column)s”."),
    Fault.HEADING_UNKNOWN: gettext_lazy(
        "Remove the column “%(detail)s”, or give it one of the headings of the template."
    ),
    Fault.HEADING_TWICE: gettext_lazy("Keep one column “%(column)s” and remove the other."),
    Fault.TOO_MANY_CELLS: gettext_lazy(
        "Remove the cells to the right of the last heading, "
        "or put quotation marks round a cell with a comma or semicolon."
    ),
    Fault.SAME_ROW: gettext_lazy("The row says the same as row %(detail)s. Remove one of them."),
    Fault.EMPTY: gettext_lazy("Fill in the cell."),
    Fault.TOO_LONG: gettext_lazy("Shorten the text to at most %(detail)s characters."),
    Fault.FORMULA: gettext_lazy(
        "Remove the sign =, +, - or @ at the beginning. A spreadsheet would take the text for a formula."
    ),
    Fault.CONTROL: gettext_lazy("Write the text again by hand: it holds an invisible sign or a line break."),
    Fault.BAD_EMAIL: gettext_lazy("Write an email address, such as name@kommun.example."),
    Fault.EMAIL_LETTERS: gettext_lazy("Write the address without å, ä and ö. They do not work in an email address."),
    Fault.EMAIL_TWICE: gettext_lazy(
        "The address is on row %(detail)s too. Keep one row for each person, "
        "and add further memberships on the person’s page."
    ),
    Fault.UNIT_UNKNOWN: gettext_lazy(
        "Write the name of a unit as it stands under Units, "
        "with the unit above it if you like: Social services / Home care."
    ),
    Fault.UNIT_AMBIGUOUS: gettext_lazy("Several units have this name. Write the path: %(detail)s."),
    Fault.UNIT_CLOSED: gettext_lazy("The unit is closed. Choose one that is open."),
    Fault.UNIT_CLOSES: gettext_lazy("The unit closes with %(detail)s. Write a last day that is not later."),
    Fault.UNIT_OUT_OF_REACH: gettext_lazy(
        "You do not enter people in this unit. Choose one of yours, or ask HR for the whole organisation."
    ),
    Fault.SECTOR_UNKNOWN: gettext_lazy("Choose one of the sectors listed under Columns, or leave the cell empty."),
    Fault.GROUP_UNKNOWN: gettext_lazy("Write elected member, official or key person, or leave the cell empty."),
    Fault.BAD_DATE: gettext_lazy("Write the date as 2026-11-21."),
    Fault.DATE_ORDER: gettext_lazy("The last day comes before the first. Change one of them."),
    Fault.DATE_PAST: gettext_lazy("The last day has passed. Write a later one, or remove the row."),
    Fault.DATE_FAR: gettext_lazy("A membership begins at most two years ahead. Write %(detail)s or an earlier day."),
    Fault.LANGUAGE_UNKNOWN: gettext_lazy("Write Swedish or English, or leave the cell empty."),
    Fault.ROLE_UNKNOWN: gettext_lazy("Choose one of the roles listed under Columns, or leave the cell empty."),
    Fault.ROLE_NOT_YOURS: gettext_lazy("You cannot give this role. Leave the cell empty and ask an academy admin."),
    Fault.ROLE_ON_EXISTING: gettext_lazy("This membership exists already. Give the role on the person’s page."),
}


def refusal(error: FileRefused) -> str:
    """Return the sentence about a file that cannot be read."""
    values = {
        "megabytes": MOST_BYTES // 1_000_000,
        "rows": f"{MOST_ROWS:,}".replace(",", "\u00a0"),
        "detail": error.detail,
    }
    return str(_FILE[error.why]) % values


def sentence(mistake: Mistake) -> str:
    """Return what to do about a mistake."""
    return str(_FAULTS[mistake.fault]) % {"column": column_name(mistake.column), "detail": mistake.detail}


def column_name(column: Column | None) -> str:
    """Return a column's heading in the reader's language; a dash for the whole row."""
    return heading(column, get_language() or "sv") if column else _("the whole row")
