"""Progress: lines where nothing can be drawn over, a bar in a terminal, and no word of a step that fails."""

import io

import pytest

from academy.demo.progress import step


class Terminal(io.StringIO):
    """Says that it is one."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that is set by hand."""
    now = [100.0]
    monkeypatch.setattr("academy.demo.progress.time.monotonic", lambda: now[0])
    return now


def test_a_long_step_says_now_and_then_how_far_it_has_come(clock: list[float]) -> None:
    out = io.StringIO()
    with step("Counting", 10, out) as told:
        for _ in range(10):
            clock[0] += 3
            told.advance()
    assert out.getvalue().splitlines() == [
        "  Counting …",
        "  Counting 20%, about 24 s left",
        "  Counting 40%, about 18 s left",
        "  Counting 60%, about 12 s left",
        "  Counting 80%, about 6 s left",
        "  Counting 100%",
        "  Counting done in 30 s.",
    ]


def test_a_short_step_says_that_it_is_done_and_no_more() -> None:
    out = io.StringIO()
    with step("Counting", 3, out) as told:
        told.advance(3)
    assert out.getvalue().splitlines() == ["  Counting …", "  Counting done."]


def test_a_terminal_gets_a_bar_that_is_drawn_over(clock: list[float]) -> None:
    out = Terminal()
    with step("Counting", 4, out) as told:
        clock[0] += 2
        told.advance()
        told.advance(0)
    frames = out.getvalue().split("\r")
    assert frames[1:] == [
        "  Counting [######------------------]  25%, about 6 s left\033[K",
        "  Counting done in 2 s.\033[K\n",
    ]


def test_a_step_that_fails_says_nothing_more() -> None:
    out = io.StringIO()
    with pytest.raises(ZeroDivisionError), step("Counting", 4, out):
        raise ZeroDivisionError
    assert out.getvalue().splitlines() == ["  Counting …"]
