"""Work that several threads of a process want done at the same time, done once for all of them.

Nobody waits for company: whoever comes while nothing runs begins at once. Whoever comes meanwhile waits for the end of
what runs, and then one of them does it for all that have come. So a busy database gets fewer and larger transactions, as
its own group commit makes fewer and larger writes of its log, and an idle one gets them as soon as ever.
"""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Wanted = TypeVar("Wanted")
Outcome = TypeVar("Outcome")


class _Place(Generic[Wanted, Outcome]):
    """One thread's place in a line: what it wants, and what has become of that."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.outcome: list[Outcome] = []
        """One outcome when the work is done."""
        self.is_leading = False
        self._asleep = Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        self._asleep.acquire()

    def wake(self) -> None:
        self._asleep.release()


class Together(Generic[Wanted, Outcome]):
    """Does the work of a line in one go: `work` takes what some of it want, and returns an outcome for each in order.

    It begins after each of them has asked, so what it reads is no older than the question. Where it raises and more than
    one stood in line, `alone` is done for each by its own thread, and only who has a fault meets it.
    """

    def __init__(
        self, work: Callable[[Sequence[Wanted]], Sequence[Outcome]], alone: Callable[[Wanted], Outcome], *, most: int
    ) -> None:
        self._work, self._alone, self._most = work, alone, most
        self._lines: dict[Hashable, list[_Place[Wanted, Outcome]]] = {}
        """Who waits, by line; a line that is here has somebody at work."""
        self._one_at_a_time = Lock()

    def do(self, line: Hashable, wanted: Wanted) -> Outcome:
        """Have this done with whatever else waits in the line, and return its outcome. Raises what the work raises."""
        place = _Place[Wanted, Outcome](wanted)
        if not self._enters(line, place):
            place.sleep()
            if not place.is_leading:
                return place.outcome[0] if place.outcome else self._alone(wanted)
        return self._leads(line, place)

    def _enters(self, line: Hashable, place: _Place[Wanted, Outcome]) -> bool:
        """Stand in line; tell whether nobody is at work there."""
        with self._one_at_a_time:
            waiting = self._lines.get(line)
            if waiting is None:
                self._lines[line] = []
                return True
            waiting.append(place)
            return False

    def _leads(self, line: Hashable, place: _Place[Wanted, Outcome]) -> Outcome:
        with self._one_at_a_time:
            waiting = self._lines[line]
            others = waiting[: self._most - 1]
            del waiting[: self._most - 1]
        crew = [place, *others]
        try:
            for each, outcome in zip(crew, self._work([each.wanted for each in crew]), strict=True):
                each.outcome.append(outcome)
        except Exception:
            if not others:
                raise
        finally:
            self._hand_over(line)
            for each in others:
                each.wake()
        return place.outcome[0] if place.outcome else self._alone(place.wanted)

    def _hand_over(self, line: Hashable) -> None:
        with self._one_at_a_time:
            waiting = self._lines[line]
            if not waiting:
                del self._lines[line]
                return
            following = waiting.pop(0)
        following.is_leading = True
        following.wake()
