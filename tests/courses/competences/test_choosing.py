"""Choosing capabilities in the editor, as a browser does it: grouped, described, and one at least before publishing."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from courses.competences.choosing import NEEDED
from courses.gates import NotReady
from courses.models import Capability, Goal, MicroCoursePage
from tests.conftest import Cast, signed_in
from tests.courses.forms import Form, choices, course_form, new_id
from tests.courses.samples import catalogue

STEP, QUESTION = new_id(), new_id()


@pytest.fixture
def editor(cast: Cast) -> Client:
    """The editor's browser."""
    return signed_in(cast.editor)


def form(*keys: str, **changes: Any) -> Form:
    sent = course_form(question=choices("Ringer", "Frågar", right=(1,)), step_id=STEP, question_id=QUESTION)
    return sent | {"capabilities": [str(Capability.objects.get(key=key).pk) for key in keys]} | changes


def draft(editor: Client, *keys: str) -> MicroCoursePage:
    response = editor.post(f"/admin/pages/add/courses/microcoursepage/{catalogue().pk}/", form(*keys))
    assert response.status_code == 302, response.context["form"].errors
    page: MicroCoursePage = MicroCoursePage.objects.get()
    return page


def chosen(page: MicroCoursePage) -> list[str]:
    latest = MicroCoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return sorted(row.key for row in latest.capabilities.all())


def boxes(html: str) -> dict[str, str]:
    """Return each check box of the field by its value, as written."""
    return {
        found[1]: found[0]
        for found in re.findall(r'(<input type="checkbox" name="capabilities" value="(\d+)"[^>]*>)', html)
    }


def test_a_draft_needs_no_capability_and_what_is_published_does(editor: Client) -> None:
    page = draft(editor)
    refused = editor.post(f"/admin/pages/{page.pk}/edit/", form(**{"action-publish": "action-publish"}))
    assert refused.status_code == 200
    with override("sv"):
        assert str(NEEDED) in unescape(refused.content.decode())
    page.refresh_from_db()
    assert not page.live
    assert chosen(page) == []


def test_what_is_chosen_is_kept_and_may_be_changed(editor: Client) -> None:
    page = draft(editor, "avveckla", "inkludera")
    assert chosen(page) == ["avveckla", "inkludera"]
    goal = Goal.objects.get(key="digital-ledning")
    editor.post(f"/admin/pages/{page.pk}/edit/", form("utbilda", "inkludera", goals=[str(goal.pk)]))
    assert chosen(page) == ["inkludera", "utbilda"]
    latest = MicroCoursePage.objects.get().get_latest_revision_as_object()
    assert [row.key for row in latest.goals.all()] == ["digital-ledning"]


def test_the_list_is_grouped_described_and_open_where_something_is_chosen(editor: Client) -> None:
    page = draft(editor, "avveckla")
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    ids = dict(Capability.objects.values_list("key", "pk"))
    found = boxes(html)
    assert list(found) == [
        str(ids[row.key]) for row in Capability.objects.order_by("group__area__position", "group__position", "position")
    ]
    assert [value for value, box in found.items() if " checked" in box] == [str(ids["avveckla"])]
    legends = re.findall(r"<legend>(.+?)</legend>", html)
    assert [legend for legend in legends if legend.startswith("Att ")] == ["Att leda", "Att skapa värde", "Att stödja"]
    groups = re.findall(r"<details( open)?>\s*<summary>(.+?) <b( hidden)?>Valda: <span>(\d)</span></b></summary>", html)
    assert [(name, hidden, count) for is_open, name, hidden, count in groups if is_open] == [("Förvalta", "", "1")]
    assert [count for is_open, _, hidden, count in groups if hidden and not is_open] == ["0"] * 12
    assert "Det gamla stängs när det nya fungerar." in html


def test_what_is_no_longer_in_use_is_offered_to_a_page_that_has_it_alone(editor: Client) -> None:
    page = draft(editor, "avveckla")
    Capability.objects.filter(key__in=["avveckla", "utbilda"]).update(retired_in=2)
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    ids = dict(Capability.objects.values_list("key", "pk"))
    assert str(ids["avveckla"]) in boxes(html)
    assert str(ids["utbilda"]) not in boxes(html)
    refused = editor.post(f"/admin/pages/{page.pk}/edit/", form("utbilda"))
    assert refused.status_code == 200
    assert chosen(page) == ["avveckla"]


@pytest.mark.parametrize("wrong", ["0", "x", "999999"])
def test_a_forged_choice_is_refused(editor: Client, wrong: str) -> None:
    page = draft(editor, "avveckla")
    assert editor.post(f"/admin/pages/{page.pk}/edit/", form(capabilities=[wrong])).status_code == 200
    assert chosen(page) == ["avveckla"]


def test_no_other_way_to_publish_goes_past_the_need(editor: Client) -> None:
    page = draft(editor)
    with pytest.raises(NotReady) as refused:
        page.get_latest_revision().publish()
    assert refused.value.problems == [str(NEEDED)]
    page.refresh_from_db()
    assert not page.live
