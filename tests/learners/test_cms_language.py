"""The language of the CMS: the person's own, chosen there or anywhere else, and one of two."""

from importlib import import_module

from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from wagtail.users.models import UserProfile

from tests.conftest import Cast, signed_in

THEME = {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}


def spoken(client: Client) -> str:
    """Return the language of the CMS's first page."""
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    assert page.html is not None
    return str(page.html["lang"])


def choose(client: Client, language: str) -> int:
    return client.post("/admin/account/", {"language-language": language} | THEME).status_code


def test_what_is_chosen_on_any_page_is_spoken_in_the_cms(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert spoken(client) == "sv"
    client.post("/sprak/", {"language": "en", "next": "/hjalp/"})
    assert spoken(client) == "en"


def test_what_is_chosen_in_the_cms_is_the_persons_everywhere(cast: Cast) -> None:
    client = signed_in(cast.editor)
    assert choose(client, "en") == 302
    cast.editor.refresh_from_db()
    assert (cast.editor.language, spoken(client)) == ("en", "en")


def test_a_file_that_is_made_while_it_is_sent_speaks_the_persons_language(cast: Cast) -> None:
    client = signed_in(cast.editor)
    headings = {}
    for language in ("sv", "en"):
        choose(client, language)
        report = client.get("/admin/reports/aging-pages/?export=csv", headers={"Accept-Language": "sv"})
        headings[language] = b"".join(report).decode().partition("\r\n")[0].split(",")[0]
    assert headings == {"sv": "Titel", "en": "Title"}


def test_what_wagtail_kept_before_gives_way(cast: Cast) -> None:
    client = signed_in(cast.editor)
    choose(client, "sv")
    profile = cast.editor.wagtail_userprofile
    profile.preferred_language = "fi"
    profile.save()
    assert choose(client, "en") == 302
    assert spoken(client) == "en"


def test_what_wagtail_kept_is_not_spoken_before_the_person_saves_anything(cast: Cast) -> None:
    UserProfile.objects.create(user=cast.editor, preferred_language="fi")
    assert spoken(signed_in(cast.editor)) == "sv"


def test_what_wagtail_kept_is_forgotten_once_for_all(cast: Cast) -> None:
    for person, kept in ((cast.editor, "fi"), (cast.stranger, "")):
        UserProfile.objects.create(user=person, preferred_language=kept, theme="dark")
    import_module("learners.migrations.0009_one_language").forget(apps, None)
    assert set(UserProfile.objects.values_list("preferred_language", "theme")) == {("", "dark")}


def test_two_languages_are_offered_and_no_other_is_taken(cast: Cast) -> None:
    client = signed_in(cast.editor)
    page = BeautifulSoup(client.get("/admin/account/").content, "html.parser")
    assert [str(one["value"]) for one in page.select("select[name=language-language] option")] == ["sv", "en"]
    assert choose(client, "fi") == 200
    cast.editor.refresh_from_db()
    assert cast.editor.language == "sv"
