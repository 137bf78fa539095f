"""Batches go into the tables without model instances, and leave what model instances would."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.scoping import unscoped
from analytics.lrs import authors, ingest, keys, mentions, statement_rows, store
from analytics.lrs.moments import as_datetime, counting_month
from analytics.lrs.rows import Stamp, Subject, completed, with_id
from analytics.models import Statement, StatementReference
from analytics.xapi import json_text, reading
from analytics.xapi.normalise import normalised
from analytics.xapi.versions import Version
from learners.events import Dimensions
from tests.analytics.lrs.conftest import WHEN, Json, Towns, said, stored, voiding
from tests.analytics.xapi.strategies import statements

pytestmark = pytest.mark.django_db

MODULE = UUID("11111111-1111-4111-8111-111111111111")
PARENT = {"contextActivities": {"parent": [{"id": "https://tool.example/1"}, {"id": "https://tool.example/2"}]}}


def references() -> set[tuple[int, UUID, datetime, int, int]]:
    """All reference rows, whole."""
    with unscoped("test"):
        rows = StatementReference.objects.values_list("organisation_id", "key", "stored", "statement_id", "via_id")
        return set(rows)


def author_of(towns: Towns) -> authors.Author:
    return authors.credential("k", towns.eksjo.pk, towns.eksjo.federation.launched_on)


def record(towns: Towns, *batch: Json) -> list[UUID]:
    return ingest.record(batch, author=author_of(towns), version=Version.V2_0, clock=lambda: WHEN)


def as_instance(sent: Json, author: authors.Author, version: Version, stamp: Stamp) -> Statement:
    """The row of one statement, said as plainly as can be."""
    whole = completed(with_id(normalised(sent, version)), author=author, version=version, stored=WHEN)
    timestamp = as_datetime(whole["timestamp"])
    unit_id, sector, leader_group = stamp.who()
    object_kind, module_key, module_kind = stamp.what()
    return Statement(
        organisation_id=author.organisation_id,
        statement_id=UUID(whole["id"]),
        raw=json_text.dumps(whole),
        stored=WHEN,
        timestamp=timestamp,
        month=counting_month(timestamp, stored=WHEN, launched_on=author.launched_on),
        actor=keys.actor_column(whole["actor"]),
        verb=keys.column(reading.verb_id(whole)),
        activity=keys.object_column(whole),
        registration=reading.registration(whole),
        authority=author.name,
        unit_id=unit_id,
        sector=sector,
        leader_group=leader_group,
        object_kind=object_kind,
        module_key=module_key,
        module_kind=module_kind,
        refers_to=reading.refers_to(whole),
        voids=reading.voids(whole),
    )


def columns(row: Statement) -> dict[str, Any]:
    """All columns but the row's own number."""
    return {**model_to_dict(row), "id": None}


def test_no_column_is_forgotten() -> None:
    assert set(statement_rows.COLUMNS) == {field.column for field in Statement._meta.concrete_fields}


@given(version=st.sampled_from(Version), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_is_what_a_model_instance_would_be(towns: Towns, version: Version, data: st.DataObject) -> None:
    batch = [with_id(each) for each in data.draw(st.lists(statements(version), min_size=1, max_size=3))]
    batch = list({each["id"]: each for each in batch if reading.refers_to(each) is None}.values())
    with unscoped("test"):
        StatementReference.objects.all().delete()
        Statement.objects.all().delete()
    ingest.record(batch, author=author_of(towns), version=version, clock=lambda: WHEN)
    wanted = [as_instance(each, author_of(towns), version, Stamp()) for each in batch]
    found = stored()
    assert [columns(row) for row in found] == [columns(row) for row in wanted]
    assert references() == {
        (row.organisation_id, key, WHEN, row.pk, row.pk)
        for row, each in zip(found, batch, strict=True)
        for key in mentions.own_keys({**normalised(each, version), "authority": {}})  # nobody is found by a claim of it
    }


def test_a_stamp_is_in_every_row(towns: Towns) -> None:
    stamp = Stamp(
        Dimensions(towns.eksjo.pk, towns.care.pk, "care", "official"),
        Subject(Statement.Kind.STEP, MODULE, "micro_course"),
    )
    author = authors.platform(towns.eksjo.pk, date(2026, 1, 1))
    batch = [said(context=PARENT), said(timestamp="2026-02-01T10:00:00.123456789Z")]
    ingest.record(batch, author=author, version=Version.V2_0, stamp=stamp, clock=lambda: WHEN)
    wanted = [as_instance(each, author, Version.V2_0, stamp) for each in batch]
    assert [columns(row) for row in stored()] == [columns(row) for row in wanted]


def test_a_batch_is_numbered_in_the_order_sent(towns: Towns) -> None:
    batch = [said() for _ in range(30)]
    record(towns, *batch)
    assert [str(row.statement_id) for row in stored()] == [each["id"] for each in batch]


def test_what_is_there_already_gets_no_second_row_of_any_kind(towns: Towns) -> None:
    known = [said(context=PARENT, timestamp=f"2026-03-0{day}T10:00:00Z") for day in range(1, 5)]
    record(towns, *known)
    before, rows = references(), stored()
    batch = [said(context=PARENT), *known, said(context=PARENT)]
    assert record(towns, *batch) == [UUID(each["id"]) for each in batch]
    assert stored()[: len(rows)] == rows
    assert len(stored()) == len(rows) + 2
    assert len(references()) == len(before) + 4
    assert before < references()
    assert {row[3] for row in references()} == {row.pk for row in stored()}


def test_a_conflict_leaves_nothing_of_the_batch(towns: Towns) -> None:
    known = said(context=PARENT)
    record(towns, known)
    before = references()
    changed = {**known, "object": {"id": "https://tool.example/other"}}
    with pytest.raises(store.Conflict) as caught:
        record(towns, said(context=PARENT), changed)
    assert caught.value.position == 1
    assert (len(stored()), references()) == (1, before)


def test_a_statement_and_what_it_voids_may_come_together(towns: Towns) -> None:
    target = said()
    record(towns, voiding(target["id"]), target)
    assert [row.is_voided for row in stored()] == [False, True]


def test_a_large_batch_with_everything_in_one_tenant_leaves_the_other_alone(towns: Towns) -> None:
    same = [said(timestamp="2026-03-01T10:00:00Z", context=PARENT) for _ in range(60)]
    record(towns, *same)
    other = authors.credential("k", towns.nassjo.pk, towns.nassjo.federation.launched_on)
    ingest.record(same, author=other, version=Version.V2_0, clock=lambda: datetime(2026, 3, 10, tzinfo=UTC))
    per_town = [row.organisation_id for row in stored()]
    assert [per_town.count(town.pk) for town in (towns.eksjo, towns.nassjo)] == [60, 60]
