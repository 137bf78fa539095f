"""What every template's source must hold to: the policy of the browser, relative links, icons that exist."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from academy.templatetags import look

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
# Read by mail programs, which know no style sheets.
MAIL = "layouts/mail.html"
PAGES = [name for name in NAMES if name.endswith(".html") and name != MAIL]

TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
ICONS = re.compile(r"""(?:\{% icon |icon_name=|symbol=)"([a-z-]+)\"""")
DRAWN = set(re.findall(r'<symbol id="i-([a-z-]+)"', (STATIC / "icons.svg").read_text()))


def source(name: str) -> str:
    """Return a template's text."""
    return (TEMPLATES / name).read_text()


def markup(name: str) -> str:
    """Return a template's text without tags and variables, so that only literal HTML is left."""
    return TAGS.sub("", source(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    assert get_template(name).template.name == name  # type: ignore[attr-defined]  # the Django engine's template


@pytest.mark.parametrize("name", PAGES)
def test_no_template_needs_an_inline_style_or_script(name: str) -> None:
    html = markup(name)
    assert not re.search(r"\sstyle\s*=", html)
    assert not re.search(r"<style\b", html)
    assert not re.search(r"\son[a-z]+\s*=", html)
    assert all(not body.strip() for body in re.findall(r"<script\b[^>]*>(.*?)</script>", html, re.DOTALL))


def test_a_mail_fetches_nothing_and_names_the_colours_of_the_light_scheme() -> None:
    html = source(MAIL)
    assert not re.search(r"<(style|script|img|link)\b|url\(|\bclass=", html)
    light = (STATIC / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")[0]
    assert set(re.findall(r"#[0-9a-f]{6}", html)) <= set(re.findall(r"#[0-9a-f]{6}", light))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    addresses = re.findall(r'\b(?:href|src|srcset|action|data|poster)="([^"]*)"', markup(name))
    # A mail address is opened by the reader and fetches nothing.
    assert [address for address in addresses if re.match(r"(?!mailto:)[a-z]+:|//", address)] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_icon_named_is_drawn(name: str) -> None:
    assert set(ICONS.findall(source(name))) <= DRAWN


def test_the_icons_of_kinds_and_tones_are_drawn() -> None:
    assert {*look.KIND_ICONS.values(), *look.TONE_ICONS.values()} <= DRAWN


@pytest.mark.parametrize("sheet", ["tokens.css", "look.css"])
def test_every_file_that_a_style_sheet_asks_for_is_there(sheet: str) -> None:
    asked = re.findall(r'url\("([^"]+)"\)', (STATIC / sheet).read_text())
    assert asked
    assert [name for name in asked if not (STATIC / name).is_file()] == []
