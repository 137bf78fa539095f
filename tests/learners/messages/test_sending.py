"""Sending: one row and one mail a key, in the receiver's language, and nothing to whom it is not for."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils.translation import override

from academy import dead_letters, deliveries
from academy.models import Delivery
from academy.scoping import entered, unscoped
from learners.actions.messages import choose_messages, decline, forget_old, send, send_due
from learners.messages.catalogue import ADDRESS_CHANGED, CATALOGUE, COURSE_WAITING, INVITATION, SECOND_FACTOR_RESET
from learners.messages.rendering import Receiver, render
from learners.models import Membership, Message
from tests.conftest import Cast, acting
from tests.learners.messages.samples import INVITED, MORNING, NIGHT, NOON, fate, waiting_course, write


def leave(cast: Cast) -> None:
    with unscoped("test"):
        Membership.objects.filter(person=cast.eksjo.learner).update(valid_to=date(2026, 11, 19))


def test_a_message_becomes_one_mail_and_its_words_are_forgotten(cast: Cast) -> None:
    message = write(cast.eksjo.learner, organisation_id=cast.eksjo.organisation.pk)
    assert message.context == INVITED
    assert (send_due(NOON), send_due(NOON)) == (1, 0)
    assert fate() == ("queued", "")
    assert deliveries.sweep(NOON) == 1
    assert fate() == ("sent", "")
    message.refresh_from_db()
    assert (message.context, message.went_at) == ({}, NOON)
    assert message.settled_at is not None
    (sent,) = mail.outbox
    assert sent.to == [cast.eksjo.learner.email]
    assert sent.subject == "Du är inbjuden till Höglandsakademin"
    assert "Maja & Co på Eksjö kommun" in sent.body
    assert "http://localhost:8000/konto/login/code/" in sent.body
    assert "Du får det här meddelandet för att din arbetsgivare" in sent.body


def test_a_key_is_sent_once(cast: Cast) -> None:
    write(cast.eksjo.learner)
    again = send(kind=INVITATION, person_id=cast.nassjo.learner.pk, key="one", context=INVITED, now=NOON)
    assert again is None
    send_due(NOON)
    deliveries.sweep(NOON)
    assert [sent.to for sent in mail.outbox] == [[cast.eksjo.learner.email]]


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_never_sent(cast: Cast) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(cast.eksjo.learner)
        write(cast.eksjo.learner, SECOND_FACTOR_RESET, "two", context={"organisation": "Eksjö kommun"})
        raise RuntimeError
    assert send_due(NOON) == 0
    assert not Delivery.objects.exists()
    with unscoped("test"):
        assert not Message.objects.exists()


def test_other_words_than_the_catalogues_are_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="invitation takes"):
        write(cast.eksjo.learner, context={"inviter": "Maja"})
    with unscoped("test"):
        assert not Message.objects.exists()


def test_it_is_written_in_the_receivers_language(cast: Cast) -> None:
    person = cast.eksjo.learner
    person.language = "en"
    person.save(update_fields=["language"])
    write(person)
    send_due(NOON)
    deliveries.sweep(NOON)
    assert mail.outbox[0].subject == "You are invited to Höglandsakademin"
    assert "http://localhost:8000/en/konto/login/code/" in mail.outbox[0].body


def test_a_sender_within_a_scope_may_write_to_people(cast: Cast) -> None:
    with entered(acting(cast.eksjo.hr).scope):
        write(cast.eksjo.learner, organisation_id=cast.eksjo.organisation.pk)
    assert fate() == ("waiting", "")


def test_an_urgent_message_goes_at_night_and_to_the_old_address(cast: Cast) -> None:
    changed = {"old": "old@almgran.example", "new": "new@almgran.example", "organisation": "Eksjö kommun"}
    write(cast.eksjo.learner, ADDRESS_CHANGED, now=NIGHT, context=changed, address="old@almgran.example")
    assert deliveries.sweep(NIGHT) == 1
    assert mail.outbox[0].to == ["old@almgran.example"]
    assert "old@almgran.example till new@almgran.example" in mail.outbox[0].body


def test_what_is_not_urgent_waits_for_the_morning(cast: Cast) -> None:
    write(cast.eksjo.learner, now=NIGHT)
    assert send_due(NIGHT) == 0
    assert send_due(MORNING - timedelta(seconds=1)) == 0
    assert send_due(MORNING) == 1


def test_nothing_goes_to_an_account_that_is_closed(cast: Cast) -> None:
    cast.eksjo.learner.is_active = False
    cast.eksjo.learner.save(update_fields=["is_active"])
    write(cast.eksjo.learner)
    write(cast.eksjo.learner, SECOND_FACTOR_RESET, "two", context={"organisation": "Eksjö kommun"})
    assert send_due(NOON) == 0
    assert (fate(), fate("two")) == (("withheld", "inactive"), ("withheld", "inactive"))
    assert not Delivery.objects.exists()


def test_only_invitations_and_signing_in_reach_whoever_works_nowhere(cast: Cast) -> None:
    leave(cast)
    write(cast.eksjo.learner, COURSE_WAITING, "course")
    write(cast.eksjo.learner, INVITATION, "invitation")
    assert send_due(NOON) == 1
    assert (fate("course"), fate("invitation")) == (("withheld", "no_membership"), ("queued", ""))


def test_a_membership_elsewhere_does_not_count(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING, organisation_id=cast.nassjo.organisation.pk)
    assert send_due(NOON) == 0
    assert fate() == ("withheld", "no_membership")


def test_what_is_declined_is_not_sent_and_says_so(cast: Cast) -> None:
    choose_messages(person_id=cast.eksjo.learner.pk, wanted=[], offered=["course_waiting"], rhythm="daily")
    write(cast.eksjo.learner, COURSE_WAITING)
    write(cast.eksjo.learner, INVITATION, "invitation")
    assert send_due(NOON) == 1
    assert (fate(), fate("invitation")) == (("withheld", "declined"), ("queued", ""))


def test_what_cannot_be_declined_is_not(cast: Cast) -> None:
    with pytest.raises(ValueError, match="cannot be declined"):
        decline(person_id=cast.eksjo.learner.pk, kind=INVITATION)


def test_a_kind_that_is_no_more_is_withheld(cast: Cast) -> None:
    write(cast.eksjo.learner)
    with unscoped("test"):
        Message.objects.update(kind="carrier_pigeon")
    assert send_due(NOON) == 0
    assert fate() == ("withheld", "unknown_kind")


def test_one_message_that_cannot_be_rendered_keeps_nobody_elses_back(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING, context={"course": "Kurs", "registration": "none"})
    with unscoped("test"):
        Message.objects.update(in_digest=True)
    write(cast.nassjo.learner, key="two")
    assert send_due(NOON) == 1
    assert (fate(), fate("two")) == (("waiting", ""), ("queued", ""))
    with unscoped("test"):
        assert Message.objects.get(key="one").due_at == NOON + timedelta(hours=1)


def test_a_dead_mail_shows_as_failed_and_a_replayed_one_as_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise deliveries.Refused("550 no such user learner@almgran.example")

    write(cast.eksjo.learner)
    send_due(NOON)
    with monkeypatch.context() as patch:
        patch.setitem(deliveries._senders, "mail", refuse)
        assert deliveries.sweep(NOON) == 0
    assert fate() == ("failed", "")
    assert Delivery.objects.get().last_error == "550 no such user [e-mail]"
    assert dead_letters.replay(ids=None, now=NOON) == 1
    assert fate() == ("queued", "")
    assert deliveries.sweep(NOON) == 1
    assert fate() == ("sent", "")


def test_a_mail_thrown_away_says_so(cast: Cast) -> None:
    write(cast.eksjo.learner)
    send_due(NOON)
    Delivery.objects.update(state="dead")
    assert dead_letters.discard(ids=None, now=NOON) == 1
    assert fate() == ("withheld", "dropped")
    assert Delivery.objects.get().payload == {}


def test_the_log_forgets_each_kind_after_its_time(cast: Cast) -> None:
    write(cast.eksjo.learner)
    write(cast.eksjo.learner, COURSE_WAITING, "two")
    with unscoped("test"):
        Message.objects.filter(key="one").update(state="sent")
    assert forget_old(NOON + INVITATION.is_logged_for) == 0
    assert forget_old(NOON + INVITATION.is_logged_for + timedelta(seconds=1)) == 1
    with unscoped("test"):
        assert [message.key for message in Message.objects.all()] == ["two"], "what waits is kept"


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_every_kind_has_its_words_in_both_languages(key: str, cast: Cast) -> None:
    kind = CATALOGUE[key]
    swedish, english = (render(kind, kind.sample, Receiver(1, "Anna", language)) for language in ("sv", "en"))
    assert swedish.body != english.body
    assert swedish.subject
    assert english.subject
    with override("en"):
        assert str(kind.why) in english.body
    assert bool(english.unsubscribe) is kind.may_be_declined


def test_a_line_break_in_a_name_makes_no_second_header(cast: Cast) -> None:
    course = {**waiting_course(), "course": "Kurs\nBcc: someone@else.example"}
    write(cast.eksjo.learner, COURSE_WAITING, context=course)
    send_due(NOON)
    with unscoped("test"):
        send_due(Message.objects.get().due_at)
    deliveries.sweep(MORNING + timedelta(hours=2))
    assert mail.outbox[0].subject == "Du har börjat på Kurs Bcc: someone@else.example"
    assert mail.outbox[0].bcc == []
