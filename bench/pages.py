"""Pages with ten times the figures: as many queries and nearly the same time, interleaved so that noise hits all alike.

Two organisations of the same shape: one has figures of a year, the other of ten years. A page of the last year shows as
much in both. The same page of the first is asked twice in each round: the difference is noise and nothing else.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from statistics import median, quantiles

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.scoping import unscoped_quietly
from analytics.kpis.periods import months_in
from analytics.kpis.registry import KPIS
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.models import Figure
from analytics.models.figures import Level
from bench.progress import say
from bench.world import Place, make_world
from learners.actions.memberships import add_membership
from learners.actions.people import add_person
from learners.actions.roles import grant_role
from learners.models import Unit
from learners.roles import Role

LAST_YEAR = 2025
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
TARGET = 1.5
WARM_UP = 20

# Asks for one page of one organisation.
Ask = Callable[[], object]
Asks = dict[str, Ask]


@dataclass(frozen=True)
class Page:
    """Milliseconds of one page: the middle and the 95th percentile, and the ratios that judge it."""

    page: str
    asked: int
    once_ms: float
    tenfold_ms: float
    once_p95_ms: float
    tenfold_p95_ms: float
    ratio: float
    noise: float
    is_met: bool


def make_readers() -> tuple[Asks, Asks]:
    """Make two organisations with figures of one year and of ten; return who asks for the pages of each."""
    once, tenfold = make_world(2, key="sidor")
    for place, years in ((once, 1), (tenfold, 10)):
        _add_figures(place, years)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return _asks(once), _asks(tenfold)


def measure(once: Asks, tenfold: Asks, number: int) -> list[dict[str, object]]:
    """Ask for each page `number` times in each way, one after the other in turns; return times in milliseconds."""
    return [asdict(_page(name, once[name], tenfold[name], number)) for name in once]


def count_queries() -> dict[str, object]:
    """Return how many queries each page makes for an organisation with 2 units below its top, and with 20."""
    found: dict[str, list[int]] = {}
    for leaves in (2, 20):
        place = make_world(1, key=f"enheter-{leaves}", shape=(1, leaves - 1))[0]
        _add_figures(place, 1)
        for name, ask in _asks(place).items():
            ask()  # the first request fills caches
            with CaptureQueriesContext(connection) as captured:
                ask()
            found.setdefault(name, []).append(len(captured))
    return {name: {"with_2": few, "with_20": many, "is_met": few == many} for name, (few, many) in found.items()}


def _page(name: str, once: Ask, tenfold: Ask, number: int) -> Page:
    times: dict[str, list[float]] = {"once": [], "tenfold": [], "again": []}
    for turn in range(WARM_UP + number):
        for which, ask in (("once", once), ("tenfold", tenfold), ("again", once)):
            begun = time.perf_counter()
            ask()
            if turn >= WARM_UP:
                times[which].append(1000 * (time.perf_counter() - begun))
    middle = {which: median(found) for which, found in times.items()}
    ratio, noise = middle["tenfold"] / middle["once"], middle["again"] / middle["once"]
    say(f"{name}: {middle['once']:.1f} ms, ten times the figures {ratio:.2f}, noise {noise:.2f}")
    late = {which: quantiles(found, n=20)[-1] for which, found in times.items()}
    numbers = (middle["once"], middle["tenfold"], late["once"], late["tenfold"])
    return Page(name, number, *numbers, ratio, noise, ratio <= TARGET)


def _asks(place: Place) -> Asks:
    """Return the ways of asking, by a signed-in person and by a system with a key."""
    person, system = _reader(place), Client(headers={"Authorization": _key(place)})
    query = f"?period={LAST_YEAR}"
    return {
        "page": _asking(person, reverse("analytics:figures", args=[place.slug]) + query),
        "csv": _asking(person, reverse("analytics:figures-csv", args=[place.slug]) + query),
        "api": _asking(system, f"/api/v1/figures?unit=all&period_from={LAST_YEAR}-01&period_to={LAST_YEAR}-12"),
    }


def _asking(client: Client, address: str) -> Ask:
    def ask() -> object:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}.")
        return b"".join(response) if response.streaming else response.content

    return ask


def _reader(place: Place) -> Client:
    with unscoped_quietly("a measurement makes its reader"):
        unit = Unit.objects.get(pk=place.root_id)
        person = add_person(email=f"hr@{place.slug}.example", first_name="Hanna", last_name="Matare")
        membership = add_membership(person=person, unit=unit, valid_from=date(2020, 1, 1), position="HR-strateg")
        grant_role(membership=membership, role=Role.HR, unit=unit)
    client = Client()
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
    session.save()
    return client


def _key(place: Place) -> str:
    with unscoped_quietly("a measurement makes its key"):
        issued = issue(organisation_id=place.id, name="matning", scopes=[Allows.READ_FIGURES], now=NOW)
    return f"Bearer {issued.key}.{issued.secret}"


def _add_figures(place: Place, years: int) -> None:
    with unscoped_quietly("a measurement makes its figures"):
        Figure.objects.bulk_create(_figures(place, years), batch_size=5_000)


def _figures(place: Place, years: int) -> Iterator[Figure]:
    for year in range(LAST_YEAR, LAST_YEAR - years, -1):
        first, last = months_in(year)
        for period in (year, *range(first, last + 1)):
            yield from _of_period(place, period)


def _of_period(place: Place, period: int) -> Iterator[Figure]:
    units: Sequence[int | None] = (None, *place.unit_ids)
    for kpi in KPIS:
        for unit_id in units:
            yield Figure(
                organisation_id=place.id,
                audience=Figure.Audience.INTERNAL,
                kpi=kpi.key,
                kpi_version=kpi.version,
                level=Level.ORGANISATION if unit_id is None else Level.UNIT,
                unit_id=unit_id,
                period=period,
                state=Figure.State.SHOWN,
                numerator=period % 97 + (unit_id or 0) % 13,
                denominator=200 if kpi.is_ratio else None,
                denominator_as_of=date(2016, 1, 1) if kpi.is_ratio else None,
                is_preliminary=False,
                as_of=NOW,
            )
