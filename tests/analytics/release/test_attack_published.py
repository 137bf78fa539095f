"""The solver against what the platform has really published: files and pages of consecutive snapshots, from the database."""

import csv
import io
import random
import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from academy.periods import STOCKHOLM
from academy.scoping import unscoped
from analytics.models import Figure, Headcount, SharedFigure, SharingChoice, Snapshot
from analytics.models.figures import Level
from analytics.release.shared import rounds
from analytics.release.suppression import Cell, Key, Verdict
from learners.actions.people import add_organisation
from learners.models import Federation, Organisation, Unit
from learners.roles import Role
from tests.analytics.dashboards.test_region import person_with
from tests.analytics.release.attacker import Release, Told, findings
from tests.conftest import Cast, signed_in

LAUNCH, MONTHS, YEAR = date(2026, 10, 1), (202610, 202611, 202612), 2026
ROUNDS = (datetime(2027, 1, 3, 6, tzinfo=STOCKHOLM), datetime(2027, 2, 3, 6, tzinfo=STOCKHOLM))
SHORT = {"active-learners": "active", "completions-per-100": "completed"}
Truth = dict[tuple[int, str, int], int]


@pytest.fixture
def six(cast: Cast) -> Cast:
    """The cast with four more organisations in the first federation, which begins in October."""
    with unscoped("test"):
        federation = cast.eksjo.organisation.federation
        Federation.objects.filter(pk=federation.pk).update(launched_on=LAUNCH)
        for number in range(4):
            add_organisation(federation=federation, name=f"Ort {number}", slug=f"ort-{number}", kind="company")
    return cast


def happens(organisations: list[Organisation], draw: random.Random, employees: dict[int, int], only: int = 0) -> Truth:
    """Give organisations figures: small and large ones, and a year that its months allow."""
    truth: Truth = {}
    for organisation in organisations:
        if only and organisation.pk != only:
            continue
        size = draw.choice([6, 12, 200])
        months = [draw.randint(0, size) for _ in MONTHS]
        for month, active in zip(MONTHS, months, strict=True):
            truth[organisation.pk, "active-learners", month] = active
            truth[organisation.pk, "completions-per-100", month] = draw.randint(0, 2 * active)
        truth[organisation.pk, "active-learners", YEAR] = draw.randint(max(months), sum(months))
    now = ROUNDS[0]
    for (organisation_id, kpi, period), count in truth.items():
        Figure.objects.update_or_create(
            organisation_id=organisation_id, audience="internal", kpi=kpi, level=Level.ORGANISATION, period=period, part="",
            defaults={
                "kpi_version": 1, "state": "shown", "numerator": count, "is_preliminary": False, "as_of": now,
                "denominator": employees[organisation_id] if "per-100" in kpi else None, "denominator_as_of": LAUNCH,
            },
        )  # fmt: skip
    return truth


def read(client: Client, truth: Truth, names: dict[str, int], employees: dict[int, int], number: int) -> Release:
    """Read a round's files of all periods as a reader does: the latest snapshot of each at that time."""
    cells: dict[Key, Told] = {}
    totals = []
    for period in (*MONTHS, YEAR):
        written = f"{period // 100}-{period % 100:02}" if period > 9999 else str(period)
        latest = Snapshot.objects.filter(period=period, taken_at__lte=ROUNDS[number]).order_by("number").last()
        assert latest is not None
        answer = client.get(f"/nyckeltal/region/csv/?period={written}&nr={latest.number}")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        states = {(row.organisation_id, row.kpi): row.state for row in SharedFigure.objects.filter(snapshot=latest)}
        covered: dict[str, set[Key]] = {}
        for row in rows:
            kpi, organisation = row["Nyckeltals-id"], names.get(row["Organisation"])
            if organisation is None:
                totals.append((frozenset(covered[kpi]), int(row["Täljare"])))
                continue
            key = Key(organisation, SHORT[kpi], period)
            people = employees[organisation]
            months = tuple(Key(organisation, SHORT[kpi], month) for month in MONTHS) if period == YEAR else ()
            cell = Cell(key, truth[organisation, kpi, period], people, people, 5, months)
            state = states[organisation, kpi]
            count = int(row["Täljare"]) if row["Täljare"] else None
            cells[key] = Told(None if state == "not_taking_part" else Verdict(state), count, cell)
            if count is not None:
                covered.setdefault(kpi, set()).add(key)
    return Release(cells, tuple(totals))


@pytest.mark.parametrize("seed", range(4))
def test_nobody_finds_what_the_files_hide(six: Cast, seed: int) -> None:
    draw = random.Random(seed)
    analyst = signed_in(person_with(six.eksjo, Role.FEDERATION_ANALYST, "analyst"))
    with unscoped("test"):
        organisations = list(Organisation.objects.filter(federation=six.eksjo.organisation.federation).order_by("pk"))
        employees = {each.pk: 40 for each in organisations}
        for organisation in organisations:
            _employ(organisation)
            if organisation.pk != organisations[-1].pk:
                SharingChoice.objects.create(
                    organisation=organisation, takes_part=True, valid_from=LAUNCH, decided_at=ROUNDS[0]
                )
        truth = happens(organisations, draw, employees)
        rounds.take_due(now=ROUNDS[0])
        corrected = happens(organisations, draw, employees, only=draw.choice(organisations).pk)
        rounds.take_due(now=ROUNDS[1])
    names = {each.name: each.pk for each in organisations}
    releases = [
        read(analyst, truth, names, employees, 0),
        read(analyst, truth | corrected, names, employees, 1),
    ]
    hidden = [told for release in releases for told in release.cells.values() if told.count is None]
    assert {told.verdict for told in hidden} >= {Verdict.FEW, Verdict.LINKED, None}
    changed = frozenset(Key(organisation, SHORT[kpi], period) for organisation, kpi, period in corrected)
    second = Release(releases[1].cells, releases[1].totals, changed)
    assert findings([releases[0], second], [each.pk for each in organisations]) == []
    _page_says_no_more(analyst, hidden)


def _employ(organisation: Organisation) -> None:
    root = Unit.objects.get(organisation=organisation, parent=None)
    Headcount.objects.get_or_create(
        organisation=organisation, unit=root, as_of=LAUNCH, defaults={"employees": 40, "source": "Lönesystemet"}
    )


def _page_says_no_more(client: Client, hidden: list[Any]) -> None:
    """The pages of all snapshots together have as many hidden and absent cells as the table has."""
    for snapshot in Snapshot.objects.all():
        written = f"{snapshot.period // 100}-{snapshot.period % 100:02}" if snapshot.period > 9999 else snapshot.period
        page = client.get(f"/nyckeltal/region/?period={written}&nr={snapshot.number}").content.decode()
        values = re.findall(r'<th scope="row">[^<]+</th>\s*<td class="n">(.*?)</td>', page, re.DOTALL)
        rows = list(SharedFigure.objects.filter(snapshot=snapshot))
        assert len(values) == len(rows) + page.count("<tfoot>")
        without = [value for value in values if not re.match(r"[\d,\s]+$", value)]
        assert len(without) == sum(row.state != "shown" for row in rows)
        assert not [value for value in without if re.search(r"\d", re.sub(r"<sup>.*?</sup>", "", value))]
    assert hidden
