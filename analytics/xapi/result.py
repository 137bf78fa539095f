"""Results: score, success, completion, response, duration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.xapi.atoms import boolean, duration, extensions, number, text
from analytics.xapi.errors import StatementError
from analytics.xapi.shapes import closed

_SCORE = "xAPI-Data 2.4.5.1"


def scaled(value: object) -> None:
    """A number from -1 to 1, both included."""
    number(value)
    if not -1 <= value <= 1:  # type: ignore[operator]  # number() has just made sure
        raise StatementError("must be from -1 to 1, both included", _SCORE)


def _in_order(score: Mapping[str, Any]) -> None:
    low, raw, high = score.get("min"), score.get("raw"), score.get("max")
    if low is not None and high is not None and not low < high:
        raise StatementError("must be less than max", _SCORE, ("min",))
    if raw is None:
        return
    if low is not None and raw < low:
        raise StatementError("must not be less than min", _SCORE, ("raw",))
    if high is not None and raw > high:
        raise StatementError("must not be greater than max", _SCORE, ("raw",))


score = closed(
    "a score",
    _SCORE,
    {"scaled": scaled, "raw": number, "min": number, "max": number},
    also=_in_order,
)

result = closed(
    "a result",
    "xAPI-Data 2.4.5",
    {
        "score": score,
        "success": boolean,
        "completion": boolean,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    },
)
