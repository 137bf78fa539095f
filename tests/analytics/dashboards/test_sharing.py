"""The page on which an organisation decides to share: who may, what is said, what is refused."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from analytics.models import SharingChoice
from tests.conftest import Cast, signed_in

PAGE = "/nyckeltal/eksjo/delning/"


def choices() -> list[tuple[bool, date]]:
    with unscoped_quietly("test"):
        return list(SharingChoice.objects.order_by("pk").values_list("takes_part", "valid_from"))


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
    editor.post(PAGE, {"choice": "leave", "valid_from": today.isoformat()})
    assert choices() == [(True, date(2026, 1, 1)), (False, today)]


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
