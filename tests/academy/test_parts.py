"""The catalogue of components shows every file of templates/components/, in all its states, and nothing of anybody."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Engine
from django.test import Client
from django.utils.translation import override

from academy.parts import CLASSES, COLOURS, FOLDER, GROUPS, grouped, names
from academy.schemes import scheme_sheet
from tests.conftest import Cast, signed_in

TOKENS = (Path(settings.ROOT) / "static" / "tokens.css").read_text()
DESIGN = FOLDER.parent / "design"
ADDRESS = "/komponenter/"


def test_every_component_stands_in_the_catalogue_once_and_every_name_is_a_file() -> None:
    shown = [part.name for _title, parts in grouped() for part in parts]
    assert sorted(shown) == names()
    assert {name for _title, group in GROUPS for name in group} <= set(names())
    assert sorted(path.stem for path in (DESIGN / "parts").glob("*.html")) == names()


@pytest.mark.parametrize("name", names())
def test_every_component_says_what_it_is_for_and_is_used_in_its_own_states(name: str) -> None:
    part = next(part for _title, parts in grouped() for part in parts if part.name == name)
    source = (DESIGN / "parts" / f"{name}.html").read_text()
    assert part.about
    assert "{% state " in source
    assert f"components/{name}.html" in source or name == "offline", "its script stands on every page already"


@pytest.mark.parametrize("name", CLASSES)
def test_every_group_of_classes_has_its_states(name: str) -> None:
    assert "{% state " in (DESIGN / "classes" / f"{name}.html").read_text()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_shows_all_states_with_the_lines_that_draw_them(cast: Cast, language: str) -> None:
    with override(language):
        response = signed_in(cast.editor).get(f"/en{ADDRESS}" if language == "en" else ADDRESS)
    page = BeautifulSoup(response.content, "html.parser")
    states = sum(path.read_text().count("{% state ") for path in DESIGN.glob("*/*.html"))
    assert len(page.select(".specimen")) == states
    assert {section["id"] for section in page.select("section.card[id]")} == set(names())
    assert [frame.get_text() for frame in page.select(".specimen-stage") if "{%" in frame.get_text()] == []
    assert all(frame.get_text().strip() for frame in page.select(".specimen-source"))
    assert len(page.select(".tok-chip")) == len(COLOURS)


def test_the_page_says_nothing_of_whoever_looks(cast: Cast) -> None:
    page = signed_in(cast.editor).get(ADDRESS).content.decode()
    assert cast.editor.last_name not in page
    assert cast.editor.email not in page


def test_the_catalogue_is_for_those_who_write_and_for_everyone_in_the_demo(cast: Cast, settings: object) -> None:
    assert signed_in(cast.eksjo.hr).get(ADDRESS).status_code == 404
    settings.IS_DEMO = True  # type: ignore[attr-defined]
    assert signed_in(cast.eksjo.hr).get(ADDRESS).status_code == 200
    assert Client().get(ADDRESS).status_code == 200


@pytest.mark.parametrize("asked", ["light", "dark"])
def test_a_scheme_is_chosen_by_a_class_and_a_sheet(cast: Cast, asked: str) -> None:
    page = BeautifulSoup(signed_in(cast.editor).get(f"{ADDRESS}?scheme={asked}").content, "html.parser")
    assert page.body is not None
    assert page.body["class"] == [f"scheme-{asked}"]
    assert page.select('link[href="/komponenter/scheman.css"]')
    other = BeautifulSoup(signed_in(cast.editor).get(f"{ADDRESS}?scheme=pink").content, "html.parser")
    assert other.body is not None
    assert other.body.get("class") in (None, [""], [])


def test_the_schemes_have_the_values_of_the_tokens_and_all_that_the_dark_one_changes() -> None:
    sheet = scheme_sheet(TOKENS)
    light, dark = (re.search(rf"\.scheme-{name} \{{(.*?)\}}", sheet) for name in ("light", "dark"))
    assert light
    assert dark
    assert "--color-bg: #f5f6f2;" in light[1]
    assert "--color-bg: #101816;" in dark[1]
    declared = [set(re.findall(r"--[a-z0-9-]+(?=:)", part[1])) for part in (light, dark)]
    assert declared[0] == declared[1]
    assert len(declared[0]) > 40


@pytest.mark.parametrize("broken", ["", TOKENS.replace("prefers-color-scheme: dark", "prefers-color-scheme: night")])
def test_tokens_that_are_laid_out_otherwise_are_no_half_scheme(broken: str) -> None:
    with pytest.raises(ValueError, match=r"tokens\.css has nothing like"):
        scheme_sheet(broken)


def test_what_is_shown_and_what_is_to_be_copied_are_the_same_lines() -> None:
    source = '{% load design %}{% state "Två" %}\n<b>{{ word }}</b>{# why #}{% if word %}!{% endif %}\n{% endstate %}'
    engine = Engine(
        dirs=[str(FOLDER.parent)],
        libraries={"design": "academy.templatetags.design", "i18n": "django.templatetags.i18n"},
    )
    drawn = BeautifulSoup(engine.from_string(source).render(Context({"word": "A & B"})), "html.parser")
    assert drawn.select_one(".specimen-title").get_text() == "Två"  # type: ignore[union-attr]
    assert drawn.select_one(".specimen-stage").get_text(strip=True) == "A & B!"  # type: ignore[union-attr]
    assert drawn.select_one("code").get_text() == "<b>{{ word }}</b>{# why #}{% if word %}!{% endif %}"  # type: ignore[union-attr]
