"""Where a page of statements ended: opaque to clients, exact while statements arrive (no offset is counted)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


class BadCursor(ValueError):
    """The text is no cursor of ours."""


@dataclass(frozen=True)
class Position:
    """The last statement of a page, in the order of (stored, row)."""

    stored: datetime
    row: int


@dataclass(frozen=True)
class Cursor:
    """A query's parameters as they were sent, and where to go on."""

    parameters: Mapping[str, str]
    after: Position

    def text(self) -> str:
        """The cursor as characters that need no escaping in a query."""
        content = [dict(self.parameters), self.after.stored.isoformat(), self.after.row]
        return urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def cursor_of(text: str) -> Cursor:
    """Read a cursor; raise BadCursor. The parameters within are checked by whoever reads them, like any others."""
    try:
        parameters, stored, row = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        position = Position(datetime.fromisoformat(stored).astimezone(UTC), row)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadCursor from error
    if not _is_plausible(parameters, position):
        raise BadCursor
    return Cursor(parameters, position)


def _is_plausible(parameters: object, position: Position) -> bool:
    if type(position.row) is not int or not 0 <= position.row < 2**63:
        return False
    return isinstance(parameters, dict) and all(isinstance(value, str) for value in parameters.values())
