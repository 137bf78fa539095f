"""The budget: a few mails a day, and one digest for the rest."""

from datetime import timedelta

import pytest
from django.core import mail

from academy import deliveries
from academy.scoping import unscoped
from learners.actions.messages import choose_messages, send_due
from learners.messages.budget import MOST_A_DAY
from learners.messages.catalogue import CATALOGUE, COURSE_WAITING, SECOND_FACTOR_RESET
from learners.models import Message
from tests.conftest import Cast
from tests.learners.messages.samples import DIGEST, NOON, NOTICE, fate, waiting_course, write


@pytest.fixture(autouse=True)
def _notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.actions.messages.CATALOGUE", {**CATALOGUE, "invitation": NOTICE})


def due_at(key: str) -> object:
    with unscoped("test"):
        return Message.objects.get(key=key).due_at


def test_what_is_over_the_cap_comes_in_the_next_digest(cast: Cast) -> None:
    for number in range(MOST_A_DAY + 2):
        write(cast.eksjo.learner, NOTICE, key=str(number))
    assert send_due(NOON) == MOST_A_DAY
    assert [fate(str(number))[0] for number in range(5)] == ["queued"] * 3 + ["waiting"] * 2
    assert (due_at("3"), due_at("4")) == (DIGEST, DIGEST)
    assert send_due(DIGEST - timedelta(seconds=1)) == 0
    assert send_due(DIGEST) == 1
    assert deliveries.sweep(DIGEST) == 4
    assert mail.outbox[-1].subject == "2 meddelanden från Höglandsakademin"
    assert [fate(str(number)) for number in range(5)] == [("sent", "")] * 5


def test_the_cap_is_one_persons_and_one_days(cast: Cast) -> None:
    for number in range(MOST_A_DAY):
        write(cast.eksjo.learner, NOTICE, key=f"a{number}")
    write(cast.eksjo.leader, NOTICE, key="b")
    assert send_due(NOON) == MOST_A_DAY + 1
    write(cast.eksjo.learner, NOTICE, key="c", now=NOON)
    assert send_due(NOON + timedelta(hours=1)) == 0
    write(cast.eksjo.learner, NOTICE, key="d", now=NOON + timedelta(days=1))
    assert send_due(NOON + timedelta(days=1)) == 2, "the digest with c, and d"


def test_what_is_urgent_is_not_held_back_by_the_cap(cast: Cast) -> None:
    for number in range(MOST_A_DAY + 1):
        write(cast.eksjo.learner, NOTICE, key=str(number))
    send_due(NOON)
    write(cast.eksjo.learner, SECOND_FACTOR_RESET, "urgent", context={"organisation": "Eksjö kommun"})
    assert fate("urgent") == ("queued", "")


def test_a_digest_groups_in_the_readers_language_and_says_why(cast: Cast) -> None:
    person = cast.eksjo.learner
    person.language = "en"
    person.save(update_fields=["language"])
    for number in (1, 2):
        write(person, COURSE_WAITING, f"course {number}", context=waiting_course(number))
    assert send_due(NOON) == 0
    assert send_due(DIGEST) == 1
    deliveries.sweep(DIGEST)
    (sent,) = mail.outbox
    assert sent.subject == "2 messages from Höglandsakademin"
    assert sent.body.count("You have begun Kurs") == 2
    assert sent.body.count("because you have begun a course") == 1
    assert "http://localhost:8000/en/dina-uppgifter/meddelanden/" in sent.body


def test_a_digest_of_one_is_that_message_with_its_way_out(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING)
    send_due(NOON)
    send_due(DIGEST)
    deliveries.sweep(DIGEST)
    (sent,) = mail.outbox
    assert sent.subject == "Du har börjat på Kurs 1"
    assert sent.extra_headers["List-Unsubscribe"].startswith("<http://localhost:8000/meddelanden/avsta/")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_whoever_wants_it_weekly_gets_it_on_monday(cast: Cast) -> None:
    choose_messages(
        person_id=cast.eksjo.learner.pk, wanted=["course_waiting"], offered=["course_waiting"], rhythm="weekly"
    )
    write(cast.eksjo.learner, COURSE_WAITING)
    send_due(NOON)
    assert due_at("one") == DIGEST + timedelta(days=2)


def test_a_digest_leaves_out_what_is_declined_meanwhile(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING)
    send_due(NOON)
    choose_messages(person_id=cast.eksjo.learner.pk, wanted=[], offered=["course_waiting"], rhythm="daily")
    assert send_due(DIGEST) == 0
    assert fate() == ("withheld", "declined")
