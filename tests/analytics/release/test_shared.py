"""The shared channel: dated snapshots that say what the rule allows, never change, and are corrected by the next one."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from academy.periods import STOCKHOLM
from academy.scoping import unscoped_quietly
from analytics.actions.sharing import SharingRefused
from analytics.kpis.definition import Kpi
from analytics.kpis.registry import kpi_by_key
from analytics.models import Figure, Headcount, Purge, SharedFigure, SharingChoice, Snapshot
from analytics.models.shared import Unchangeable
from analytics.release.shared import actions, queries, rounds
from analytics.rollup.actions import turns
from learners.changes import ChangeKind
from learners.models import Change, Federation
from tests.analytics.release.sharing import (
    IN_OCTOBER,
    NOW,
    OCTOBER,
    YEAR,
    employs,
    later,
    learns,
    said,
    taken,
    takes_part,
)
from tests.analytics.rollup.happenings import filled, happened, voided
from tests.conftest import Cast

ACTIVE, PER_100 = "active-learners", "completions-per-100"


@pytest.fixture
def sharing(cast: Cast) -> Cast:
    """Eksjö takes part with 7 people in October and 100 employees; Nässjö does not, with 9 people."""
    takes_part(cast.eksjo)
    employs(cast.eksjo, 100)
    employs(cast.nassjo, 100)
    learns(cast.eksjo, 7)
    learns(cast.nassjo, 9)
    return cast


def test_nobody_takes_part_who_has_not_decided_to(cast: Cast) -> None:
    learns(cast.eksjo, 9)
    assert taken(cast.eksjo) is None
    assert not Snapshot.objects.exists()


def test_a_snapshot_says_what_is_shared_and_that_the_others_do_not_take_part(sharing: Cast) -> None:
    snapshot = taken(sharing.eksjo)
    assert snapshot is not None
    assert (snapshot.number, snapshot.reason, snapshot.taken_at) == (1, "closed", NOW)
    assert said(snapshot, sharing.eksjo, ACTIVE) == ("shown", 7, None)
    assert said(snapshot, sharing.eksjo, PER_100) == ("shown", 7, 100)
    assert said(snapshot, sharing.nassjo, ACTIVE) == ("not_taking_part", None, None)
    assert said(snapshot, sharing.nassjo, PER_100) == ("not_taking_part", None, None)
    assert not SharedFigure.objects.filter(organisation=sharing.molndal.organisation).exists()
    assert not SharedFigure.objects.filter(kpi="completions").exists()


def test_a_hidden_cell_holds_no_number_and_takes_its_company_along(sharing: Cast) -> None:
    takes_part(sharing.nassjo)
    employs(sharing.nassjo, 4)
    snapshot = taken(sharing.eksjo)
    assert snapshot is not None
    assert said(snapshot, sharing.nassjo, ACTIVE) == ("population", None, None)
    assert said(snapshot, sharing.nassjo, PER_100) == ("population", None, None)
    with pytest.raises(DatabaseError), transaction.atomic():
        SharedFigure.objects.create(
            snapshot=snapshot,
            organisation=sharing.nassjo.organisation,
            kpi="x",
            kpi_version=1,
            state="few",
            numerator=3,
        )


def test_nobody_who_did_anything_is_a_zero_and_a_missing_denominator_is_said(sharing: Cast) -> None:
    takes_part(sharing.nassjo)
    snapshot = taken(sharing.eksjo, period=202609)
    assert said(snapshot, sharing.eksjo, ACTIVE) == ("shown", 0, None)
    with unscoped_quietly("test"):
        Headcount.objects.filter(organisation=sharing.nassjo.organisation).delete()
    learns(sharing.nassjo, 2, called="other")
    snapshot = taken(sharing.eksjo)
    assert said(snapshot, sharing.nassjo, PER_100) == ("no_denominator", None, None)
    assert said(snapshot, sharing.nassjo, ACTIVE) == ("shown", 11, None)


def test_the_same_is_not_published_twice(sharing: Cast) -> None:
    assert taken(sharing.eksjo) is not None
    assert taken(sharing.eksjo, at=later(1)) is None
    assert Snapshot.objects.count() == 1


def test_a_correction_is_the_next_snapshot_with_its_reason_and_the_first_stays(sharing: Cast) -> None:
    first = taken(sharing.eksjo)
    row = happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    second = taken(sharing.eksjo, at=later(2))
    assert second is not None
    assert (second.number, second.reason) == (2, "corrected")
    assert said(first, sharing.eksjo, ACTIVE) == ("shown", 7, None)
    assert said(second, sharing.eksjo, ACTIVE) == ("shown", 8, None)
    because = SharedFigure.objects.get(snapshot=second, organisation=sharing.eksjo.organisation, kpi=ACTIVE)
    assert because.corrected_because == "statement"
    voided(row)
    filled(later(3))
    assert said(taken(sharing.eksjo, at=later(4)), sharing.eksjo, ACTIVE) == ("shown", 7, None)


def test_a_change_behind_a_hidden_cell_publishes_nothing(sharing: Cast) -> None:
    takes_part(sharing.nassjo)
    happened(sharing.nassjo.care, "one", at=datetime(2026, 9, 2, 9, tzinfo=STOCKHOLM))
    filled(NOW)
    first = taken(sharing.eksjo, period=202609)
    assert said(first, sharing.nassjo, ACTIVE) == ("few", None, None)
    happened(sharing.nassjo.care, "two", at=datetime(2026, 9, 2, 9, tzinfo=STOCKHOLM))
    filled(NOW)
    assert taken(sharing.eksjo, period=202609, at=later(1)) is None


def test_an_open_period_and_one_that_waits_are_not_published(sharing: Cast) -> None:
    assert taken(sharing.eksjo, period=202611) is None
    assert taken(sharing.eksjo, period=YEAR) is None
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    assert taken(sharing.eksjo) is None
    assert not Snapshot.objects.exists()


def test_a_year_is_hidden_with_its_months(sharing: Cast) -> None:
    new_year = datetime(2027, 1, 2, 6, tzinfo=STOCKHOLM)
    october = date(2026, 10, 1)
    takes_part(sharing.eksjo, october)
    for month in (OCTOBER, 202611):
        taken(sharing.eksjo, period=month, at=new_year, launched_on=october)
        assert taken(sharing.eksjo, period=YEAR, at=new_year, launched_on=october) is None, "December is not published"
    taken(sharing.eksjo, period=202612, at=new_year, launched_on=october)
    shown = taken(sharing.eksjo, period=YEAR, at=new_year, launched_on=october)
    assert said(shown, sharing.eksjo, ACTIVE) == ("shown", 7, None)
    happened(sharing.eksjo.care, "somebody", at=datetime(2026, 11, 20, 9, tzinfo=STOCKHOLM))
    filled(new_year)
    hidden = taken(sharing.eksjo, period=YEAR, at=new_year, launched_on=october)
    assert said(hidden, sharing.eksjo, ACTIVE) == ("linked", None, None)


def test_what_is_published_is_never_changed_or_deleted(sharing: Cast) -> None:
    snapshot = taken(sharing.eksjo)
    assert snapshot is not None
    row = SharedFigure.objects.get(organisation=sharing.eksjo.organisation, kpi=ACTIVE)
    row.numerator = 99
    for forbidden in (
        row.save,
        row.delete,
        snapshot.save,
        snapshot.delete,
        SharedFigure.objects.all().delete,
        Snapshot.objects.all().delete,
        lambda: SharedFigure.objects.update(numerator=1),
        lambda: Snapshot.objects.update(number=7),
        lambda: SharedFigure.objects.bulk_update([row], ["numerator"]),
        lambda: SharedFigure.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["pk"], update_fields=["numerator"]
        ),
    ):
        with pytest.raises(Unchangeable), transaction.atomic():
            forbidden()
    assert said(snapshot, sharing.eksjo, ACTIVE) == ("shown", 7, None)
    assert Snapshot.objects.get().number == 1


def purged(wanted: dict[str, Any], reason: str) -> Purge:
    with unscoped_quietly("test"):
        return actions.purge(**wanted, reason=reason)


def test_a_purge_empties_every_snapshot_is_written_down_and_lasts(sharing: Cast) -> None:
    first = taken(sharing.eksjo)
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    second = taken(sharing.eksjo, at=later(2))
    wanted: dict[str, Any] = {
        "organisation_id": sharing.eksjo.organisation.pk,
        "kpi": ACTIVE,
        "period": OCTOBER,
        "now": later(3),
    }
    with pytest.raises(ValueError, match="reason"):
        purged(wanted, " ")
    made = purged(wanted, "Pekade ut en person")
    assert (made.figures, made.reason) == (2, "Pekade ut en person")
    for snapshot in (first, second):
        assert said(snapshot, sharing.eksjo, ACTIVE) == ("purged", None, None)
        assert said(snapshot, sharing.eksjo, PER_100)[0] == "shown"
    with pytest.raises(ValueError, match="published"):
        purged(wanted, "Igen")
    assert Purge.objects.count() == 1
    happened(sharing.eksjo.care, "another", at=IN_OCTOBER)
    filled(later(4))
    assert said(taken(sharing.eksjo, at=later(5)), sharing.eksjo, ACTIVE) == ("purged", None, None)


def test_whoever_is_overtaken_by_a_fill_publishes_nothing(sharing: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    members = queries.members

    def overtaking(*args: object) -> object:
        happened(sharing.eksjo.care, "in between", at=IN_OCTOBER)
        filled(later(1))
        return members(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "members", overtaking)
    with pytest.raises(turns.Overtaken):
        taken(sharing.eksjo)
    assert not Snapshot.objects.exists()


def test_a_snapshot_that_a_purge_comes_before_does_not_bring_the_value_back(
    sharing: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(sharing.eksjo)
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    wanted = {"organisation_id": sharing.eksjo.organisation.pk, "kpi": ACTIVE, "period": OCTOBER, "now": later(2)}
    rows = actions._rows

    def overtaking(*args: Any) -> Any:
        purged(wanted, "Pekade ut en person")
        return rows(*args)

    with monkeypatch.context() as patched, pytest.raises(turns.Overtaken):
        patched.setattr(actions, "_rows", overtaking)
        taken(sharing.eksjo, at=later(3))
    assert Snapshot.objects.count() == 1
    assert said(taken(sharing.eksjo, at=later(3)), sharing.eksjo, ACTIVE) == ("purged", None, None)
    assert not SharedFigure.objects.filter(kpi=ACTIVE, organisation=sharing.eksjo.organisation, state="shown").exists()


def test_all_but_few_of_the_employees_are_not_published(sharing: Cast) -> None:
    employs(sharing.eksjo, 9)
    snapshot = taken(sharing.eksjo)
    assert said(snapshot, sharing.eksjo, ACTIVE) == ("few", None, None)
    assert said(snapshot, sharing.eksjo, PER_100) == ("few", None, None)


def test_a_round_publishes_what_has_ended_and_corrects_once_a_month(sharing: Cast) -> None:
    assert rounds.take_due(now=NOW) == 10
    assert set(Snapshot.objects.values_list("period", flat=True)) == set(range(202601, 202611))
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    assert rounds.take_due(now=later(2)) == 0
    assert rounds.take_due(now=datetime(2026, 12, 1, 6, tzinfo=STOCKHOLM)) == 2
    assert Snapshot.objects.filter(period=OCTOBER).count() == 2
    assert Snapshot.objects.filter(period=202611).count() == 1


def test_a_correction_right_after_a_snapshot_of_last_month_waits_for_the_round(sharing: Cast) -> None:
    """What happens in the middle of a month is told with all else when it closes, and not when it happened."""
    december = datetime(2026, 12, 1, 0, 10, tzinfo=STOCKHOLM)
    rounds.take_due(now=NOW)
    rounds.take_due(now=december)
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(december)
    for day in (2, 15, 31):
        assert rounds.take_due(now=december.replace(day=day)) == 0
    assert Snapshot.objects.filter(period=OCTOBER).count() == 1
    # Also of a period that was looked at while there was nothing to publish.
    assert rounds.take_due(now=datetime(2027, 1, 1, 0, 10, tzinfo=STOCKHOLM)) == 3
    assert Snapshot.objects.filter(period=OCTOBER).count() == 2


def test_who_joins_late_is_published_with_the_next_round(sharing: Cast) -> None:
    rounds.take_due(now=NOW)
    takes_part(sharing.nassjo)
    takes_part(sharing.molndal)
    assert rounds.take_due(now=later(1)) == 0
    assert rounds.take_due(now=datetime(2026, 12, 1, 6, tzinfo=STOCKHOLM)) == 22


def test_a_period_that_waits_is_looked_at_when_it_is_counted(sharing: Cast) -> None:
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    assert rounds.take_due(now=NOW) == 9
    filled(NOW)
    assert rounds.take_due(now=NOW) == 1
    assert rounds.take_due(now=NOW) == 0


@pytest.mark.parametrize("launched_on", [date(2026, 9, 1), date(2025, 3, 1)])
def test_a_round_with_nothing_due_costs_the_same_whatever_lies_behind(
    sharing: Cast, launched_on: date, django_assert_num_queries: Any
) -> None:
    Federation.objects.update(launched_on=launched_on)
    rounds.take_due(now=NOW)
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    with django_assert_num_queries(1 + Federation.objects.count()):
        assert rounds.take_due(now=later(2)) == 0


@pytest.fixture
def raising() -> Iterator[Callable[[str], None]]:
    """Raise a shared KPI's version, and lower it afterwards. Everybody holds the same frozen declaration."""
    raised: list[Kpi] = []

    def raise_version(key: str) -> None:
        kpi = kpi_by_key(key)
        assert kpi is not None
        raised.append(kpi)
        object.__setattr__(kpi, "version", kpi.version + 1)

    yield raise_version
    for kpi in raised:
        object.__setattr__(kpi, "version", kpi.version - 1)


def test_a_raised_version_is_published_for_periods_that_close_after_it_alone(
    sharing: Cast, raising: Callable[[str], None]
) -> None:
    """7 by the old definition and 6 by the new one would tell of the one in whom they differ."""
    first = taken(sharing.eksjo)
    raising(ACTIVE)
    happened(sharing.eksjo.care, "latecomer", at=IN_OCTOBER)
    filled(later(1))
    with unscoped_quietly("test"):
        own = Figure.objects.get(
            organisation=sharing.eksjo.organisation, kpi=ACTIVE, period=OCTOBER, level="organisation"
        )
    assert (own.kpi_version, own.numerator) == (2, 8)
    second = taken(sharing.eksjo, at=later(2))
    assert said(second, sharing.eksjo, PER_100) == ("shown", 8, 100)
    assert said(second, sharing.eksjo, ACTIVE) == said(first, sharing.eksjo, ACTIVE) == ("shown", 7, None)
    assert set(SharedFigure.objects.filter(kpi=ACTIVE).values_list("kpi_version", flat=True)) == {1}
    assert taken(sharing.eksjo, at=later(3)) is None
    december = datetime(2026, 12, 2, 6, tzinfo=STOCKHOLM)
    filled(december)
    november = taken(sharing.eksjo, period=202611, at=december)
    assert set(SharedFigure.objects.filter(snapshot=november, kpi=ACTIVE).values_list("kpi_version", flat=True)) == {2}


def test_a_period_waits_for_a_raised_version_to_be_counted(sharing: Cast, raising: Callable[[str], None]) -> None:
    raising(ACTIVE)
    assert taken(sharing.eksjo) is None
    assert rounds.take_due(now=NOW) == 9
    assert not Snapshot.objects.filter(period=OCTOBER).exists()
    filled(later(1))
    assert rounds.take_due(now=later(1)) == 1
    assert set(SharedFigure.objects.filter(kpi=ACTIVE).values_list("kpi_version", flat=True)) == {2}


def test_what_keeps_its_older_version_hidden_keeps_its_company_hidden(
    sharing: Cast, raising: Callable[[str], None]
) -> None:
    takes_part(sharing.nassjo)
    employs(sharing.nassjo, 10)
    assert said(taken(sharing.eksjo), sharing.nassjo, ACTIVE) == ("few", None, None)
    raising(ACTIVE)
    employs(sharing.nassjo, 200)
    filled(later(1))
    assert taken(sharing.eksjo, at=later(2)) is not None
    second = Snapshot.objects.get(number=2)
    assert said(second, sharing.nassjo, ACTIVE) == ("few", None, None)
    assert said(second, sharing.nassjo, PER_100) == ("linked", None, None)


def test_a_year_with_months_of_two_versions_is_hidden(sharing: Cast, raising: Callable[[str], None]) -> None:
    new_year, october = datetime(2027, 1, 2, 6, tzinfo=STOCKHOLM), date(2026, 10, 1)
    for month in (OCTOBER, 202611, 202612):
        if month == 202612:
            raising(ACTIVE)
            filled(new_year)
        assert taken(sharing.eksjo, period=month, at=new_year, launched_on=october) is not None
    year = taken(sharing.eksjo, period=YEAR, at=new_year, launched_on=october)
    assert said(year, sharing.eksjo, ACTIVE) == ("linked", None, None)


def test_a_round_goes_on_when_one_federation_fails(sharing: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    takes_part(sharing.molndal)
    take = actions.take

    def failing(**wanted: object) -> object:
        if wanted["federation_id"] == sharing.eksjo.organisation.federation_id:
            raise RuntimeError("broken")
        return take(**wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "take", failing)
    with pytest.raises(rounds.SnapshotsFailed, match="RuntimeError"):
        rounds.take_due(now=NOW)
    assert set(Snapshot.objects.values_list("federation_id", flat=True)) == {sharing.molndal.organisation.federation_id}


def test_a_decision_is_journalled_once_and_leaving_cannot_unpublish(cast: Cast) -> None:
    takes_part(cast.eksjo)
    takes_part(cast.eksjo)
    with pytest.raises(SharingRefused):
        takes_part(cast.eksjo, date(2026, 10, 31), takes_part=False)
    takes_part(cast.eksjo, date(2026, 11, 1), takes_part=False)
    with unscoped_quietly("test"):
        changes = list(Change.objects.filter(kind=ChangeKind.SHARING_CHANGED).order_by("pk"))
        assert SharingChoice.objects.count() == 2
    assert [(row.before["takes_part"], row.after["takes_part"]) for row in changes] == [(False, True), (True, False)]
    assert {row.by_id for row in changes} == {cast.eksjo.hr.pk}


def test_who_leaves_is_left_out_from_that_day_and_stays_in_what_was_before(sharing: Cast) -> None:
    takes_part(sharing.eksjo, date(2026, 11, 1), takes_part=False, at=later(1))
    assert said(taken(sharing.eksjo), sharing.eksjo, ACTIVE) == ("shown", 7, None)
    december = datetime(2026, 12, 2, 6, tzinfo=STOCKHOLM)
    takes_part(sharing.nassjo)
    assert said(taken(sharing.eksjo, period=202611, at=december), sharing.eksjo, ACTIVE)[0] == "not_taking_part"


def test_a_period_is_shared_by_who_takes_part_in_all_of_it(sharing: Cast) -> None:
    takes_part(sharing.nassjo, date(2026, 10, 2))
    assert said(taken(sharing.eksjo), sharing.nassjo, ACTIVE) == ("not_taking_part", None, None)
