"""Numbers of employees as HR states them: within reach, with a source, and with the figures released anew."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from analytics.actions import stating
from analytics.models import Figure, Headcount
from learners.errors import NotYours
from learners.models import Change, Unit
from tests.analytics.release.test_figures import stated
from tests.analytics.rollup.happenings import NOVEMBER, figure, filled, happened
from tests.conftest import Cast, acting, signed_in

pytestmark = pytest.mark.django_db
PER_100 = "completions-per-100"
DAY = date(2026, 11, 1)
ADDRESS = "/organisation/anstallda/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def stored() -> dict[str, Any]:
    with unscoped_quietly("test"):
        return {
            model.__name__: list(model._default_manager.order_by("pk").values_list())
            for model in (Headcount, Change, Figure)
        }


def doing(cast: Cast, action: Callable[..., None], unit: Unit, **more: Any) -> None:
    who = acting(cast.eksjo.hr)
    with entered(who.scope):
        action(acting=who, unit_id=unit.pk, now=NOVEMBER + timedelta(hours=1), **more)


def test_a_number_is_stated_corrected_and_taken_back_and_each_is_written_down(cast: Cast) -> None:
    care = cast.eksjo.care
    happened(care, "anna")
    filled()
    said = {"as_of": DAY, "source": " Lönesystemet "}
    for _ in range(2):
        doing(cast, stating.state, care, employees=20, **said)
    assert figure(PER_100, care, 202611).denominator == 20
    doing(cast, stating.state, care, employees=25, **said)
    assert figure(PER_100, care, 202611).denominator == 25
    doing(cast, stating.take_back, care, as_of=DAY)
    gone = figure(PER_100, care, 202611)
    assert (gone.state, gone.denominator, gone.numerator) == (Figure.State.NO_DENOMINATOR, None, 1)
    with unscoped_quietly("test"):
        journal = list(Change.objects.order_by("pk").values_list("kind", "about", "before", "after"))
    number = {"as_of": "2026-11-01", "source": "Lönesystemet"}
    assert journal == [
        ("headcount_stated", care.name, {}, number | {"employees": 20}),
        ("headcount_stated", care.name, number | {"employees": 20}, number | {"employees": 25}),
        ("headcount_removed", care.name, number | {"employees": 25}, {}),
    ]


def test_taking_back_the_latest_number_leads_to_the_one_before(cast: Cast) -> None:
    care = cast.eksjo.care
    happened(care, "anna")
    stated(care, 10, as_of=date(2026, 1, 1))
    stated(care, 40, as_of=DAY)
    filled()
    doing(cast, stating.take_back, care, as_of=DAY)
    assert figure(PER_100, care, 202611).denominator == 10


def test_units_out_of_reach_are_not_touched(cast: Cast) -> None:
    stated(cast.nassjo.care, 10, as_of=DAY)
    before = stored()
    for unit in (cast.nassjo.care, cast.molndal.root):
        with pytest.raises(NotYours):
            doing(cast, stating.state, unit, as_of=DAY, employees=1, source="X")
        with pytest.raises(NotYours):
            doing(cast, stating.take_back, unit, as_of=DAY)
    with pytest.raises(NotYours):
        doing(cast, stating.take_back, cast.eksjo.care, as_of=DAY)
    leader = acting(cast.eksjo.leader)
    with entered(leader.scope), pytest.raises(NotYours):
        stating.state(acting=leader, unit_id=cast.eksjo.care.pk, as_of=DAY, employees=1, source="X", now=NOVEMBER)
    assert stored() == before


def test_the_list_shows_the_latest_number_and_says_what_is_missing(cast: Cast) -> None:
    stated(cast.eksjo.care, 10, as_of=date(2026, 1, 1))
    stated(cast.eksjo.care, 1234, as_of=DAY)
    said = text_of(signed_in(cast.eksjo.hr).get(ADDRESS))
    assert "1 234" in said
    assert "1 november 2026" in said
    assert "1 januari 2026" not in said
    assert "2 enheter saknar antal" in said
    assert said.count("saknas</span>") == 2


def test_a_number_is_stated_on_the_page_of_the_unit_and_shown_there(cast: Cast) -> None:
    client, address = signed_in(cast.eksjo.hr), f"{ADDRESS}{cast.eksjo.care.pk}/"
    answer = client.post(address, {"as_of": "2026-01-31", "employees": "20", "source": "Lönesystemet"}, follow=True)
    assert "Antalet den 31 januari 2026 är sparat." in text_of(answer)
    assert "20 anställda" in text_of(answer)
    again = text_of(client.get(f"{address}?dag=2026-01-31"))
    assert 'value="20"' in again
    assert 'value="2026-01-31"' in again
    assert "20 anställda den 31 januari 2026, källa: Lönesystemet." in text_of(
        client.get(f"{address}2026-01-31/ta-bort/")
    )
    removed = client.post(f"{address}2026-01-31/ta-bort/", follow=True)
    assert "Antalet den 31 januari 2026 är borttaget." in text_of(removed)
    assert "Inget antal är uppgivet än." in text_of(removed)
    assert client.get(f"{address}2026-01-31/ta-bort/").status_code == 404
    assert client.get(f"{address}igar/ta-bort/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"employees": "-1"}, "Skriv ett helt tal, 0 eller större"),
        ({"employees": "många"}, "Skriv ett helt tal, 0 eller större"),
        ({"employees": "9999999"}, "Kontrollera talet."),
        ({"employees": ""}, "Skriv antalet anställda"),
        ({"source": "  "}, "Skriv varifrån uppgiften kommer"),
        ({"as_of": "0206-01-01"}, "Välj 1 januari 2000 eller en senare dag"),
        ({"as_of": "31/1"}, "Skriv dagen som år, månad, dag"),
    ],
)
def test_what_cannot_be_right_comes_back_with_words(cast: Cast, typed: dict[str, str], said: str) -> None:
    before = stored()
    form = {"as_of": "2026-01-31", "employees": "20", "source": "Lönesystemet"} | typed
    answer = signed_in(cast.eksjo.hr).post(f"{ADDRESS}{cast.eksjo.care.pk}/", form)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert stored() == before


def test_tomorrow_is_refused(cast: Cast) -> None:
    before = stored()
    tomorrow = local_day(timezone.now()) + timedelta(days=1)
    form = {"as_of": tomorrow.isoformat(), "employees": "20", "source": "X"}
    answer = signed_in(cast.eksjo.hr).post(f"{ADDRESS}{cast.eksjo.care.pk}/", form)
    assert "eller en tidigare dag" in text_of(answer)
    assert stored() == before
