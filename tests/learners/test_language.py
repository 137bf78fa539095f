"""Switching language: on the same page, kept on the person, and never onto another site."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from courses.models import CataloguePage, MicroCoursePage
from tests.conftest import Cast, signed_in


def switch(client: Client, language: str, address: str) -> Any:
    return client.post("/sprak/", {"language": language, "next": address})


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("en", "/", "/en/"),
        ("sv", "/en/", "/"),
        ("en", "/hjalp/", "/en/hjalp/"),
        ("en", "/hjalp/?a=1", "/en/hjalp/?a=1"),
        ("sv", "/en/hjalp/", "/hjalp/"),
        ("sv", "/hjalp/", "/hjalp/"),
        ("en", "/konto/login/", "/en/konto/login/"),
        ("en", "/katalog/", "/en/catalogue/"),
        ("sv", "/en/catalogue/", "/katalog/"),
    ],
)
def test_the_same_page_opens_in_the_other_language(cast: Cast, language: str, here: str, there: str) -> None:
    response = switch(Client(), language, here)
    assert (response.status_code, response.headers["Location"]) == (302, there)
    assert response.cookies["django_language"].value == language


def test_a_translated_course_opens_under_its_own_name(cast: Cast, course: MicroCoursePage) -> None:
    english = course.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "Ask first", "ask-first"
    english.save_revision().publish()
    assert switch(Client(), "en", "/katalog/fraga-forst/").headers["Location"] == "/en/catalogue/ask-first/"
    assert switch(Client(), "sv", "/en/catalogue/ask-first/").headers["Location"] == "/katalog/fraga-forst/"


def test_an_untranslated_course_leads_to_a_page_that_exists(cast: Cast, course: MicroCoursePage) -> None:
    client = signed_in(cast.eksjo.learner)
    response = switch(client, "en", "/katalog/fraga-forst/")
    assert response.headers["Location"] == "/en/catalogue/"
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_choice_is_kept_on_the_person(cast: Cast) -> None:
    switch(signed_in(cast.eksjo.learner), "en", "/")
    cast.eksjo.learner.refresh_from_db()
    assert cast.eksjo.learner.language == "en"


@pytest.mark.parametrize("code", ["fi", "", "en-GB", "x" * 1000, "\x00"])
def test_an_unknown_language_is_swedish(cast: Cast, code: str) -> None:
    response = switch(signed_in(cast.eksjo.learner), code, "/en/hjalp/")
    assert response.headers["Location"] == "/hjalp/"
    cast.eksjo.learner.refresh_from_db()
    assert cast.eksjo.learner.language == "sv"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "hjalp/",
        "/\x00",
        "http:///x",
    ],
)
def test_no_address_leads_to_another_site(cast: Cast, address: str) -> None:
    location = switch(Client(), "en", address).headers["Location"]
    assert location == "/en/"


def test_a_very_long_address_is_no_fault(cast: Cast) -> None:
    assert switch(Client(), "en", "/" + "x" * 5000 + "/").status_code == 302


def test_a_page_without_a_twin_is_not_offered(cast: Cast) -> None:
    CataloguePage.objects.get(locale__language_code="en").unpublish()
    client = signed_in(cast.eksjo.learner)
    response = switch(client, "en", "/katalog/")
    assert response.headers["Location"] == "/en/"
    assert client.get("/en/").status_code == 200
