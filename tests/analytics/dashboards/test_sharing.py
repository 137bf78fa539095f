"""The page on which an organisation decides to share: who may, what is said, what is refused."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from academy.periods import Month, local_day
from academy.scoping import unscoped_quietly
from analytics.models import SharingChoice
from tests.conftest import Cast, signed_in

PAGE = "/nyckeltal/eksjo/delning/"
LEAVE = f"{PAGE}sluta/"
THIS_MONTH = Month.of(timezone.now()).first_day


def choices() -> list[tuple[bool, date]]:
    with unscoped_quietly("test"):
        return list(SharingChoice.objects.order_by("pk").values_list("takes_part", "valid_from"))


def chosen(client: Client) -> tuple[str, date]:
    tree = BeautifulSoup(client.get(PAGE).content, "html.parser")
    (option,), (day,) = tree.select("option[selected]"), tree.select('input[name="valid_from"]')
    return str(option["value"]), date.fromisoformat(str(day["value"]))


@pytest.fixture
def editor(cast: Cast) -> Client:
    return signed_in(cast.editor)


def test_nothing_is_shared_before_somebody_decides_and_the_page_says_so(editor: Client) -> None:
    page = editor.get(PAGE).content.decode()
    assert "Ni deltar inte. Ingen har bestämt något än" in page
    assert "Vad de andra delar ser ni vare sig ni deltar eller inte." in page
    first = local_day(timezone.now()).replace(day=1)
    month = date_format(first, "YEAR_MONTH_FORMAT")
    assert f"Väljer ni {date_format(first)} delas hela {month}." in page
    assert f'value="{first.isoformat()}"' in page
    assert choices() == []


def test_joining_and_leaving(editor: Client) -> None:
    today = local_day(timezone.now())
    answer = editor.post(PAGE, {"choice": "join", "valid_from": "2026-01-01"}, follow=True)
    assert "Ni deltar från 1 januari 2026." in answer.content.decode()
    assert "Ni deltar sedan 1 januari 2026." in answer.content.decode()
    asked = editor.post(PAGE, {"choice": "leave", "valid_from": today.isoformat()}, follow=True)
    assert f"Sluta dela från {date_format(today)}" in asked.content.decode()
    assert choices() == [(True, date(2026, 1, 1))]
    said = editor.post(asked.redirect_chain[-1][0], follow=True).content.decode()
    assert f"Ni deltar inte från {date_format(today)}." in said
    assert choices() == [(True, date(2026, 1, 1)), (False, today)]


def test_the_page_opens_with_what_holds_and_pressing_its_button_changes_nothing(editor: Client) -> None:
    assert chosen(editor) == ("leave", THIS_MONTH)
    editor.post(PAGE, {"choice": "leave", "valid_from": THIS_MONTH.isoformat()})
    assert choices() == []
    editor.post(PAGE, {"choice": "join", "valid_from": "2026-01-01"})
    assert chosen(editor) == ("join", Month.of(timezone.now()).next.first_day)
    choice, day = chosen(editor)
    said = editor.post(PAGE, {"choice": choice, "valid_from": day.isoformat()}, follow=True).content.decode()
    assert "Inget är ändrat." in said
    assert choices() == [(True, date(2026, 1, 1))]


def test_whoever_takes_part_again_undoes_a_leaving_to_come(editor: Client) -> None:
    editor.post(PAGE, {"choice": "join", "valid_from": "2026-01-01"})
    editor.post(LEAVE)
    first = Month.of(timezone.now()).next.first_day
    assert f"Det är bestämt att ni slutar delta {date_format(first)}." in editor.get(PAGE).content.decode()
    assert chosen(editor) == ("leave", first)
    editor.post(PAGE, {"choice": "leave", "valid_from": first.isoformat()})
    assert choices()[1:] == [(False, first)]
    editor.post(PAGE, {"choice": "join", "valid_from": first.isoformat()})
    assert choices()[1:] == [(False, first), (True, first)]
    assert "Ni deltar sedan 1 januari 2026." in editor.get(PAGE).content.decode()


def test_whoever_was_to_take_part_and_will_not_is_told_no_day(editor: Client) -> None:
    first = Month.of(timezone.now()).next.first_day
    editor.post(PAGE, {"choice": "join", "valid_from": first.isoformat()})
    assert chosen(editor) == ("join", first)
    editor.post(LEAVE, query_params={"fran": first.isoformat()})
    assert choices() == [(True, first), (False, first)]
    assert "<p>Ni deltar inte.</p>" in editor.get(PAGE).content.decode()


@pytest.mark.parametrize("written", ["", "x", "2026-01-31", "0001-01-01", "9999-99-99"])
def test_one_leaves_from_the_next_month_unless_a_day_is_given_that_may_be(editor: Client, written: str) -> None:
    editor.post(PAGE, {"choice": "join", "valid_from": "2026-01-01"})
    page = editor.get(LEAVE, {"fran": written}).content.decode()
    assert f"Sluta dela från {date_format(Month.of(timezone.now()).next.first_day)}" in page
    assert "Det som är publicerat ligger kvar." in page
    assert choices() == [(True, date(2026, 1, 1))]


def test_leaving_from_a_month_that_is_published_is_refused_and_what_was_typed_stays(editor: Client) -> None:
    editor.post(PAGE, {"choice": "join", "valid_from": "2026-01-01"})
    answer = editor.post(PAGE, {"choice": "leave", "valid_from": "2026-02-01"})
    page = answer.content.decode()
    first = date_format(local_day(timezone.now()).replace(day=1), "j F Y")
    assert answer.status_code == 200
    assert "2026-02-01" in page
    assert first.split(" ", 1)[0] in page
    assert choices() == [(True, date(2026, 1, 1))]


@pytest.mark.parametrize(
    "data", [{}, {"choice": "perhaps", "valid_from": "2026-01-01"}, {"choice": "join", "valid_from": "x"}]
)
def test_what_is_not_understood_changes_nothing(editor: Client, data: dict[str, str]) -> None:
    assert editor.post(PAGE, data).status_code == 200
    assert choices() == []
