"""The story that the demo's figures tell: who began early, who climbs, what summer does, and which courses are taken where.

Numbers by month are relative and begin with the month of the launch; months later than the last go on as that one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from academy.demo.places import CARE, OFFICE, SCHOOL, TECHNICAL

MONTHS = 12
"""How many whole months of history there are before this one."""


@dataclass(frozen=True)
class Adoption:
    """How an organisation took to the academy: courses begun by each person in a year, and how that moved by month."""

    courses: float
    by_month: Sequence[float]


EVEN = Adoption(1.7, (4, 6, 7, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9))
ADOPTIONS: Mapping[str, Adoption] = {
    # Began on the first day, with every chief in the lead, and stays high.
    "nassjo": Adoption(2.9, (20, 26, 24, 20, 17, 14, 12, 9, 8, 9, 10, 10, 10)),
    # A few enthusiasts at first; since the spring the management asks for it, and it climbs month by month.
    "vetlanda": Adoption(2.4, (0.3, 0.5, 0.5, 0.7, 1, 2, 4, 6, 8, 12, 16, 19, 20)),
    # Steady, with a plan for each year.
    "eksjo": Adoption(2.2, (4, 6, 8, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10)),
    # A pilot in care that ran out of steam in the spring, and came back with information security in the autumn.
    "savsjo": Adoption(2.3, (40, 46, 40, 22, 5, 3, 2, 2, 3, 11, 13, 12, 11)),
    # Small: a handful of people each month.
    "aneby": Adoption(1.4, (2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5)),
    "ljusvattnet": Adoption(2.5, (0, 0, 1, 4, 8, 8, 8, 8, 8, 9, 10, 10, 10)),
    "hemvist": Adoption(1.6, (0, 0, 0, 0, 2, 4, 5, 5, 5, 6, 7, 8, 8)),
}
# Not there: takes part from the first day. None: does not take part. A number: takes part from that month on.
SHARES_FROM: Mapping[str, int | None] = {"eksjo": None, "dals-ed": None, "hemvist": 6}

# Summer and Christmas, by the month of the calendar.
SEASON: Mapping[int, float] = {
    1: 0.9,
    2: 1.0,
    3: 1.15,
    4: 1.0,
    5: 1.05,
    6: 0.7,
    7: 0.08,
    8: 0.7,
    9: 1.2,
    10: 1.35,
    11: 1.2,
    12: 0.6,
}

# In which month after the launch each course came out, in the order in which the catalogue got them.
RELEASED: Mapping[str, int] = {"kotter": 0, "procurement": 0, "needs": 1, "ai-act": 3, "security": 5, "gdpr": 7}
# In which month a course was brought up to date: the one on AI tells of a regulation of last July.
REVISED: Mapping[str, int] = {"ai-act": 10}

# How likely a course is to be chosen, by where one works; a newer course is taken by more for a while.
INTEREST: Mapping[str, Mapping[str, float]] = {
    CARE: {"kotter": 2, "procurement": 0.3, "needs": 1, "ai-act": 1, "security": 4, "gdpr": 6},
    SCHOOL: {"kotter": 2, "procurement": 0.3, "needs": 0.7, "ai-act": 4, "security": 3, "gdpr": 6},
    TECHNICAL: {"kotter": 2, "procurement": 3, "needs": 3, "ai-act": 1, "security": 4, "gdpr": 3},
    OFFICE: {"kotter": 2, "procurement": 4, "needs": 4, "ai-act": 3, "security": 4, "gdpr": 5},
    "": {"kotter": 3, "procurement": 2, "needs": 1, "ai-act": 3, "security": 3, "gdpr": 3},
}
LEADERS_LIKE: Mapping[str, float] = {"kotter": 3, "ai-act": 2}
# How many courses a leader group takes, compared with everybody else; elected members have the least time.
EAGERNESS: Mapping[str, float] = {"official": 1.6, "key_person": 1.5, "elected": 0.7, "": 1.0}
SHARE_WHO_NEVER_BEGIN = 0.22

# How often a question is answered rightly at the first try: by course and the question's number, or else drawn.
HARD: Mapping[tuple[str, int], float] = {
    ("ai-act", 1): 0.42,
    ("procurement", 2): 0.47,
    ("gdpr", 1): 0.55,
    ("kotter", 1): 0.58,
    ("security", 0): 0.62,
}
EASY = (0.72, 0.93)

SHARE_WHO_STOP: Mapping[str, float] = {"ai-act": 0.22, "procurement": 0.24, "kotter": 0.14}
OTHERS_STOP = 0.13
SHARE_WHO_PAUSE = 0.22
SHARE_WHO_ASK_FOR_THE_ANSWER = 0.15
SHARE_WHO_TAKE_AGAIN = 0.07


def adoption_of(slug: str) -> Adoption:
    """Return how an organisation took to the academy."""
    return ADOPTIONS.get(slug, EVEN)


def weight_of(slug: str, number: int, calendar_month: int) -> float:
    """Return how much is begun in an organisation in a month: `number` is 0 for that of the launch."""
    by_month = adoption_of(slug).by_month
    return by_month[min(number, len(by_month) - 1)] * SEASON[calendar_month]
