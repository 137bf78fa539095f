"""allauth's own pages, as far as they are not ours, are drawn with our elements; and every page of its that we mount is ours."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, engines
from django.template.base import Origin, Template
from django.template.loader import get_template

from tests.conftest import Cast, signed_in

OURS = Path(__file__).resolve().parents[2] / "templates"
THEIRS = Path(str(files("allauth"))) / "templates"
# Named by pages that we do not mount: other sign-ins, sign-up, addresses of one's own.
NOT_MOUNTED = {
    "account": re.compile("email|phone|signup|verif|snippets|confirm_password_reset_code|base_"),
    "mfa": re.compile("trust|base|signup|snippets|download"),
}


def elements() -> set[str]:
    """Return the names of allauth's elements that allauth's own pages use."""
    used = set[str]()
    for path in (*(THEIRS / "account").rglob("*.html"), *(THEIRS / "mfa").rglob("*.html")):
        used |= set(re.findall(r"\{% element (\w+)", path.read_text()))
    return used


def test_every_element_that_allauth_draws_with_is_ours_or_bare() -> None:
    bare = {"tr", "thead", "tbody"}
    missing = {name for name in elements() - bare if not (OURS / "allauth" / "elements" / f"{name}.html").is_file()}
    assert missing == set()


def pages() -> Iterator[str]:
    """Give the names of allauth's pages that we mount."""
    for room, left_out in NOT_MOUNTED.items():
        for path in (THEIRS / room).rglob("*.html"):
            if not left_out.search(path.relative_to(THEIRS / room).as_posix()):
                yield path.relative_to(THEIRS).as_posix()


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_page_that_is_mounted_is_ours(name: str) -> None:
    origin = get_template(name).origin  # type: ignore[attr-defined]
    assert str(origin.name).startswith(str(OURS)), name


def test_a_page_of_allauths_own_is_drawn_with_our_fields_buttons_and_frame() -> None:
    fields = """
      {% element field type="text" id="one" name="one" value="Maja" %}
        {% slot label %}Namn{% endslot %}{% slot help_text %}Ditt eget{% endslot %}
      {% endelement %}
      {% element field type="checkbox" id="two" name="two" %}{% slot label %}Ja{% endslot %}{% endelement %}"""
    button = '{% element button type="submit" %}Spara{% endelement %}'
    body = f"{{% slot body %}}{fields}{{% endslot %}}"
    form = f'{{% element form method="post" %}}{body}{{% slot actions %}}{button}{{% endslot %}}'
    source = "{% extends 'account/base_manage.html' %}{% load allauth %}{% block content %}" + form
    source += "{% endelement %}{% endblock %}"
    # allauth finds the layout by the names of the templates that extend it.
    probe = Origin("a probe", template_name="account/probe.html")
    template = Template(source, origin=probe, engine=engines["django"].engine)  # type: ignore[attr-defined]
    page = BeautifulSoup(template.render(Context()), "html.parser")
    control = page.select_one("input#one.input")
    assert control is not None
    assert (control["value"], control["aria-describedby"]) == ("Maja", "one_helptext")
    assert page.select_one("label.check input#two") is not None
    assert page.select_one("main form.stack .actions button.btn") is not None


def test_whoever_has_no_password_chooses_a_first_one(cast: Cast) -> None:
    person = cast.eksjo.learner
    person.set_unusable_password()
    person.save()
    client = signed_in(person)
    page = client.get("/konto/password/change/", follow=True)
    assert page.request["PATH_INFO"] == "/konto/password/set/"
    assert "Välj ett lösenord" in page.content.decode()
    client.post("/konto/password/set/", {"password1": "granris och kaffe", "password2": "granris och te"})
    person.refresh_from_db()
    assert not person.has_usable_password()
    client.post("/konto/password/set/", {"password1": "granris och kaffe", "password2": "granris och kaffe"})
    person.refresh_from_db()
    assert person.check_password("granris och kaffe")
