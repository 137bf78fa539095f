"""The platform's way in: columns, windows, and the caller's transaction."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from structlog.testing import capture_logs

from academy.scoping import unscoped
from analytics.lrs import authors, ingest
from analytics.lrs.rows import Stamp, Subject
from analytics.models import Statement
from analytics.xapi.errors import StatementError
from analytics.xapi.versions import Version
from learners.events import Dimensions
from learners.models import Unit
from tests.analytics.lrs.conftest import WHEN, Json, Towns, marks, said, stored

pytestmark = pytest.mark.django_db

MODULE = UUID("11111111-1111-4111-8111-111111111111")


def record(towns: Towns, *statements: Json, unit: int | None = None, now: datetime = WHEN) -> list[UUID]:
    who = Dimensions(towns.eksjo.pk, unit or towns.care.pk, "care", "official")
    return ingest.record(
        statements,
        author=authors.platform(towns.eksjo.pk, towns.eksjo.federation.launched_on),
        version=Version.V2_0,
        stamp=Stamp(who, Subject(Statement.Kind.STEP, MODULE, "micro_course")),
        clock=lambda: now,
    )


def test_dimensions_stand_in_columns_and_never_in_the_text(towns: Towns) -> None:
    record(towns, said(timestamp="2026-03-01T00:30:00+01:00"))
    (row,) = stored()
    columns: dict[str, Any] = {
        "organisation_id": towns.eksjo.pk,
        "unit_id": towns.care.pk,
        "sector": "care",
        "leader_group": "official",
        "object_kind": "step",
        "module_key": MODULE,
        "module_kind": "micro_course",
        "authority": "platform",
        "month": 202603,
        "stored": WHEN,
        "timestamp": datetime(2026, 2, 28, 23, 30, tzinfo=UTC),
        "is_voided": False,
        "voids": None,
    }
    assert {name: getattr(row, name) for name in columns} == columns
    assert "official" not in row.raw
    assert '"account":{"homePage":"https://akademin.example/system","name":"platform"}' in row.raw


def test_a_unit_of_another_organisation_is_left_out_and_the_rest_is_kept(towns: Towns) -> None:
    with unscoped("test"):
        foreign = Unit.objects.get(organisation=towns.nassjo)
    with capture_logs() as logs:
        record(towns, said(timestamp="2026-03-01T12:00:00Z"), unit=foreign.pk)
    (row,) = stored()
    assert (row.organisation_id, row.unit_id, row.sector) == (towns.eksjo.pk, None, "care")
    assert marks() == [(towns.eksjo.pk, None, 202603)]
    assert [(log["event"], log["log_level"]) for log in logs if log["event"] != "unscoped"] == [
        ("unit_of_another_organisation", "error")
    ]


def test_dimensions_of_another_organisation_are_refused(towns: Towns) -> None:
    with pytest.raises(ValueError, match="own organisation"):
        ingest.record(
            [said()],
            author=authors.platform(towns.nassjo.pk, towns.nassjo.federation.launched_on),
            version=Version.V2_0,
            stamp=Stamp(Dimensions(towns.eksjo.pk, towns.care.pk, "care", "")),
        )
    assert stored() == []


def test_each_window_is_marked_once_a_batch(towns: Towns) -> None:
    record(
        towns,
        said(timestamp="2026-02-10T12:00:00Z"),
        said(timestamp="2026-02-11T12:00:00Z"),
        said(timestamp="2026-03-01T12:00:00Z"),
    )
    window = (towns.eksjo.pk, towns.care.pk)
    assert marks() == [(*window, 202602), (*window, 202603)]


def test_a_repeated_statement_marks_nothing(towns: Towns) -> None:
    statement = said()
    record(towns, statement)
    before = marks()
    record(towns, statement, unit=towns.school.pk)
    assert (marks(), len(stored())) == (before, 1)


def test_an_unbelievable_timestamp_counts_when_stored_but_is_kept(towns: Towns) -> None:
    record(towns, said(timestamp="2019-05-01T12:00:00Z"))
    (row,) = stored()
    assert (row.month, row.timestamp.year) == (202603, 2019)
    assert '"timestamp":"2019-05-01T12:00:00Z"' in row.raw


def test_it_joins_the_caller_s_transaction_and_goes_with_it(towns: Towns) -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        record(towns, said())
        assert len(stored()) == 1
        raise Undone
    assert (stored(), marks()) == ([], [])


def test_an_invalid_batch_leaves_nothing(towns: Towns) -> None:
    with pytest.raises(StatementError):
        record(towns, said(), said(actor={}))
    assert (stored(), marks()) == ([], [])


def test_a_batch_larger_than_any_query_takes_is_stored_and_met_again(towns: Towns) -> None:
    batch = [said() for _ in range(1200)]
    assert record(towns, *batch) == [UUID(statement["id"]) for statement in batch]
    record(towns, *batch)
    assert len(stored()) == 1200
