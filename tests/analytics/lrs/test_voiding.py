"""Voiding in both orders, by whom, and what it does to windows."""

from typing import Any
from uuid import uuid4

import pytest

from analytics.lrs import authors, ingest
from analytics.lrs.authors import Author
from analytics.lrs.rows import Stamp
from analytics.xapi.versions import Version
from learners.events import Dimensions
from tests.analytics.lrs.conftest import WHEN, Json, Tool, Towns, key_of, marks, refusal, said, stored, voiding

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(towns: Towns) -> Author:
    return authors.platform(towns.eksjo.pk, towns.eksjo.federation.launched_on)


def platform_says(platform: Author, towns: Towns, *statements: Json) -> None:
    """Store as the platform does, about someone in care."""
    stamp = Stamp(Dimensions(towns.eksjo.pk, towns.care.pk, "care", "official"))
    ingest.record(statements, author=platform, version=Version.V2_0, stamp=stamp, clock=lambda: WHEN)


def voided() -> dict[str, bool]:
    return {str(row.statement_id): row.is_voided for row in stored()}


@pytest.mark.parametrize("order", ["target first", "voiding first", "one batch", "one batch backwards"])
def test_a_target_is_voided_in_whatever_order_the_two_arrive(tool: Tool, order: str) -> None:
    target = said()
    void = voiding(target["id"])
    sends: dict[str, list[Any]] = {
        "target first": [target, void],
        "voiding first": [void, target],
        "one batch": [[target, void]],
        "one batch backwards": [[void, target]],
    }
    for body in sends[order]:
        assert tool.send(body).status_code == 200
    assert voided() == {target["id"]: True, void["id"]: False}
    assert tool.get(f"?statementId={target['id']}").status_code == 404
    assert tool.get(f"?voidedStatementId={target['id']}").json()["id"] == target["id"]
    assert tool.ids() == [void["id"]]


def test_the_text_of_a_voided_statement_stays_as_it_is(tool: Tool) -> None:
    target = said()
    tool.send(target)
    raw = stored()[0].raw
    tool.send(voiding(target["id"]))
    assert stored()[0].raw == raw


def test_a_voiding_statement_cannot_be_voided(tool: Tool) -> None:
    target = said()
    first = voiding(target["id"])
    second = voiding(first["id"])
    for body in (target, first, second):
        assert tool.send(body).status_code == 200
    assert voided() == {target["id"]: True, first["id"]: False, second["id"]: False}


def test_voiding_nothing_is_accepted_and_changes_nothing(tool: Tool) -> None:
    other = said()
    tool.send(other)
    void = voiding(str(uuid4()))
    assert tool.send(void).status_code == 200
    assert voided() == {other["id"]: False, void["id"]: False}


def test_voiding_twice_is_voiding(tool: Tool) -> None:
    target = said()
    tool.send([target, voiding(target["id"]), voiding(target["id"])])
    assert voided()[target["id"]] is True


def test_a_key_cannot_take_back_what_the_platform_or_another_key_has_said(
    tool: Tool, towns: Towns, platform: Author
) -> None:
    ours, theirs = said(), said()
    platform_says(platform, towns, ours)
    Tool(key_of(towns.eksjo)).send(theirs)
    before = (voided(), marks())
    assert refusal(tool.send([said(), voiding(ours["id"])])) == (403, "/1/object/id")
    assert refusal(tool.send(voiding(theirs["id"]))) == (403, "/object/id")
    assert (voided(), marks()) == before


def test_a_key_cannot_void_in_advance_what_the_platform_will_say(tool: Tool, towns: Towns, platform: Author) -> None:
    ours = said()
    assert tool.send(voiding(ours["id"])).status_code == 200
    platform_says(platform, towns, ours)
    assert voided()[ours["id"]] is False


def test_voiding_by_the_platform_marks_the_target_s_own_window(towns: Towns, platform: Author) -> None:
    ours = said(timestamp="2026-02-10T12:00:00Z")
    platform_says(platform, towns, ours)
    assert marks() == [(towns.eksjo.pk, towns.care.pk, 202602)]
    platform_says(platform, towns, voiding(ours["id"], timestamp="2026-03-09T12:00:00Z"))
    assert voided()[ours["id"]] is True
    assert marks() == [(towns.eksjo.pk, towns.care.pk, 202602)] * 2


def test_other_tenants_statements_are_out_of_reach(tool: Tool, foreign_tool: Tool) -> None:
    target = said()
    foreign_tool.send(target)
    assert tool.send(voiding(target["id"])).status_code == 200
    assert voided()[target["id"]] is False
    assert tool.send(target).status_code == 200
    in_both = {row.organisation_id: row.is_voided for row in stored() if str(row.statement_id) == target["id"]}
    assert sorted(in_both.values()) == [False, True]


def test_a_voided_statement_sent_again_stays_voided(tool: Tool) -> None:
    target = said()
    tool.send([target, voiding(target["id"])])
    assert tool.send(target).status_code == 200
    assert voided()[target["id"]] is True
