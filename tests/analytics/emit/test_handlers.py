"""From a published event to a row, a mark and a job: in the transaction of the action or not at all."""

from datetime import date
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from academy.events import publish
from academy.scoping import unscoped
from analytics.emit.handlers import stored_together
from analytics.lrs import waking
from analytics.models import DirtyMark, Statement
from learners.actions.people import add_organisation
from learners.events import LearningEvent
from learners.models import Federation, Organisation, Unit
from tests.analytics.emit.samples import MODULE, REGISTRATION, WHEN, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db: Any) -> Unit:
    with unscoped("test"):
        federation = Federation.objects.create(key="hoglandet", name="Höglandet", launched_on=date(2026, 1, 1))
        organisation = add_organisation(
            federation=federation, name="Eksjö", slug="eksjo", kind=Organisation.Kind.MUNICIPALITY
        )
        return Unit.objects.get(organisation=organisation)


@pytest.fixture
def happened(unit: Unit) -> list[LearningEvent]:
    return events(organisation=unit.organisation_id, unit=unit.pk)


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Stands in for the job, which another stage owns."""
    task = Mock()
    monkeypatch.setattr(waking, "_fill", lambda: task)
    return task


def rows() -> list[Statement]:
    with unscoped("test"):
        return list(Statement.objects.order_by("pk"))


def test_each_event_becomes_one_row_with_its_dimensions(happened: list[LearningEvent], unit: Unit) -> None:
    for event in happened:
        with transaction.atomic():
            publish(event)
    assert [row.statement_id for row in rows()] == [event.event_id for event in happened]
    assert [row.object_kind for row in rows()] == ["module", "question", "step", "module"]
    for row in rows():
        assert (row.organisation_id, row.unit_id, row.sector, row.leader_group) == (
            unit.organisation_id,
            unit.pk,
            "care",
            "official",
        )
        assert (row.authority, row.month, row.timestamp) == ("platform", 202603, WHEN)
        assert (row.registration, row.module_key, row.module_kind) == (REGISTRATION, MODULE.key, "micro_course")
        assert row.actor == "account:https://akademin.example/konton|9b2d7c1e-5a44-4f3e-8c6b-7d1e0f2a3b4c"


def test_an_event_marks_its_window(happened: list[LearningEvent], unit: Unit) -> None:
    publish(happened[-1])
    with unscoped("test"):
        marked = list(DirtyMark.objects.values_list("organisation_id", "unit_id", "month"))
    assert marked == [(unit.organisation_id, unit.pk, 202603)]


def test_the_figures_are_counted_anew_once_it_is_committed(
    happened: list[LearningEvent],
    fill: Mock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        publish(happened[0])
        assert fill.apply_async.call_count == 0
    for callback in callbacks:
        callback()
    fill.apply_async.assert_called_once()
    assert (fill.apply_async.call_args.kwargs["args"], fill.apply_async.call_args.kwargs["retry"]) == ((), False)


def test_an_action_undone_takes_its_statement_with_it(
    happened: list[LearningEvent],
    fill: Mock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    class Undone(Exception):
        pass

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Undone), transaction.atomic():
        publish(happened[0])
        raise Undone
    assert rows() == []
    assert fill.apply_async.call_count == 0
    with unscoped("test"):
        assert DirtyMark.objects.count() == 0


def test_the_same_event_twice_is_one_statement(happened: list[LearningEvent]) -> None:
    publish(happened[0])
    publish(happened[0])
    assert len(rows()) == 1


def test_the_job_is_called_by_the_name_that_the_worker_knows() -> None:
    from analytics.tasks import fill_windows

    assert fill_windows.name == waking.FILL


def test_what_is_told_together_is_stored_at_the_end_as_if_it_had_been_told_one_by_one(
    happened: list[LearningEvent], unit: Unit
) -> None:
    with stored_together():
        for event in happened:
            publish(event)
        assert rows() == []
    found = {row.statement_id: row for row in rows()}
    assert set(found) == {event.event_id for event in happened}
    assert [found[event.event_id].object_kind for event in happened] == ["module", "question", "step", "module"]
    assert {row.unit_id for row in found.values()} == {unit.pk}
    with unscoped("test"):
        assert DirtyMark.objects.exists()


def test_what_raises_among_things_told_together_leaves_nothing(happened: list[LearningEvent]) -> None:
    with pytest.raises(ZeroDivisionError), stored_together():
        publish(happened[0])
        raise ZeroDivisionError
    with transaction.atomic():
        publish(happened[1])
    assert [row.statement_id for row in rows()] == [happened[1].event_id]
