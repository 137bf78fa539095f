"""Where a page ended, as text that means nothing to whoever carries it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from analytics.feeds.errors import ApiError

_LARGEST = 2**63 - 1


def cursor(*place: str | int | None) -> str:
    """Return the place as characters that need no escaping in an address."""
    return urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def figure_place(text: str | None) -> tuple[str, int, int | None] | None:
    """Read the place of a figure: KPI, period, unit. Raises ApiError (422) for what is no cursor of ours."""
    if text is None:
        return None
    match _read(text):
        case [str(kpi), int(period), int() | None as unit_id] if _are_plain(period, unit_id) and "\x00" not in kpi:
            return kpi, period, unit_id
    raise _not_ours()


def row_place(text: str | None) -> int:
    """Read the place of a row that is known by its number; 0 is before the first. Raises ApiError (422)."""
    if text is None:
        return 0
    match _read(text):
        case [int(row)] if _are_plain(row):
            return row
    raise _not_ours()


def _read(text: str) -> Any:
    try:
        return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise _not_ours() from None


def _are_plain(*numbers: int | None) -> bool:
    return all(number is None or (number is not True and 0 <= number <= _LARGEST) for number in numbers)


def _not_ours() -> ApiError:
    return ApiError(422, "invalid_cursor", "cursor: take the address in `next` unchanged.", "cursor")
