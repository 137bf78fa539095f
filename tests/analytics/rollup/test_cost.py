"""What a look and a click cost: plans and numbers of queries that do not grow with history. No stopwatch."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.scoping import unscoped_quietly
from analytics.models import Coverage, Fact
from analytics.release import actions, queries
from analytics.rollup.queries import coverage, extract, marks
from analytics.rollup.windows import Window, containing, of_all_units
from tests.analytics.rollup.happenings import NOVEMBER, filled, happened
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def plans(act: Callable[[], object]) -> list[str]:
    """Return the plan of each query, with an index wherever there is one that serves: these tables are small."""
    with CaptureQueriesContext(connection) as captured:
        act()
    asked = [query["sql"] for query in captured if query["sql"].lstrip("( ").startswith(("SELECT", "WITH"))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        return [_plan(cursor, sql) for sql in asked]


def _plan(cursor: object, sql: str) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    cursor.execute(f"{explain} {sql}")  # type: ignore[attr-defined]
    return "\n".join(str(row[-1]) for row in cursor.fetchall())  # type: ignore[attr-defined]


def scans(plan: str, table: str) -> bool:
    """Tell whether a plan reads a whole table, or the whole of an index of it."""
    if connection.vendor == "postgresql":
        lines = [line.strip() for line in plan.splitlines()]
        whole = [line for line, after in zip(lines, [*lines[1:], ""], strict=True) if _is_whole(line, after)]
    else:
        whole = [line for line in plan.splitlines() if line.startswith("SCAN")]
    return any(table in line for line in whole)


def _is_whole(line: str, after: str) -> bool:
    """A sequential scan, or an index scan whose next line names no condition."""
    return "Seq Scan" in line or ("Index" in line and "Scan" in line and not after.startswith("Index Cond"))


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """A year of months in two towns."""
    for month in range(1, 12):
        for town in (cast.eksjo, cast.nassjo):
            happened(town.care, "anna", at=datetime(2026, month, 5, 12, tzinfo=UTC))
    filled()
    filled()
    return cast


def test_all_windows_of_a_click_are_counted_by_one_query_in_the_index_of_what_counts(counted: Cast) -> None:
    with unscoped_quietly("test"):
        place = marks.place_of(counted.eksjo.organisation.pk)
        windows = containing(place, {counted.eksjo.care.pk}, 202611) | of_all_units(place, 202611)
        found = [plan for plan in plans(lambda: extract.count(windows, place)) if "statement" in plan]
    (plan,) = found
    # Which index PostgreSQL takes for two dozen rows among dead ones is chance: tests/soak/test_plans.py gives it a million.
    if connection.vendor != "postgresql":
        assert "COVERING INDEX statement_counted (organisation_id=? AND month>? AND month<?)" in plan, plan
        assert "SCAN t0" not in plan  # the alias of the table of statements, which is searched above
    assert not scans(plan, "analytics_statement"), plan
    assert "month" in plan, plan


def test_a_click_reads_facts_and_figures_of_its_own_windows_alone(counted: Cast) -> None:
    with unscoped_quietly("test"):
        place = marks.place_of(counted.eksjo.organisation.pk)
        never_counted = plans(lambda: marks.never_counted(place, 202611))
        existing = plans(lambda: queries.existing(place.organisation_id, [202611, 2026]))
    assert [("scope_id" in plan, "period" in plan) for plan in never_counted] == [(True, True)]
    assert ["figure_period" in plan for plan in existing] == [True]
    assert not any(scans(plan, "analytics_") for plan in never_counted + existing)


def test_an_idle_look_asks_two_questions_however_long_the_history(counted: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert filled() == 0
    asked = [query["sql"] for query in captured]
    assert len(asked) == 2
    assert not any("fact" in sql or not sql.startswith("SELECT") for sql in asked)


def test_closing_periods_writes_only_when_one_has_ended(counted: Cast) -> None:
    with unscoped_quietly("test"):
        actions.close_periods(now=NOVEMBER)
        with CaptureQueriesContext(connection) as idle:
            assert actions.close_periods(now=NOVEMBER) == 0
        (plan,) = plans(lambda: actions.close_periods(now=NOVEMBER))
        with CaptureQueriesContext(connection) as ending:
            assert actions.close_periods(now=datetime(2026, 12, 1, 12, tzinfo=UTC)) > 0
    assert len(idle) == 1
    assert "UPDATE" not in idle[0]["sql"]
    assert "figure_preliminary" in plan
    assert "UPDATE" in ending[1]["sql"]


def test_a_month_before_the_first_is_noticed_and_the_gap_is_filled(counted: Cast) -> None:
    town = counted.eksjo
    assert Coverage.objects.get(pk=town.organisation.pk).first == 202601
    happened(town.care, "bo", at=datetime(2025, 10, 5, 12, tzinfo=UTC))
    filled()
    assert Fact.objects.filter(level="organisation", scope_id=town.organisation.pk, period=202511).count() == 0
    assert filled() == 2
    covered = Coverage.objects.get(pk=town.organisation.pk)
    assert (covered.first, covered.through, covered.kpis) == (202510, 202611, coverage.declared())
    for month in (202511, 202512):
        found = Fact.objects.filter(level="organisation", scope_id=town.organisation.pk, period=month)
        assert set(found.values_list("count", flat=True)) == {0}


def test_the_windows_of_a_federation_count_all_its_organisations_and_no_other(counted: Cast) -> None:
    happened(counted.molndal.care, "dag")
    with unscoped_quietly("test"):
        place = marks.place_of(counted.eksjo.organisation.pk)
        window = Window("federation", place.federation_id, 2026)
        assert extract.count([window], place)["completions", window] == 22
