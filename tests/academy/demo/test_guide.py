"""The guided tour: who there is, three things to try as each, and nothing of it outside the demo."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import override
from pytest_django import Settings

from academy.demo.accounts import ACCOUNTS, PASSWORD
from academy.demo.guide import TOUR
from tests.conftest import Cast

STOPS = [stop for part in TOUR for stop in part.stops]
with_the_demo = pytest.mark.urls("tests.academy.demo.demo_urls")


@pytest.mark.django_db
def test_there_is_no_tour_outside_the_demo(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo-accounts")
    assert client.get("/demo/").status_code in {302, 404}
    assert PASSWORD not in client.get("/demo/", follow=True).content.decode()


@with_the_demo
@pytest.mark.django_db
def test_everybody_on_the_tour_has_an_account_and_three_things_to_try_on_pages_that_exist() -> None:
    known = {account.email: account for account in ACCOUNTS}
    assert len({stop.anchor for stop in STOPS}) == len(STOPS) >= 10
    for stop in STOPS:
        assert stop.email in known
        assert len(stop.tries) == 3
        for language in ("sv", "en"):
            with override(language):
                assert all(resolve(each.address().partition("#")[0]) for each in stop.tries)
    roles = {role for stop in STOPS for role in known[stop.email].roles}
    assert roles == {"leader", "hr", "coordinator", "author", "reviewer", "academy_admin", "federation_analyst"}


@with_the_demo
@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "words"), [("", "Logga in som"), ("/en", "Sign in as")])
def test_a_stranger_signs_in_as_anybody_with_one_press(
    client: Client, settings: Settings, tmp_path: Path, prefix: str, words: str
) -> None:
    settings.DATA_DIR = tmp_path
    html = client.get(f"{prefix}/demo/").content.decode()
    assert html.count(words) == len(STOPS)
    for stop in STOPS:
        assert f'name="login" value="{stop.email}"' in html
        assert f'value="{prefix}/demo/#{stop.anchor}"' in html
    assert "curl" not in html


@with_the_demo
@pytest.mark.django_db
def test_the_key_of_the_municipalitys_system_stands_in_lines_to_run(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "demo-key.txt").write_text("kabc.secret\n", encoding="ascii")
    html = client.get("/demo/").content.decode()
    assert html.count("Bearer kabc.secret") == 3
    for address in ("/api/v1/figures", "/api/v1/shared", "/xapi/statements?limit=3"):
        assert f"http://testserver{address}" in html
    assert f'href="{reverse("analytics:key-guide")}"' in html
    assert 'href="/api/v1/openapi.json"' in html


@with_the_demo
@pytest.mark.django_db
def test_who_is_signed_in_has_links_for_themselves_and_signs_out_to_be_another(client: Client, cast: Cast) -> None:
    person = cast.eksjo.hr
    person.email = "eva@eksjo.example"
    person.save(update_fields=["email"])
    client.force_login(person)
    html = client.get("/demo/").content.decode()
    assert "Logga in som" not in html
    assert html.count("Logga ut och bli") == len(STOPS) - 1
    assert html.count("Du är Eva") == 1
    assert f'<a href="{reverse("analytics:sharing", args=["eksjo"])}">' in html
    assert f'<a href="{reverse("analytics:figures", args=["vetlanda"])}">' not in html
