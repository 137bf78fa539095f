"""What the tests of the shared channel do: organisations that take part, learn, and are published."""

from datetime import date, datetime, timedelta

from academy.periods import STOCKHOLM
from academy.scoping import unscoped_quietly
from analytics.actions.headcounts import set_headcount
from analytics.actions.sharing import decide_sharing
from analytics.models import SharedFigure, Snapshot
from analytics.release.shared import actions
from tests.analytics.rollup.happenings import filled, happened
from tests.conftest import Town

OCTOBER, YEAR = 202610, 2026
IN_OCTOBER = datetime(2026, 10, 14, 9, 0, tzinfo=STOCKHOLM)
NOW = datetime(2026, 11, 3, 6, 0, tzinfo=STOCKHOLM)
LAUNCH = date(2026, 1, 1)


def takes_part(town: Town, since: date = LAUNCH, *, takes_part: bool = True, at: datetime = NOW) -> None:
    """Let a town decide."""
    with unscoped_quietly("test"):
        decide_sharing(
            organisation_id=town.organisation.pk, takes_part=takes_part, valid_from=since, by_id=town.hr.pk, now=at
        )


def employs(town: Town, employees: int, at: datetime = NOW) -> None:
    """State a town's employees."""
    with unscoped_quietly("test"):
        set_headcount(
            organisation_id=town.organisation.pk,
            unit_id=town.root.pk,
            as_of=LAUNCH,
            employees=employees,
            source="Lönesystemet",
            now=at,
        )


def learns(town: Town, people: int, at: datetime = IN_OCTOBER, called: str = "person") -> None:
    """Let so many people of a town complete a course each, and count it."""
    for number in range(people):
        happened(town.care, f"{called}-{number}", at=at)
    filled(NOW)


def taken(town: Town, period: int = OCTOBER, at: datetime = NOW, launched_on: date = LAUNCH) -> Snapshot | None:
    """Publish a period of the town's federation."""
    with unscoped_quietly("test"):
        return actions.take(
            federation_id=town.organisation.federation_id, launched_on=launched_on, period=period, now=at
        )


def said(snapshot: Snapshot | None, town: Town, kpi: str) -> tuple[str, int | None, int | None]:
    """Return what a snapshot says of a town: state, numerator, denominator."""
    assert snapshot is not None
    row = SharedFigure.objects.get(snapshot=snapshot, organisation=town.organisation, kpi=kpi)
    return row.state, row.numerator, row.denominator


def later(days: int) -> datetime:
    """Return a moment some days after the snapshot."""
    return NOW + timedelta(days=days)
