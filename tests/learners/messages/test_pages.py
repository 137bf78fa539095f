"""The pages of messages: one's own choices and log, the way out in a mail, and the admin's catalogue."""

import re
from datetime import date

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.scoping import unscoped
from learners.actions.memberships import add_membership
from learners.actions.messages import send_due
from learners.actions.roles import grant_role
from learners.messages.catalogue import CATALOGUE, COURSE_WAITING, INVITATION, declinable
from learners.messages.unsubscribing import SALT, unsubscribe_url
from learners.models import Membership, Message, MessageWishes
from learners.roles import Role
from tests.conftest import Cast, acting, signed_in
from tests.learners.messages.samples import NOON, write

MINE = "/dina-uppgifter/meddelanden/"
ADMIN = "/akademin/meddelanden/"


def declined(cast: Cast) -> list[str]:
    row = MessageWishes.objects.filter(person=cast.eksjo.learner).first()
    return row.declined if row else []


def boxes(client: Client) -> set[str]:
    """The kinds that the page asks about, as it sends them back."""
    return set(re.findall(r'name="offered" value="(\w+)"', client.get(MINE).content.decode()))


def test_an_admin_sees_a_message_as_the_mail_that_is_sent(cast: Cast) -> None:
    client = signed_in(cast.editor)
    page = client.get(f"{ADMIN}invitation/").content.decode()
    for language, words in (("sv", "Hej Anna"), ("en", "Hello Anna")):
        assert f'href="{ADMIN}invitation/{language}/"' in page
        mail = client.get(f"{ADMIN}invitation/{language}/")
        assert f'<html lang="{language}">' in mail.content.decode()
        assert words in mail.content.decode()
        policy = mail.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
    assert [client.get(f"{ADMIN}{path}").status_code for path in ("invitation/fi/", "no-such/sv/")] == [404, 404]


def test_one_chooses_what_to_get_and_how_often(cast: Cast) -> None:
    client = signed_in(cast.eksjo.learner)
    page = client.get(MINE).content.decode()
    assert 'name="wanted" value="course_waiting" checked' in page
    assert 'value="daily" checked' in page
    assert "sign_in" not in page, "what cannot be declined is no choice"
    assert client.post(MINE, {"rhythm": "weekly", "offered": "course_waiting"}).headers["Location"] == MINE
    row = MessageWishes.objects.get(person=cast.eksjo.learner)
    assert (row.declined, row.rhythm) == (["course_waiting"], "weekly")
    page = client.get(MINE).content.decode()
    assert 'value="course_waiting">' in page
    assert 'value="weekly" checked' in page


@pytest.mark.parametrize(("proven", "who"), [(True, "writes"), (False, "writes"), (True, "learns")])
def test_only_what_one_could_get_is_offered_and_the_rest_stays_as_it_was(cast: Cast, proven: bool, who: str) -> None:
    person = cast.editor if who == "writes" else cast.eksjo.learner
    MessageWishes.objects.create(person=person, declined=["course_waiting", "review_due"])
    client, keys = signed_in(person, second_factor=proven), {kind.key for kind in declinable()}
    offered = boxes(client)
    assert offered == (keys if who == "writes" else {"course_waiting"})
    client.post(MINE, {"rhythm": "daily", "wanted": ["course_waiting"], "offered": list(offered)})
    declined = keys - {"course_waiting"} if who == "writes" else {"review_due"}
    assert set(MessageWishes.objects.get(person=person).declined) == declined


def test_a_role_that_came_after_the_page_was_opened_is_not_answered_for(cast: Cast) -> None:
    client = signed_in(cast.eksjo.learner)
    offered = boxes(client)
    with unscoped("test"):
        membership = Membership.objects.get(person=cast.eksjo.learner)
        grant_role(membership=membership, role=Role.AUTHOR, unit=cast.eksjo.root)
    assert boxes(client) > offered == {"course_waiting"}
    client.post(MINE, {"rhythm": "daily", "wanted": [], "offered": list(offered)})
    assert declined(cast) == ["course_waiting"], "what was not on the page is not chosen away unseen"


def test_what_a_person_writes_elsewhere_is_offered_wherever_they_act(cast: Cast) -> None:
    client = signed_in(cast.eksjo.learner)
    assert boxes(client) == {"course_waiting"}
    with unscoped("test"):
        begun = date(2026, 2, 1)
        other = add_membership(person=cast.eksjo.learner, unit=cast.nassjo.care, valid_from=begun)
        grant_role(membership=other, role=Role.AUTHOR, unit=cast.nassjo.root)
    assert acting(cast.eksjo.learner).organisation.id == cast.eksjo.organisation.pk
    assert boxes(client) == {kind.key for kind in declinable()}


@pytest.mark.parametrize(
    "form", [{}, {"rhythm": "hourly"}, {"rhythm": "daily", "wanted": "sign_in", "offered": "sign_in"}]
)
def test_a_choice_that_is_none_changes_nothing(cast: Cast, form: dict[str, str]) -> None:
    response = signed_in(cast.eksjo.learner).post(MINE, form)
    assert response.status_code == 200
    assert not MessageWishes.objects.exists()


def test_ones_own_log_shows_ones_own_messages_alone(cast: Cast) -> None:
    write(cast.eksjo.learner, organisation_id=cast.eksjo.organisation.pk)
    write(cast.eksjo.leader, COURSE_WAITING, "other", organisation_id=cast.eksjo.organisation.pk)
    page = signed_in(cast.eksjo.learner).get(MINE).content.decode()
    assert '<th scope="row" role="rowheader">Inbjudningar</th>' in page
    assert 'rowheader">Kurser du har börjat på' not in page
    assert "Väntar" in page


def test_a_long_log_costs_as_many_questions_as_a_short(cast: Cast) -> None:
    own, admin = signed_in(cast.eksjo.learner), signed_in(cast.editor)
    assert (own.get(MINE).status_code, admin.get(ADMIN).status_code) == (200, 200)
    asked = []
    for rows in (range(2), range(2, 20)):
        for number in rows:
            write(cast.eksjo.learner, key=str(number), organisation_id=cast.eksjo.organisation.pk)
        with CaptureQueriesContext(connection) as questions:
            assert own.get(MINE).status_code == 200
            assert admin.get(ADMIN).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_more_than_twenty_five_messages_are_paged(cast: Cast) -> None:
    for number in range(26):
        write(cast.eksjo.learner, key=str(number))
    client = signed_in(cast.eksjo.learner)
    assert client.get(MINE).content.decode().count('role="rowheader"') == 25
    for page, count in [("2", 1), ("99", 1), ("x", 25), ("-1", 25), ("9" * 40, 25)]:
        assert client.get(MINE, {"page": page}).content.decode().count('role="rowheader"') == count


def path(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


def test_the_way_out_needs_no_sign_in_but_a_press(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING)
    send_due(NOON)
    way_out = path(unsubscribe_url(cast.eksjo.learner.pk, COURSE_WAITING))
    client = Client(enforce_csrf_checks=True)
    assert "Stoppa meddelandena" in client.get(way_out).content.decode()
    assert declined(cast) == [], "a look is no press: mail programs open links by themselves"
    assert client.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(way_out).status_code == 200
    assert declined(cast) == ["course_waiting"]


def test_a_forged_way_out_is_not_there(cast: Cast) -> None:
    write(cast.eksjo.learner, COURSE_WAITING)
    send_due(NOON)
    person = cast.eksjo.learner.pk
    good = path(unsubscribe_url(person, COURSE_WAITING))
    others = [
        good[:-2] + "/",
        "/meddelanden/avsta/x/",
        f"/meddelanden/avsta/{signing.dumps([person, INVITATION.key], salt=SALT)}/",
        f"/meddelanden/avsta/{signing.dumps([person, 'course_waiting'], salt='another')}/",
        f"/meddelanden/avsta/{signing.dumps({'a': 1}, salt=SALT)}/",
        f"/meddelanden/avsta/{signing.dumps(['x', 'course_waiting'], salt=SALT)}/",
    ]
    for address in others:
        assert Client().post(address).status_code == 404, address
    assert declined(cast) == []


def test_the_way_out_of_someone_who_is_no_more_says_the_same(cast: Cast) -> None:
    assert Client().post(path(unsubscribe_url(999_999, COURSE_WAITING))).status_code == 200
    assert not MessageWishes.objects.exists()


def test_an_admin_sees_kinds_counts_and_the_log_of_the_own_organisation(cast: Cast) -> None:
    write(cast.eksjo.learner, organisation_id=cast.eksjo.organisation.pk)
    write(cast.nassjo.learner, COURSE_WAITING, "other", organisation_id=cast.nassjo.organisation.pk)
    page = signed_in(cast.editor).get(ADMIN).content.decode()
    log = page[page.index('id="log"') :]
    assert "Inbjudningar" in log
    assert "Kurser du har börjat på" not in log
    assert cast.eksjo.learner.email not in page
    counts = re.findall(r'data-label="Väntar">(\d+)<', page)
    assert counts == [str(int(key in {"invitation", "course_waiting"})) for key in CATALOGUE]


def test_a_preview_shows_both_languages_and_writes_nothing(cast: Cast) -> None:
    page = signed_in(cast.editor).get(f"{ADMIN}course_waiting/").content.decode()
    assert "Du har börjat på Leda förändring" in page
    assert "You have begun Leda förändring" in page
    with unscoped("test"):
        assert not Message.objects.exists()


@pytest.mark.parametrize("address", [ADMIN, f"{ADMIN}invitation/", f"{ADMIN}carrier-pigeon/"])
def test_nobody_else_finds_the_admins_pages(cast: Cast, address: str) -> None:
    for person in (cast.eksjo.learner, cast.eksjo.hr, cast.stranger):
        assert signed_in(person).get(address).status_code == 404
    assert Client().get(address).status_code == 302
