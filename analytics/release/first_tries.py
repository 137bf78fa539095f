"""Which questions learners find hard, for those who write the courses: over all organisations, and never a person.

The rule of docs/decisions/0041. Closed months alone are counted, so that what is told changes at a month's turn and at no
other moment. A question is told of when a reader who knows any one organisation exactly is still left with at least two
others, five answers, and no small number of right or wrong ones. Shares are told in tenths.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from academy.periods import Month
from academy.scoping import unscoped
from analytics.kpis.periods import last_day
from analytics.release.shared.queries import decisions
from analytics.release.shared.taking_part import takes_part_on
from analytics.release.suppression import FLOOR
from learners.api import FirstTries, first_tries

MONTHS = 12
OTHERS = 2
# What at least three in ten get wrong is worth a look.
WORTH_A_LOOK = 3


@dataclass(frozen=True)
class Hard:
    """A question that many get wrong at first: `tenths` of ten, among at least `at_least` answers."""

    module_key: UUID
    question_id: UUID
    tenths: int
    at_least: int


def counted_to(now: datetime) -> Month:
    """Return the last month that has closed: what was settled after it is not counted."""
    return Month.of(now).before(1)


def hardest(last: Month, most: int = 5) -> list[Hard]:
    """Return the questions that most get wrong at first, the hardest first, of the twelve months to a closed one.

    Organisations are counted that took part in shared figures on its last day, by what they had decided when it ended.
    """
    until = last.next.starts_at
    tries = first_tries(last.before(MONTHS - 1).starts_at, until)
    with unscoped("which organisations take part in what is told of all together"):
        decided = decisions({each.organisation_id for each in tries}, before=until)
    taking_part = {id_ for id_, made in decided.items() if takes_part_on(made, last_day(last.number))}
    return released([each for each in tries if each.organisation_id in taking_part])[:most]


def released(tries: Iterable[FirstTries]) -> list[Hard]:
    """Return what may be told of these counts, the hardest first."""
    questions: dict[tuple[UUID, UUID], list[FirstTries]] = defaultdict(list)
    for each in tries:
        if each.answers:
            questions[each.module_key, each.question_id].append(each)
    told = [_told(*key, counts) for key, counts in questions.items() if _is_hard(counts) and may_be_told(counts)]
    return sorted(told, key=lambda hard: (-hard.tenths, -hard.at_least, str(hard.question_id)))


def _is_hard(counts: Sequence[FirstTries]) -> bool:
    answers, wrong = _sums(counts)
    return 10 * wrong >= WORTH_A_LOOK * answers


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
