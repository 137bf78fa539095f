"""Work done once for all who want it: who comes meanwhile waits and goes along, and nobody meets another's fault."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from time import monotonic, sleep

import pytest

from analytics.lrs.together import Together

PATIENCE_SECONDS = 20


class Work:
    """Doubles numbers; stops in the middle until it is let go on, and remembers who came together."""

    def __init__(self) -> None:
        self.crews: list[list[int]] = []
        self.alone: list[int] = []
        self.begun, self.goes_on = Semaphore(0), Event()

    def all(self, numbers: Sequence[int]) -> list[int]:
        self.crews.append(list(numbers))
        self.begun.release()
        assert self.goes_on.wait(PATIENCE_SECONDS)
        return [self._doubled(number) for number in numbers]

    def one(self, number: int) -> int:
        self.alone.append(number)
        return self._doubled(number)

    @staticmethod
    def _doubled(number: int) -> int:
        if number < 0:
            raise ValueError(f"{number} is below nothing")
        return 2 * number


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as found:
        yield found


def waiting(line: Together[int, int], name: str, number: int) -> None:
    """Return when so many stand in the line behind the one at work."""
    ends = monotonic() + PATIENCE_SECONDS
    while len(line._lines[name]) < number:
        assert monotonic() < ends, "nobody came"
        sleep(0.001)


def crowd(
    work: Work, line: Together[int, int], threads: ThreadPoolExecutor, numbers: Sequence[int]
) -> list[Future[int]]:
    """Have the first at work and the others in line behind it, in this order; then let the work go on."""
    found = [threads.submit(line.do, "a", numbers[0])]
    assert work.begun.acquire(timeout=PATIENCE_SECONDS)
    for place, number in enumerate(numbers[1:], start=1):
        found.append(threads.submit(line.do, "a", number))
        waiting(line, "a", place)
    work.goes_on.set()
    return found


def test_who_finds_nobody_at_work_begins_at_once_and_by_itself() -> None:
    work = Work()
    work.goes_on.set()
    line = Together(work.all, work.one, most=9)
    assert [line.do("a", 1), line.do("a", 2)] == [2, 4]
    assert work.crews == [[1], [2]]


def test_all_who_come_meanwhile_are_done_in_one_go_and_each_gets_its_own(threads: ThreadPoolExecutor) -> None:
    work = Work()
    line = Together(work.all, work.one, most=9)
    asked = crowd(work, line, threads, (1, 2, 3, 4))
    assert [each.result(PATIENCE_SECONDS) for each in asked] == [2, 4, 6, 8]
    assert work.crews == [[1], [2, 3, 4]]
    assert line._lines == {}


def test_no_crew_is_larger_than_the_most(threads: ThreadPoolExecutor) -> None:
    work = Work()
    line = Together(work.all, work.one, most=2)
    asked = crowd(work, line, threads, (1, 2, 3, 4))
    assert [each.result(PATIENCE_SECONDS) for each in asked] == [2, 4, 6, 8]
    assert work.crews == [[1], [2, 3], [4]]


def test_a_fault_in_company_is_met_by_whose_it_is_alone(threads: ThreadPoolExecutor) -> None:
    work = Work()
    line = Together(work.all, work.one, most=9)
    asked = crowd(work, line, threads, (1, 2, -3, 4))
    assert [asked[place].result(PATIENCE_SECONDS) for place in (0, 1, 3)] == [2, 4, 8]
    with pytest.raises(ValueError, match="-3 is below nothing"):
        asked[2].result(PATIENCE_SECONDS)
    assert sorted(work.alone) == [-3, 2, 4]
    assert line._lines == {}


def test_a_fault_without_company_is_not_tried_again() -> None:
    work = Work()
    work.goes_on.set()
    with pytest.raises(ValueError, match="-1 is below nothing"):
        Together(work.all, work.one, most=9).do("a", -1)
    assert work.alone == []


def test_whoever_is_torn_away_leaves_nobody_waiting(threads: ThreadPoolExecutor) -> None:
    work = Work()

    def torn_away(numbers: Sequence[int]) -> list[int]:
        if len(work.crews) == 1:
            work.all(numbers)
            raise KeyboardInterrupt
        return work.all(numbers)

    line = Together(torn_away, work.one, most=9)
    asked = crowd(work, line, threads, (1, 2, 3))
    with pytest.raises(KeyboardInterrupt):
        asked[1].result(PATIENCE_SECONDS)
    assert asked[2].result(PATIENCE_SECONDS) == 6
    assert line.do("a", 4) == 8


def test_lines_do_not_wait_for_each_other(threads: ThreadPoolExecutor) -> None:
    work = Work()
    line = Together(work.all, work.one, most=9)
    asked = [threads.submit(line.do, name, 1) for name in "ab"]
    for _ in asked:
        assert work.begun.acquire(timeout=PATIENCE_SECONDS)
    work.goes_on.set()
    assert [each.result(PATIENCE_SECONDS) for each in asked] == [2, 2]


def test_in_a_storm_each_gets_what_it_asked_for(threads: ThreadPoolExecutor) -> None:
    def doubled(numbers: Sequence[int]) -> list[int]:
        sleep(0.0002)
        return [2 * number for number in numbers]

    line = Together(doubled, lambda number: 2 * number, most=3)
    found = list(threads.map(lambda number: line.do(number % 2, number), range(2_000)))
    assert found == [2 * number for number in range(2_000)]
    assert line._lines == {}
