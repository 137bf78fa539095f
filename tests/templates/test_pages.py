"""What the learner's pages show for what they are given, without views or database."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

ADDRESS = "/kurs/1/4/"
CHOICES = [
    {"id": "a", "text": "Berätta", "checked": False, "mark": ""},
    {"id": "b", "text": "Koppla vidare", "checked": False, "mark": ""},
]


def page(template: str, **context: Any) -> BeautifulSoup:
    """Render a template in English, as a browser would ask for it."""
    with override("en"):
        return BeautifulSoup(render_to_string(template, context, RequestFactory().get(ADDRESS)), "html.parser")


def one(tree: BeautifulSoup, selector: str) -> Tag:
    """Return the only element that matches."""
    found = tree.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def question(**changes: Any) -> BeautifulSoup:
    """Render a question block."""
    given = {
        "id": 1234,
        "anchor": "q-1234",
        "text": "Vad svarar Robin?",
        "choices": CHOICES,
        "outcome": "",
        "feedback": "",
    }
    return page("courses/blocks/question.html", question=given | changes, course={"language": "sv"})


def step(**changes: Any) -> BeautifulSoup:
    """Render a step of a course."""
    context: dict[str, Any] = {
        "course": {"title": "Personuppgifter", "url": "/katalog/p/", "language": "sv"},
        "step": {"number": 1, "count": 2, "title": "Dela", "minutes_left": 6},
        "steps": [
            {"number": 1, "title": "Dela", "url": "/kurs/1/1/", "state": "now"},
            {"number": 2, "title": "Svara", "url": None, "state": "later"},
        ],
        "track": ["now", ""],
        "blocks": [],
        "saved_at": None,
        "back": None,
        "leave_url": "/",
        "next_label": "Next step",
        "next_ready": True,
        "errors": [],
        "is_over": False,
    }
    return page("learners/take/step.html", **context | changes)


def test_an_unanswered_question_can_be_answered_and_nothing_else() -> None:
    tree = question()
    assert [button.get_text() for button in tree.select("button")] == ["Answer"]
    assert one(tree, 'input[name="action"]')["value"] == "answer"
    assert one(tree, 'input[name="question"]')["value"] == "1234"
    assert one(tree, "#q-1234").name == "fieldset"
    assert one(tree, '[role="status"]').get_text() == ""
    assert tree.select("[disabled]") == []


def test_a_wrong_answer_offers_another_try_and_the_answer_and_takes_the_focus() -> None:
    tree = question(
        outcome="wrong", feedback="Läs en gång till.", choices=[CHOICES[0] | {"checked": True, "mark": "wrong"}]
    )
    assert [button.get_text() for button in tree.select("button")] == ["Answer again", "Show the answer"]
    reveal = tree.select("button")[1]
    assert (reveal["name"], reveal["value"]) == ("action", "reveal")
    feedback = one(tree, "#q-1234")
    assert feedback["role"] == "status"
    assert "Läs en gång till." in feedback.get_text()
    assert one(tree, ".is-wrong .choice-mark").get_text() == "Your answer, not right"


@pytest.mark.parametrize(
    ("outcome", "is_checked", "words"),
    [("right", True, "Your answer, right"), ("shown", False, "The right answer")],
)
def test_a_settled_question_cannot_be_sent_again(outcome: str, is_checked: bool, words: str) -> None:
    choices = [CHOICES[0], CHOICES[1] | {"checked": is_checked, "mark": "right"}]
    tree = question(outcome=outcome, feedback="Så är det.", choices=choices)
    assert tree.select("button") == []
    assert all(choice.has_attr("disabled") for choice in tree.select('input[type="radio"]'))
    assert one(tree, ".is-right .choice-mark").get_text() == words


def test_the_next_button_of_an_unready_step_can_be_pressed_and_says_why_it_waits() -> None:
    tree = step(next_ready=False)
    button = one(tree, 'button[form="next-step"]')
    assert button["aria-disabled"] == "true"
    assert not button.has_attr("disabled")
    assert one(tree, f"#{button['aria-describedby']}").get_text() == "Answer the questions first."
    assert one(tree, '#next-step input[name="action"]')["value"] == "next"


def test_missing_answers_are_listed_with_links_that_take_the_focus() -> None:
    tree = step(errors=[{"anchor": "q-1", "text": "Answer the first"}, {"anchor": "q-2", "text": "Answer the second"}])
    summary = one(tree, ".alert.t-danger")
    assert summary.has_attr("autofocus")
    assert "2 things to put right" in summary.get_text()
    assert [link["href"] for link in summary.select("a")] == ["#q-1", "#q-2"]


def test_a_finished_course_is_read_with_links_and_not_sent() -> None:
    tree = step(is_over=True, next_url=None, result_url="/kurs/1/klart/")
    assert one(tree, ".step-foot a.btn")["href"] == "/kurs/1/klart/"
    assert tree.select('button[form="next-step"]') == []


def test_the_step_page_tells_what_comes_later_but_does_not_link_to_it() -> None:
    tree = step()
    assert one(tree, ".only-wide [aria-current]")["href"] == "/kurs/1/1/"
    assert one(tree, ".only-wide .later").name == "span"
    assert tree.title is not None
    assert tree.title.get_text().startswith("Step 1 of 2: Dela")


CARD = {"title": "Klarspråk", "url": "/katalog/k/", "kind": "micro", "kind_label": "Micro-course", "summary": "Kort."}


def start(**changes: Any) -> BeautifulSoup:
    """Render the start page of someone for whom nothing is going on."""
    nothing: dict[str, Any] = {"first_name": "Maja", "current": None, "others": [], "suggestions": [], "completed": []}
    return page("learners/start.html", **nothing | changes)


def test_the_first_day_invites_to_the_first_suggestion_and_lists_the_rest() -> None:
    tree = start(suggestions=[CARD | {"minutes": 8}, CARD | {"title": "Lyssna", "url": "/katalog/l/", "minutes": 9}])
    assert one(tree, ".hero h2").get_text() == "Klarspråk"
    assert one(tree, ".hero a.btn")["href"] == "/katalog/k/"
    assert [heading.get_text() for heading in tree.select(".module-card h3")] == ["Lyssna"]


def test_someone_who_has_done_everything_is_told_so() -> None:
    done = {"title": "Klarspråk", "url": "/kurs/2/klart/", "correct": 3, "questions": 4}
    tree = start(completed=[done])
    assert one(tree, ".empty h2").get_text() == "You have done every course"
    assert "3 of 4 answers right at the first try" in tree.get_text()
    assert tree.select(".hero") == []


def test_pages_of_a_list_keep_the_search_words() -> None:
    found = Paginator(range(60), 24).get_page(2)
    tree = page("components/pagination.html", page_obj=found, query="a & b")
    assert [link["href"] for link in tree.select("a[rel]")] == ["?q=a+%26+b&page=1", "?q=a+%26+b&page=3"]
    assert one(tree, "[aria-current]").get_text() == "2"


def test_one_page_needs_no_pagination() -> None:
    tree = page("components/pagination.html", page_obj=Paginator(range(24), 24).get_page(1), query="")
    assert tree.select("nav") == []


def test_a_message_is_an_alert_in_an_element_that_is_always_there() -> None:
    assert one(page("components/messages.html"), '[role="status"]').get_text().strip() == ""
    told = [Message(constants.ERROR, "<b>Nej</b>")]
    tree = page("components/messages.html", messages=told)
    assert one(tree, '[role="status"] .alert.t-danger p').get_text() == "<b>Nej</b>"


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_pages_of_a_server_in_trouble_need_nothing(name: str) -> None:
    tree = BeautifulSoup(render_to_string(name), "html.parser")
    assert one(tree, "main h1").get_text()
    assert one(tree, "main a.btn")["href"] == ""


def test_nothing_links_to_what_does_not_exist(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.templates.bare_urls"
    tree = page("layouts/base.html", academy_name="Akademin", other_language={"code": "sv", "label": "Svenska"})
    assert {link["href"] for link in tree.select("a")} == {"#content", "/"}
    assert tree.select("form") == []
