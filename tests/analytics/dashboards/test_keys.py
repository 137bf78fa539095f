"""/organisation/nycklar/: an organisation makes, changes and ends the keys of its own systems."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.periods import local_day
from academy.scoping import entered, unscoped_quietly
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows, Unauthenticated, authenticate
from analytics.models import Credential
from learners.actions.roles import grant_role
from learners.models import Change, RoleAssignment
from learners.roles import Role
from tests.conftest import Cast, Town, acting, signed_in

pytestmark = pytest.mark.django_db

LIST = "/organisation/nycklar/"
NEW = f"{LIST}ny/"
SECRETS = re.compile(r'<code class="secret">([^<]+)</code>')


def filled(**changes: Any) -> dict[str, Any]:
    """A form as someone fills it in."""
    return {"name": "Datalagret", "scopes": ["figures/read"], "actors": "opaque", "last_day": "", **changes}


def made(client: Client, **changes: Any) -> tuple[str, str]:
    """Make a key on the page; return it with its secret, as shown."""
    response = client.post(NEW, filled(**changes))
    assert response.status_code == 200
    key, secret, header = SECRETS.findall(response.content.decode())
    assert header == f"Authorization: Bearer {key}.{secret}"
    return key, secret


def rows() -> list[Credential]:
    with unscoped_quietly("test"):
        return list(Credential.objects.order_by("pk"))


def journal() -> list[tuple[str, str]]:
    with unscoped_quietly("test"):
        return list(Change.objects.order_by("pk").values_list("kind", "about"))


def of(town: Town) -> str:
    """Make a key of a town without its pages."""
    with entered(acting(town.hr).scope):
        return issue(
            organisation_id=town.organisation.pk, name=town.canary, scopes=[Allows.READ_FIGURES], now=timezone.now()
        ).key


def test_an_empty_list_says_what_keys_are_for(cast: Cast) -> None:
    body = signed_in(cast.eksjo.hr).get(LIST).content.decode()
    assert "Inga nycklar än" in body
    assert NEW in body


def test_a_key_that_is_made_opens_what_was_chosen_and_its_secret_is_shown_once(cast: Cast) -> None:
    client, today = signed_in(cast.eksjo.hr), local_day(timezone.now())
    last = today + timedelta(days=30)
    key, secret = made(client, scopes=["figures/read", "statements/write"], actors="any", last_day=last.isoformat())
    scope = authenticate(f"Bearer {key}.{secret}", timezone.now())
    assert scope.organisation_id == cast.eksjo.organisation.pk
    assert scope.scopes == {"figures/read", "statements/write"}
    assert scope.takes_anyone
    (row,) = rows()
    assert row.expires_at is not None
    assert local_day(row.expires_at) == last + timedelta(days=1)
    listed = client.get(LIST).content.decode()
    assert key in listed
    assert secret not in listed
    assert journal() == [("key_issued", f"Datalagret ({key})")]


def test_a_reload_of_the_page_with_the_secret_makes_no_other_key(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    found = re.search(r'name="sheet" value="([^"]+)"', client.get(NEW).content.decode())
    assert found is not None
    made(client, sheet=found[1])
    again = client.post(NEW, filled(sheet=found[1]), follow=True)
    assert again.redirect_chain == [(LIST, 302)]
    assert SECRETS.findall(again.content.decode()) == []
    assert len(rows()) == 1


def test_a_reload_of_a_changed_secret_changes_it_no_more(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    key, _secret = made(client)
    address = f"{LIST}{key}/byt/"
    found = re.search(r'name="sheet" value="([^"]+)"', client.get(address).content.decode())
    assert found is not None
    client.post(address, {"sheet": found[1]})
    before = rows()[0].secret_hash
    assert client.post(address, {"sheet": found[1]}).headers["Location"] == LIST
    assert rows()[0].secret_hash == before


def test_the_page_with_the_secret_is_kept_by_no_cache(cast: Cast) -> None:
    response = signed_in(cast.eksjo.hr).post(NEW, filled())
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Skriv vad nyckeln är till för"),
        ({"scopes": []}, "Välj minst en"),
        ({"scopes": ["all"]}, "Välj bland dem som visas"),
        ({"last_day": "2020-01-01"}, "eller en senare dag"),
        ({"last_day": "imorgon"}, "Skriv dagen som"),
        ({"actors": "some"}, "some"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, changes: dict[str, Any], words: str) -> None:
    body = signed_in(cast.eksjo.hr).post(NEW, filled(**changes)).content.decode()
    assert words in body
    assert "<title>Fel:" in body
    if "name" not in changes:
        assert 'value="Datalagret"' in body
    if "scopes" not in changes:
        assert 'value="figures/read" checked' in body
    assert rows() == []
    assert journal() == []


def test_a_changed_secret_works_beside_the_old_one_for_a_day(cast: Cast) -> None:
    client, now = signed_in(cast.eksjo.hr), timezone.now()
    key, old = made(client)
    assert "24 timmar" in client.get(f"{LIST}{key}/byt/").content.decode()
    same, new, _ = SECRETS.findall(client.post(f"{LIST}{key}/byt/").content.decode())
    assert same == key
    for secret in (old, new):
        assert authenticate(f"Bearer {key}.{secret}", now).key == key
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {key}.{old}", now + timedelta(hours=25))
    assert "Den gamla hemligheten" in client.get(LIST).content.decode()
    assert [kind for kind, _ in journal()] == ["key_issued", "key_rotated"]


def test_a_key_ends_after_a_question(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    key, secret = made(client)
    assert client.get(f"{LIST}{key}/avsluta/").status_code == 200
    assert authenticate(f"Bearer {key}.{secret}", timezone.now()).key == key
    assert client.post(f"{LIST}{key}/avsluta/", follow=True).redirect_chain == [(LIST, 302)]
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {key}.{secret}", timezone.now())
    assert [kind for kind, _ in journal()] == ["key_issued", "key_revoked"]
    for action in ("byt", "avsluta"):
        assert client.get(f"{LIST}{key}/{action}/").status_code == 404
        assert client.post(f"{LIST}{key}/{action}/").status_code == 404
    assert len(journal()) == 2


def test_another_organisation_s_key_is_not_there(cast: Cast) -> None:
    key, client = of(cast.nassjo), signed_in(cast.eksjo.hr)
    before = [vars(row)["secret_hash"] for row in rows()]
    assert key not in client.get(LIST).content.decode()
    for action in ("byt", "avsluta"):
        assert client.get(f"{LIST}{key}/{action}/").status_code == 404
        assert client.post(f"{LIST}{key}/{action}/").status_code == 404
    assert [(row.secret_hash, row.revoked_at) for row in rows()] == [(before[0], None)]
    assert journal() == []


@pytest.mark.parametrize("part", ["learner", "leader"])
def test_without_the_permission_there_is_no_such_page(cast: Cast, part: str) -> None:
    client = signed_in(getattr(cast.eksjo, part))
    assert client.get(LIST).status_code == client.get(NEW).status_code == 404
    assert client.post(NEW, filled()).status_code == 404
    assert rows() == []


def test_hr_of_a_part_makes_no_key_to_the_whole(cast: Cast) -> None:
    with unscoped_quietly("test"):
        membership = cast.eksjo.memberships()["hr"]
        RoleAssignment.objects.filter(membership=membership).delete()
        grant_role(membership=membership, role=Role.HR, unit=cast.eksjo.care)
    client = signed_in(cast.eksjo.hr)
    assert client.get(LIST).status_code == 404
    assert client.post(NEW, filled()).status_code == 404
    assert rows() == []
    assert LIST not in client.get("/organisation/anstallda/").content.decode()


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_queries_with_two_rows_as_with_twenty(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    for _ in range(2):
        of(cast.eksjo)
    client.get(LIST)
    few = queries(client)
    for _ in range(18):
        of(cast.eksjo)
    assert queries(client) == few


def test_what_a_key_may_keep_and_define_is_chosen_on_the_page_and_shown_in_words(cast: Cast) -> None:
    client = signed_in(cast.eksjo.hr)
    key, secret = made(client, scopes=["state", "profile", "define"])
    scope = authenticate(f"Bearer {key}.{secret}", timezone.now())
    assert {each for each in Allows if scope.allows(each)} == {Allows.STATE, Allows.PROFILE, Allows.DEFINE}
    listed = client.get(LIST).content.decode()
    for words in ("Spara var varje person är i en kurs", "Spara inställningar", "Säga vad kurser heter"):
        assert words in listed
