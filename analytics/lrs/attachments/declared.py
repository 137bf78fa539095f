"""What valid statements say of their attachments, those of SubStatements included (xAPI-Data 2.4.11)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from analytics.xapi.errors import Path, StatementError

RULE = "xAPI-Communication 1.5.2"
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


class Declared(NamedTuple):
    """One attachment as a statement describes it, with its place in the batch."""

    path: Path
    what: Mapping[str, Any]

    @property
    def sha2(self) -> str:
        """The hash in lower case, by which its data is known."""
        return str(self.what["sha2"]).lower()

    @property
    def is_signature(self) -> bool:
        """Tell whether its data is a signature (xAPI-Data 2.6), of a statement or of what a SubStatement stands for."""
        return bool(self.what["usageType"] == SIGNATURE)

    @property
    def signs_a_statement(self) -> bool:
        """Tell whether it signs the statement itself: a SubStatement is none, so there is nothing to compare with."""
        return self.is_signature and "object" not in self.path


def declared(statements: Sequence[Mapping[str, Any]]) -> Iterator[Declared]:
    """Give the attachments of valid statements, in their order."""
    for position, statement in enumerate(statements):
        yield from _of(statement, (position,))


def _of(statement: Mapping[str, Any], path: Path) -> Iterator[Declared]:
    for place, what in enumerate(statement.get("attachments", ())):
        yield Declared((*path, "attachments", place), what)
    if statement["object"].get("objectType") == "SubStatement":
        yield from _of(statement["object"], (*path, "object"))


def require_file_urls(statements: Sequence[Mapping[str, Any]]) -> None:
    """Raise StatementError for an attachment whose data a JSON body would have to bring: without fileUrl, or a signature."""
    for each in declared(statements):
        if each.is_signature:
            raise without_data(each)
        if "fileUrl" not in each.what:
            message = "must be there, for a JSON body cannot bring the data; or send multipart/mixed"
            raise StatementError(message, RULE, (*each.path, "fileUrl"))


def without_data(each: Declared) -> StatementError:
    """The error for an attachment whose data had to come and did not."""
    if each.is_signature:
        message = "is the hash of a signature, which must come as a part of a multipart/mixed body"
        return StatementError(message, "xAPI-Data 2.6", (*each.path, "sha2"))
    message = "is the hash of no part of this body, and the attachment has no fileUrl"
    return StatementError(message, RULE, (*each.path, "sha2"))
