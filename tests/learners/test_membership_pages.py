"""The pages of memberships and roles: forms that ask first, keep what was typed, and reach no further than the reader."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.test import Client
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import unscoped_quietly
from learners.actions.roles import grant_role
from learners.models import Change, Membership, RoleAssignment, Team, TeamPlace, User
from learners.roles import Role
from tests.conftest import Cast, Town, signed_in


@pytest.fixture
def hr(cast: Cast) -> Client:
    return signed_in(cast.eksjo.hr)


def of(person: User) -> Membership:
    with unscoped_quietly("test"):
        return Membership.objects.select_related("unit").get(person=person)


def roles_of(person: User) -> set[tuple[str, int]]:
    with unscoped_quietly("test"):
        return set(RoleAssignment.objects.filter(membership__person=person).values_list("role", "unit_id"))


def correction(town: Town, **more: str) -> dict[str, str]:
    sent = {"unit": str(town.school.pk), "position": "Lärare", "sector": "", "leader_group": "official"}
    return sent | {"valid_from": "2026-01-01", "valid_to": "", "reason": "Fel enhet i filen"} | more


def test_a_correction_is_shown_before_it_is_made(cast: Cast, hr: Client) -> None:
    own = of(cast.eksjo.learner)
    address, sent = f"/organisation/uppdrag/{own.pk}/ratta/", correction(cast.eksjo)
    shown = hr.post(address, sent).content.decode()
    assert of(cast.eksjo.learner).unit == cast.eksjo.care
    seal = re.search(r'name="seen" value="(\w+)"', shown)
    assert seal is not None
    # Something else than what was shown is shown anew.
    again = hr.post(address, correction(cast.eksjo, position="Rektor") | {"seen": seal[1]})
    assert again.status_code == 200
    assert of(cast.eksjo.learner).unit == cast.eksjo.care
    assert hr.post(address, sent | {"seen": seal[1]}).status_code == 302
    corrected = of(cast.eksjo.learner)
    assert (corrected.unit, corrected.position, corrected.leader_group) == (cast.eksjo.school, "Lärare", "official")


def test_a_correction_to_another_unit_says_in_which_teams_they_stay(cast: Cast, hr: Client) -> None:
    own = of(cast.eksjo.learner)
    with unscoped_quietly("test"):
        team = Team.objects.create(organisation=cast.eksjo.organisation, unit=cast.eksjo.care, name="Natten")
        TeamPlace.objects.create(team=team, membership=own, valid_from=own.valid_from)
    address, sent = f"/organisation/uppdrag/{own.pk}/ratta/", correction(cast.eksjo)
    link = f'<a href="/organisation/arbetslag/{team.pk}/">Natten</a>'
    moved = hr.post(address, sent).content.decode()
    assert "Personen är kvar i:" in moved
    assert link in moved
    assert link not in hr.post(address, sent | {"unit": str(cast.eksjo.care.pk)}).content.decode()


def test_a_day_that_has_passed_is_said_to_have_passed(cast: Cast, hr: Client) -> None:
    own, today = of(cast.eksjo.learner), local_day(timezone.now())
    address = f"/organisation/uppdrag/{own.pk}/avsluta/"
    ahead = hr.post(address, {"last_day": str(today)}, follow=True).content.decode()
    assert "upphör efter den" in ahead
    behind = hr.post(address, {"last_day": str(today - timedelta(days=1))}, follow=True).content.decode()
    assert "upphörde efter den" in behind


def test_a_button_pressed_twice_leads_to_the_same_page_and_another_day_is_refused(cast: Cast, hr: Client) -> None:
    person = cast.eksjo.learner
    sent = {key: value for key, value in correction(cast.eksjo).items() if key != "reason"}
    address = f"/organisation/personer/{person.pk}/uppdrag/"
    first, second = hr.post(address, sent), hr.post(address, sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    again = hr.post(address, sent | {"valid_from": "2026-01-02"})
    assert "har redan det här uppdraget" in again.content.decode()
    with unscoped_quietly("test"):
        assert Membership.objects.filter(person=person).count() == 2
        Change.objects.update(at=F("at") - timedelta(minutes=2))
    assert hr.post(address, sent).status_code == 200


def test_the_second_step_is_reset_only_for_whoever_has_one(cast: Cast, hr: Client) -> None:
    page, link = f"/organisation/personer/{cast.eksjo.learner.pk}/", "Återställ det andra steget"
    assert link not in hr.get(page).content.decode()
    Authenticator.objects.create(user=cast.eksjo.learner, type=Authenticator.Type.TOTP, data={})
    assert link in hr.get(page).content.decode()


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"valid_to": "2025-01-01"}, {"unit": "0"}, {"valid_from": "x"}])
def test_a_correction_with_something_missing_keeps_what_was_typed(
    cast: Cast, hr: Client, wrong: dict[str, str]
) -> None:
    address = f"/organisation/uppdrag/{of(cast.eksjo.learner).pk}/ratta/"
    text = hr.post(address, correction(cast.eksjo, **wrong)).content.decode()
    assert 'value="Lärare"' in text
    assert f'href="#id_{next(iter(wrong))}"' in text
    assert of(cast.eksjo.learner).unit == cast.eksjo.care
    with unscoped_quietly("test"):
        assert not Change.objects.exists()


def test_leaving_says_what_ends_and_returning_begins_with_what_was(cast: Cast, hr: Client) -> None:
    own = of(cast.eksjo.leader)
    address = f"/organisation/uppdrag/{own.pk}/avsluta/"
    assert "Omsorg Almgran" in hr.get(address).content.decode()
    today = local_day(timezone.now())
    assert hr.post(address, {"last_day": "2025-06-01"}).status_code == 200
    assert of(cast.eksjo.leader).valid_to is None
    assert hr.post(address, {"last_day": date(2026, 6, 1).isoformat()}).status_code == 302
    assert of(cast.eksjo.leader).valid_to == date(2026, 6, 1)
    back = f"/organisation/personer/{own.person_id}/uppdrag/"
    form = hr.get(f"{back}?efter={own.pk}").content.decode()
    assert 'value="Enhetschef"' in form
    sent = {"unit": str(own.unit_id), "position": "Enhetschef", "leader_group": "official"}
    assert hr.post(back, sent | {"valid_from": today.isoformat()}).status_code == 302
    with unscoped_quietly("test"):
        assert Membership.objects.filter(person=cast.eksjo.leader).count() == 2
    twice = hr.post(back, sent | {"valid_from": (today + timedelta(days=1)).isoformat()})
    assert twice.status_code == 200
    with unscoped_quietly("test"):
        assert Membership.objects.filter(person=cast.eksjo.leader).count() == 2


def test_what_was_entered_by_mistake_is_removed_with_a_reason(cast: Cast, hr: Client) -> None:
    address = f"/organisation/uppdrag/{of(cast.eksjo.learner).pk}/ta-bort/"
    assert hr.post(address, {"reason": " "}).status_code == 200
    assert of(cast.eksjo.learner).unit == cast.eksjo.care
    response = hr.post(address, {"reason": "Fel person"})
    assert response.headers["Location"] == "/organisation/personer/"
    with unscoped_quietly("test"):
        assert not Membership.objects.filter(person=cast.eksjo.learner).exists()


def test_hr_gives_the_roles_that_hr_may_give(cast: Cast, hr: Client) -> None:
    own = of(cast.eksjo.learner)
    address = f"/organisation/uppdrag/{own.pk}/roller/"
    form = hr.get(address).content.decode()
    assert 'value="facilitator"' in form
    assert 'value="academy_admin"' not in form
    unit = str(cast.eksjo.care.pk)
    assert hr.post(address, {"role": "leader", "unit": unit}).status_code == 302
    assert roles_of(cast.eksjo.learner) == {("leader", cast.eksjo.care.pk)}
    for role, over in (("academy_admin", unit), ("leader", str(cast.nassjo.care.pk)), ("kung", unit), ("", "")):
        assert hr.post(address, {"role": role, "unit": over}).status_code == 200
    assert roles_of(cast.eksjo.learner) == {("leader", cast.eksjo.care.pk)}


def test_nobody_gives_a_role_to_themselves(cast: Cast, hr: Client) -> None:
    address = f"/organisation/uppdrag/{of(cast.eksjo.hr).pk}/roller/"
    assert hr.get(address).status_code == 404
    assert hr.post(address, {"role": "leader", "unit": str(cast.eksjo.care.pk)}).status_code == 404
    assert roles_of(cast.eksjo.hr) == {("hr", cast.eksjo.root.pk)}


def test_hr_of_one_unit_gives_nothing_over_another(cast: Cast) -> None:
    with unscoped_quietly("test"):
        leader = of(cast.eksjo.leader)
        grant_role(membership=leader, role=Role.HR, unit=cast.eksjo.care)
    client = signed_in(cast.eksjo.leader)
    address = f"/organisation/uppdrag/{of(cast.eksjo.learner).pk}/roller/"
    assert client.post(address, {"role": "hr", "unit": str(cast.eksjo.root.pk)}).status_code == 200
    assert roles_of(cast.eksjo.learner) == set()
    assert client.get(f"/organisation/uppdrag/{of(cast.eksjo.hr).pk}/avsluta/").status_code == 404
    assert client.post(address, {"role": "hr", "unit": str(cast.eksjo.care.pk)}).status_code == 302


def test_a_role_is_taken_back_and_the_last_hr_only_when_confirmed(cast: Cast, hr: Client) -> None:
    with unscoped_quietly("test"):
        leader, admin, last = (
            RoleAssignment.objects.get(membership__person=person)
            for person in (cast.eksjo.leader, cast.editor, cast.eksjo.hr)
        )
    assert hr.post(f"/organisation/roller/{leader.pk}/ta-tillbaka/").status_code == 302
    assert roles_of(cast.eksjo.leader) == set()
    # HR may not give this one, so it may not take it either.
    assert hr.post(f"/organisation/roller/{admin.pk}/ta-tillbaka/").status_code == 404
    assert roles_of(cast.editor) == {("academy_admin", cast.eksjo.root.pk)}
    with unscoped_quietly("test"):
        Membership.objects.filter(person=cast.editor).update(valid_to=date(2026, 2, 1))
    address = f"/organisation/roller/{last.pk}/ta-tillbaka/"
    assert hr.post(address).status_code == 200
    assert roles_of(cast.eksjo.hr) == {("hr", cast.eksjo.root.pk)}
    assert hr.post(address, {"confirmed": "yes"}).status_code == 302
    assert roles_of(cast.eksjo.hr) == set()
