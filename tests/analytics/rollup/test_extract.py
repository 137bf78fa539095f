"""Whatever the statements, SQL counts what a person would who goes through them one by one, on either database."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.periods import STOCKHOLM
from academy.scoping import Scope, ScopeMissing, entered, unscoped_quietly
from analytics.kpis.definition import Kpi
from analytics.kpis.measures import Counting, Measure
from analytics.kpis.periods import months_in
from analytics.kpis.registry import KPIS
from analytics.models import Statement
from analytics.rollup import expressions
from analytics.rollup.queries import extract, marks
from analytics.rollup.windows import Counts, Place, Window, containing, of_all_units
from analytics.xapi import vocabulary
from learners.actions.people import add_unit
from tests.analytics.rollup.happenings import happened
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

VERBS = (vocabulary.REGISTERED.iri, vocabulary.ANSWERED.iri, vocabulary.COMPLETED.iri, vocabulary.EXPERIENCED.iri)
GROUPS = ("", "elected", "official", "key_person")


@dataclass(frozen=True)
class Said:
    """One statement of the example."""

    town: int
    unit: int
    person: int
    month: int
    verb: str
    kind: str
    group: str
    is_ours: bool
    is_voided: bool


SAID = st.builds(
    Said,
    town=st.integers(0, 2),
    unit=st.integers(-1, 3),
    person=st.integers(0, 4),
    month=st.sampled_from([202512, 202609, 202610, 202611]),
    verb=st.sampled_from(VERBS),
    kind=st.sampled_from(["module", "step", "question"]),
    group=st.sampled_from(GROUPS),
    is_ours=st.sampled_from([True, True, True, False]),
    is_voided=st.sampled_from([False, False, False, True]),
)


def plainly(windows: set[Window], place: Place, organisations: set[int], kpis: tuple[Kpi, ...] = KPIS) -> Counts:
    """Count in Python, window by window and statement by statement."""
    rows = list(Statement.objects.filter(organisation_id__in=organisations, authority="platform", is_voided=False))
    asked = {
        (kpi, replace(window, part=part)) for kpi in kpis for window in windows for part in ("", *kpi.measure.parts)
    }
    return {(kpi.key, window): number(kpi.measure, window, place, rows) for kpi, window in asked}


def number(measure: Measure, window: Window, place: Place, rows: list[Statement]) -> int:
    """What the measure counts in one window."""
    found = [row for row in rows if is_in(window, place, row) and is_meant(measure, row)]
    return len({row.actor for row in found} if measure.counting is Counting.PEOPLE else found)


def is_in(window: Window, place: Place, row: Statement) -> bool:
    """Tell whether a statement belongs to a window."""
    first, last = months_in(window.period)
    within = {
        "federation": True,
        "organisation": row.organisation_id == place.organisation_id,
        "unit": row.organisation_id == place.organisation_id and window.scope_id in place.lineage(row.unit_id),
    }
    return within[window.level] and first <= row.month <= last and window.part in {"", row.leader_group}


def is_meant(measure: Measure, row: Statement) -> bool:
    """Tell whether a measure looks at a statement."""
    return (
        row.verb in measure.verbs
        and (not measure.object_kinds or row.object_kind in measure.object_kinds)
        and row.leader_group not in measure.without_leader_groups
    )


def say(cast: Cast, said: list[Said]) -> None:
    """Store the example and nothing else."""
    Statement.objects.all().delete()
    for each in said:
        town = cast.towns()[each.town]
        unit = [town.root, town.care, town.school, town.care][each.unit]
        row = happened(
            unit,
            f"person-{each.person}",
            at=datetime(each.month // 100, each.month % 100, 15, tzinfo=STOCKHOLM),
            verb=each.verb,
            kind=each.kind,
            leader_group=each.group,
            authority="platform" if each.is_ours else "credential:x",
        )
        changes = {"is_voided": each.is_voided, **({"unit": None} if each.unit < 0 else {})}
        Statement.objects.filter(pk=row.pk).update(**changes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, max_size=25), month=st.sampled_from([202512, 202610]))
def test_sql_counts_what_python_counts(cast: Cast, said: list[Said], month: int) -> None:
    with unscoped_quietly("test"):
        say(cast, said)
        place = marks.place_of(cast.eksjo.organisation.pk)
        windows = containing(place, place.lineages, month) | of_all_units(place, month)
        both = {cast.eksjo.organisation.pk, cast.nassjo.organisation.pk}
        assert extract.count(windows, place) == plainly(windows, place, both)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, max_size=20))
def test_leader_groups_are_counted_each_on_their_own_where_a_measure_names_them(cast: Cast, said: list[Said]) -> None:
    # The first alone names them, so that others are seen to be left as they are.
    apart = replace(KPIS[0], measure=replace(KPIS[0].measure, parts=GROUPS[1:]))
    people = replace(KPIS[-1], measure=replace(KPIS[-1].measure, parts=("elected",)))
    with unscoped_quietly("test"), pytest.MonkeyPatch.context() as patch:
        kpis = (apart, *KPIS[1:-1], people)
        patch.setattr(extract, "KPIS", kpis)
        say(cast, said)
        place = marks.place_of(cast.eksjo.organisation.pk)
        windows = containing(place, place.lineages, 202610)
        counts = extract.count(windows, place)
        both = {cast.eksjo.organisation.pk, cast.nassjo.organisation.pk}
        assert counts == plainly(windows, place, both, kpis)
    assert {window.part for key, window in counts if key == apart.key} == set(GROUPS)
    assert {window.part for key, window in counts if key == people.key} == {"", "elected"}


def test_months_of_several_years_are_counted_each_in_their_own(cast: Cast) -> None:
    with unscoped_quietly("test"):
        for year, month in ((2025, 12), (2026, 1), (2026, 1), (2026, 2)):
            happened(cast.eksjo.care, "anna", at=datetime(year, month, 15, tzinfo=STOCKHOLM))
        place = marks.place_of(cast.eksjo.organisation.pk)
        asked = {Window("organisation", place.organisation_id, period) for period in (202512, 202601, 202602, 2026)}
        counts = extract.count(asked, place)
    found = {window.period: count for (key, window), count in counts.items() if key == "completions"}
    assert found == {202512: 1, 202601: 2, 202602: 1, 2026: 3}


def test_trees_of_any_depth_are_counted_to_the_root(cast: Cast) -> None:
    with unscoped_quietly("test"):
        unit = cast.eksjo.care
        for level in range(4):
            unit = add_unit(organisation=cast.eksjo.organisation, name=f"Nivå {level}", parent=unit)
        happened(unit, "anna")
        place = marks.place_of(cast.eksjo.organisation.pk)
        counts = extract.count(of_all_units(place, 202611), place)
    ones = {window.scope_id for (key, window), count in counts.items() if key == "active-learners" and count}
    assert ones == set(place.lineage(unit.pk))
    assert len(ones) == 6


def test_nothing_is_counted_without_a_scope_and_nothing_beyond_the_scope_entered(cast: Cast) -> None:
    happened(cast.eksjo.care, "anna")
    happened(cast.nassjo.care, "bo")
    with unscoped_quietly("test"):
        place = marks.place_of(cast.eksjo.organisation.pk)
    window = Window("federation", place.federation_id, 202611)
    with pytest.raises(ScopeMissing):
        extract.count([window], place)
    with entered(Scope("test", frozenset({cast.eksjo.organisation.pk}))):
        assert extract.count([window], place)["completions", window] == 1
    with entered(Scope("test", frozenset())):
        assert extract.count([window], place)["completions", window] == 0


def test_a_query_is_compiled_once_for_a_federation(cast: Cast) -> None:
    with unscoped_quietly("test"):
        happened(cast.eksjo.care, "anna")
        expressions.query.cache_clear()
        for town in (cast.eksjo, cast.nassjo):
            place = marks.place_of(town.organisation.pk)
            for month in (202610, 202611):
                extract.count(containing(place, {town.care.pk}, month), place)
    assert expressions.query.cache_info().misses == 1
    assert expressions.query.cache_info().hits == 3
