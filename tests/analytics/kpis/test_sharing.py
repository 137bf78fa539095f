"""What a declaration may let out of an organisation: tables that cannot be worked out from each other, and no others."""

from dataclasses import replace

import pytest

from analytics.kpis.definition import Grain, Kpi, SharedTable
from analytics.kpis.families.completion import COMPLETIONS, COMPLETIONS_PER_100
from analytics.kpis.families.participation import ACTIVE_LEARNERS
from analytics.kpis.registry import KPIS, SHARED_KPIS, _overlapping

MONTH, YEAR = SharedTable(Grain.MONTH), SharedTable(Grain.YEAR)


def test_what_is_shared_is_declared_and_the_rest_stays_at_home() -> None:
    assert [(kpi.key, kpi.shared_grains) for kpi in KPIS] == [
        ("completions", ()),
        ("completions-per-100", (Grain.MONTH,)),
        ("active-learners", (Grain.MONTH, Grain.YEAR)),
    ]
    assert SHARED_KPIS == (COMPLETIONS_PER_100, ACTIVE_LEARNERS)


@pytest.mark.parametrize(
    ("kpi", "changes", "words"),
    [
        (COMPLETIONS, {"shared_tables": (MONTH, YEAR)}, "add up to the year"),
        (COMPLETIONS_PER_100, {"shared_tables": (MONTH, YEAR)}, "add up to the year"),
        (ACTIVE_LEARNERS, {"shared_tables": (SharedTable(Grain.MONTH, has_sum=True),)}, "never added up"),
        (ACTIVE_LEARNERS, {"shared_tables": (MONTH, MONTH)}, "once"),
        (ACTIVE_LEARNERS, {"shared_tables": (YEAR,), "grains": (Grain.MONTH,)}, "of a grain"),
        (ACTIVE_LEARNERS, {"floor": 4}, "5 or more"),
    ],
)
def test_tables_that_give_each_other_away_are_refused(kpi: Kpi, changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(kpi, **changes)  # type: ignore[arg-type]


def test_two_measures_that_differ_by_who_is_left_out_are_not_both_shared() -> None:
    assert _overlapping(COMPLETIONS, COMPLETIONS_PER_100)
    assert not _overlapping(COMPLETIONS, COMPLETIONS)
    assert not _overlapping(COMPLETIONS_PER_100, ACTIVE_LEARNERS)
    assert not any(_overlapping(one, other) for one in SHARED_KPIS for other in SHARED_KPIS)
