"""Charts as coordinates: the templates only write them down. All in SVG user units, y downwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 800, 210
LEFT, TOP, BASE = 44, 26, 180
FEWEST_SLOTS = 6
SPARK_WIDTH, SPARK_TOP, SPARK_BASE = 104, 6, 42


@dataclass(frozen=True)
class Bar:
    """One month: a bar with its value, an outline that says why there is none, or nothing at all (0 high)."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label_y: str
    label: str
    text: str
    is_missing: bool


@dataclass(frozen=True)
class Tick:
    """A line across the chart with its number."""

    y: str
    text_y: str
    value: int


@dataclass(frozen=True)
class Chart:
    """A whole chart."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def chart(columns: Sequence[tuple[str, Decimal | None, str]]) -> Chart:
    """Draw columns of (label under, value or None for missing, text above)."""
    top = _ceiling(max((value for _, value, _ in columns if value is not None), default=Decimal(0)))
    slot = Decimal(WIDTH - LEFT) / max(len(columns), FEWEST_SLOTS)
    bars = tuple(_bar(index, slot, top, *column) for index, column in enumerate(columns))
    return Chart(bars, tuple(_tick(top * part // 2, top) for part in (1, 2)))


def _bar(index: int, slot: Decimal, top: int, label: str, value: Decimal | None, text: str) -> Bar:
    width = slot * Decimal("0.62")
    x = LEFT + slot * index + (slot - width) / 2
    y = _y(value if value is not None else Decimal(top) / 3, top)
    return Bar(
        x=_text(x),
        y=_text(y),
        width=_text(width),
        height=_text(BASE - y),
        middle=_text(x + width / 2),
        label_y=_text(y - 6),
        label=label,
        text=text,
        is_missing=value is None,
    )


def _tick(value: int, top: int) -> Tick:
    y = _y(Decimal(value), top)
    return Tick(_text(y), _text(y + Decimal("4.5")), value)


def _y(value: Decimal, top: int) -> Decimal:
    return BASE - (BASE - TOP) * value / top


def _ceiling(most: Decimal) -> int:
    """Return the least of 2, 4, 10, 20, 40, 60, 80, 100, 200 … that holds the largest value."""
    if most <= 2:
        return 2
    power = int("1" + "0" * (len(str(int(most))) - 1))
    return next(step for n in (1, 2, 4, 6, 8, 10) if (step := n * power) >= most)


def spark(values: Sequence[Decimal | None]) -> list[str]:
    """Draw a line of the values that there are, as "x,y" points in their places; empty for fewer than two."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return []
    most = max(*(value for _, value in known), Decimal(1))
    step = Decimal(SPARK_WIDTH - 8) / (len(values) - 1)
    return [
        f"{_text(4 + step * index)},{_text(SPARK_BASE - (SPARK_BASE - SPARK_TOP) * value / most)}"
        for index, value in known
    ]


def _text(number: Decimal | int) -> str:
    return f"{number:.1f}"
