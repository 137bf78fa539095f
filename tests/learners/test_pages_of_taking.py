"""The pages of taking a module: forms without script, resumption, and other people's attempts that do not exist."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format, time_format

from learners.actions import take
from learners.models import Enrolment, StepProgress
from tests.conftest import Cast, signed_in
from tests.courses.samples import QUESTION, RIGHT, STEPS, WRONG
from tests.learners.conftest import NOW, Stored, ids


@pytest.fixture
def browser(cast: Cast, attempt: Enrolment) -> Client:
    """The learner's browser, with an attempt begun."""
    return signed_in(cast.eksjo.learner)


def at(attempt: Enrolment, number: int | str = "") -> str:
    return f"/kurs/{attempt.public_id}/{number}/" if number else f"/kurs/{attempt.public_id}/"


def press_next(browser: Client, attempt: Enrolment, number: int) -> Any:
    return browser.post(at(attempt, number), {"action": "next"})


def answer(browser: Client, attempt: Enrolment, choice: str) -> Any:
    return browser.post(at(attempt, 2), {"action": "answer", "question": QUESTION, "choice": choice})


def test_the_answer_key_never_leaves_the_server(browser: Client, attempt: Enrolment) -> None:
    press_next(browser, attempt, 1)
    page = browser.get(at(attempt, 2)).content.decode()
    assert RIGHT in page
    assert "Om Frågar." not in page
    assert "is_correct" not in page
    assert "is-right" not in page
    answer(browser, attempt, WRONG)
    page = browser.get(at(attempt, 2)).content.decode()
    assert "Om Ringer." in page
    assert "Om Frågar." not in page
    assert "is-right" not in page


def test_the_right_answer_shows_after_it_was_asked_for(browser: Client, attempt: Enrolment) -> None:
    press_next(browser, attempt, 1)
    answer(browser, attempt, WRONG)
    response = browser.post(at(attempt, 2), {"action": "reveal", "question": QUESTION})
    assert response.headers["Location"] == f"{at(attempt, 2)}#q-{QUESTION}"
    page = browser.get(at(attempt, 2)).content.decode()
    assert "Om Frågar." in page
    assert "is-right" in page


def test_next_with_open_questions_is_a_422_that_leads_to_them(
    browser: Client, attempt: Enrolment, stored: Callable[[], Stored]
) -> None:
    press_next(browser, attempt, 1)
    before = stored()
    response = press_next(browser, attempt, 2)
    assert response.status_code == 422
    assert f'href="#q-{QUESTION}"' in response.content.decode()
    assert stored() == before


def test_one_comes_back_to_the_first_step_that_is_not_done(browser: Client, cast: Cast, attempt: Enrolment) -> None:
    press_next(browser, attempt, 1)
    elsewhere = signed_in(cast.eksjo.learner)
    assert elsewhere.get(at(attempt)).headers["Location"] == at(attempt, 2)
    assert elsewhere.get(at(attempt, 3)).headers["Location"] == at(attempt, 2)
    assert elsewhere.get(at(attempt, 1)).status_code == 200


def test_a_finished_course_is_read_and_not_changed(
    browser: Client, attempt: Enrolment, stored: Callable[[], Stored]
) -> None:
    press_next(browser, attempt, 1)
    answer(browser, attempt, RIGHT)
    press_next(browser, attempt, 2)
    assert press_next(browser, attempt, 3).headers["Location"] == at(attempt)
    assert browser.get(at(attempt)).headers["Location"] == at(attempt, "klart")
    before = stored()
    for response in (press_next(browser, attempt, 1), answer(browser, attempt, WRONG)):
        assert response.headers["Location"] == at(attempt)
    assert browser.get(at(attempt, 3)).status_code == 200
    assert browser.get(at(attempt, "klart")).status_code == 200
    assert stored() == before


def test_a_double_press_on_next_goes_on_once(browser: Client, attempt: Enrolment) -> None:
    first, second = press_next(browser, attempt, 1), press_next(browser, attempt, 1)
    assert first.headers["Location"] == second.headers["Location"] == at(attempt, 2)
    assert StepProgress.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "next "},
        {"action": "delete"},
        {"action": "answer"},
        {"action": "answer", "question": "1", "choice": "2"},
        {"action": "answer", "question": str(uuid.UUID(int=1))},
        {"action": "answer", "question": QUESTION, "choice": str(uuid.UUID(int=1))},
        {"action": "answer", "question": QUESTION, "choice": "\x00"},
        {"action": "answer", "question": QUESTION * 100, "choice": RIGHT},
        {"action": "reveal", "question": str(uuid.UUID(int=1))},
        {"action": "reveal", "question": QUESTION},
    ],
)
def test_forged_forms_lead_back_and_change_nothing(
    browser: Client, attempt: Enrolment, data: dict[str, str], stored: Callable[[], Stored]
) -> None:
    press_next(browser, attempt, 1)
    before = stored()
    response = browser.post(at(attempt, 2), data)
    assert (response.status_code, response.headers["Location"]) == (302, at(attempt, 2))
    assert stored() == before


def test_an_answer_without_a_choice_is_asked_for_in_the_page(
    browser: Client, attempt: Enrolment, stored: Callable[[], Stored]
) -> None:
    press_next(browser, attempt, 1)
    before = stored()
    response = browser.post(at(attempt, 2), {"action": "answer", "question": QUESTION})
    assert response.status_code == 422
    assert "Svara på frågan: Vad gör du?" in response.content.decode()
    assert stored() == before


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
def test_a_step_that_does_not_exist_is_a_404(browser: Client, attempt: Enrolment, number: str) -> None:
    assert browser.get(at(attempt, number)).status_code == 404
    assert browser.post(at(attempt, number), {"action": "next"}).status_code == 404


def test_anothers_attempt_answers_exactly_as_an_unknown_one(
    cast: Cast, attempt: Enrolment, stored: Callable[[], Stored]
) -> None:
    before = stored()
    for person in (cast.eksjo.leader, cast.eksjo.hr, cast.nassjo.learner, cast.molndal.hr, cast.stranger):
        client = signed_in(person)
        pages = []
        for registration in (attempt.public_id, uuid.uuid4()):
            address = f"/kurs/{registration}/1/"
            assert client.post(address, {"action": "next"}).status_code == 404
            response = client.get(address)
            assert response.status_code == 404
            pages.append(response.content.decode().replace(str(registration), "…"))
        assert pages[0].split("csrfmiddlewaretoken")[0] == pages[1].split("csrfmiddlewaretoken")[0]
    assert stored() == before


def test_a_get_changes_nothing(browser: Client, attempt: Enrolment, stored: Callable[[], Stored]) -> None:
    before = stored()
    for address in (at(attempt), at(attempt, 1), at(attempt, 2), at(attempt, "klart"), "/"):
        browser.get(address)
    after_signing_in_again = browser.get(f"/kurs/{attempt.module_key}/borja/")
    assert after_signing_in_again.headers["Location"] == "/katalog/fraga-forst/"
    assert stored() == before


def test_steps_are_not_kept_by_browsers_or_proxies(browser: Client, attempt: Enrolment) -> None:
    assert "no-store" in browser.get(at(attempt, 1)).headers["Cache-Control"]


def test_reading_again_after_a_new_attempt_shows_both(cast: Cast, browser: Client, attempt: Enrolment) -> None:
    first, second, third = ids(*STEPS)
    take.complete_step(enrolment=attempt, step_id=first, now=NOW)
    question, right = ids(QUESTION, RIGHT)
    take.answer(enrolment=attempt, step_id=second, question_id=question, choice_id=right, now=NOW)
    take.complete_step(enrolment=attempt, step_id=second, now=NOW)
    take.complete_step(enrolment=attempt, step_id=third, now=NOW)
    again = browser.post(f"/kurs/{attempt.module_key}/borja/", follow=True)
    assert again.status_code == 200
    assert again.redirect_chain[-1][0] != at(attempt, 1)
    assert at(attempt, "klart") in browser.get("/").content.decode()
    assert Enrolment.objects.count() == 2


def ticked(browser: Client) -> list[str]:
    tree = BeautifulSoup(browser.get("/katalog/fraga-forst/").content, "html.parser")
    return [step.get_text(strip=True)[:12] for step in tree.select(".steps > .is-done")]


def test_the_course_page_ticks_the_steps_that_are_done(browser: Client, attempt: Enrolment) -> None:
    assert ticked(browser) == []
    press_next(browser, attempt, 1)
    assert len(ticked(browser)) == 1
    answer(browser, attempt, RIGHT)
    for number in (2, 3):
        press_next(browser, attempt, number)
    assert len(ticked(browser)) == 3


def saved_words(browser: Client, attempt: Enrolment) -> str:
    (saved,) = BeautifulSoup(browser.get(at(attempt, 1)).content, "html.parser").select(".saved")
    return " ".join(saved.get_text().split())


def test_what_was_saved_on_another_day_says_which(browser: Client, attempt: Enrolment) -> None:
    now = timezone.now()
    earlier = now - timedelta(days=4)
    for saved_at, words in [
        (earlier, f"Sparat {date_format(earlier)} {clock(earlier)}"),
        (now, f"Sparat {clock(now)}"),
    ]:
        attempt.seen_at = saved_at
        attempt.save()
        assert saved_words(browser, attempt) == words


def clock(moment: datetime) -> str:
    return time_format(timezone.localtime(moment), "TIME_FORMAT")
