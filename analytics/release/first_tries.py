"""Which questions learners find hard, for those who write the courses: over all organisations, and never a person.

The rule of docs/decisions/0041. A question is told of when a reader who knows any one organisation exactly is still left
with at least two others, five answers, and no small number of right or wrong ones. Shares are told in tenths.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from academy.periods import local_day
from academy.scoping import unscoped
from analytics.release.shared.queries import decisions
from analytics.release.shared.taking_part import takes_part_on
from analytics.release.suppression import FLOOR
from learners.api import FirstTries, first_tries

LOOKS_BACK = timedelta(days=365)
OTHERS = 2
# What more than three in ten get wrong is worth a look.
WORTH_A_LOOK = 3


@dataclass(frozen=True)
class Hard:
    """A question that many get wrong at first: `tenths` of ten, among at least `at_least` answers."""

    module_key: UUID
    question_id: UUID
    tenths: int
    at_least: int


def hardest(now: datetime, most: int = 5) -> list[Hard]:
    """Return the questions that most get wrong at first, the hardest first, of the last year.

    Organisations that do not take part in shared figures today are not counted.
    """
    tries = first_tries(now - LOOKS_BACK)
    with unscoped("which organisations take part in what is told of all together"):
        decided = decisions({each.organisation_id for each in tries})
    taking_part = {id_ for id_, made in decided.items() if takes_part_on(made, local_day(now))}
    return released([each for each in tries if each.organisation_id in taking_part])[:most]


def released(tries: Iterable[FirstTries]) -> list[Hard]:
    """Return what may be told of these counts, the hardest first."""
    questions: dict[tuple[UUID, UUID], list[FirstTries]] = defaultdict(list)
    for each in tries:
        if each.answers:
            questions[each.module_key, each.question_id].append(each)
    told = [_told(*key, counts) for key, counts in questions.items() if may_be_told(counts)]
    return sorted(
        (hard for hard in told if hard.tenths >= WORTH_A_LOOK),
        key=lambda hard: (-hard.tenths, -hard.at_least, str(hard.question_id)),
    )


def may_be_told(counts: Sequence[FirstTries]) -> bool:
    """Tell whether what is left without any one organisation, and the whole, is large enough."""
    wholes = [counts, *([other for other in counts if other is not one] for one in counts)]
    return all(len(part) >= OTHERS and _is_large(part) for part in wholes)


def _is_large(counts: Sequence[FirstTries]) -> bool:
    answers, wrong = _sums(counts)
    return answers >= FLOOR and not 0 < wrong < FLOOR and not 0 < answers - wrong < FLOOR


def _sums(counts: Sequence[FirstTries]) -> tuple[int, int]:
    return sum(each.answers for each in counts), sum(each.wrong for each in counts)


def _told(module_key: UUID, question_id: UUID, counts: Sequence[FirstTries]) -> Hard:
    answers, wrong = _sums(counts)
    return Hard(module_key, question_id, (10 * wrong + answers // 2) // answers, answers - answers % FLOOR)
