"""A million statements, counted by the fill and by going through them one by one."""

from collections import Counter, defaultdict

import pytest
from django.db import transaction

from academy.periods import Month
from academy.scoping import unscoped_quietly
from analytics.kpis.measures import Counting
from analytics.kpis.periods import months_between
from analytics.kpis.registry import KPIS
from analytics.models import DirtyMark, Fact, Statement
from bench.history import MONTHS, YEAR_BEGUN, add_history, people_of
from bench.world import Place, make_world
from learners.models import Unit
from tests.analytics.rollup.happenings import filled, marks_left
from tests.soak.lengths import ROWS

pytestmark = pytest.mark.django_db(transaction=True)

Key = tuple[str, str, int, int]


def counted_one_by_one(places: list[Place]) -> dict[Key, int]:
    """Go through every statement once and count it in each window that contains it; people by their names."""
    lineages = {unit.pk: unit.lineage for unit in Unit.objects.filter(organisation_id__in=[one.id for one in places])}
    federation = Unit.objects.select_related("organisation").get(pk=places[0].root_id).organisation.federation_id
    numbers: Counter[Key] = Counter()
    people: dict[Key, set[str]] = defaultdict(set)
    columns = ("organisation_id", "unit_id", "month", "verb", "object_kind", "leader_group", "actor")
    for organisation, unit, month, verb, kind, group, actor in Statement.objects.values_list(*columns).iterator(5_000):
        scopes = [
            ("federation", federation),
            ("organisation", organisation),
            *(("unit", one) for one in lineages[unit]),
        ]
        for kpi in KPIS:
            measure = kpi.measure
            if verb not in measure.verbs or group in measure.without_leader_groups:
                continue
            if measure.object_kinds and kind not in measure.object_kinds:
                continue
            for level, scope in scopes:
                for period in (month, month // 100):
                    if measure.counting is Counting.PEOPLE:
                        people[kpi.key, level, scope, period].add(actor)
                    else:
                        numbers[kpi.key, level, scope, period] += 1
    return dict(numbers) | {key: len(names) for key, names in people.items()}


def test_every_window_of_many_statements_is_counted_right() -> None:
    places = make_world()
    add_history(places, ROWS, seed=5, people=people_of(ROWS))
    first = Month.of(YEAR_BEGUN).number
    with unscoped_quietly("test"), transaction.atomic():
        DirtyMark.objects.bulk_create(
            DirtyMark(organisation_id=place.id, month=month)
            for place in places
            for month in months_between(first, first + MONTHS - 1)
        )
    while filled():
        pass
    assert marks_left() == 0
    with unscoped_quietly("test"):
        expected = counted_one_by_one(places)
    rows = Fact.objects.filter(count__gt=0, part="").values_list("kpi", "level", "scope_id", "period", "count")
    found = {(kpi, level, scope, period): count for kpi, level, scope, period, count in rows}
    assert len(found) > 1_000
    assert found == expected
