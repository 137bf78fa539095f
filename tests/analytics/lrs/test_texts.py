"""The text that a tool sent is what is kept, where it can be, and means the same where it cannot."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.scoping import unscoped
from analytics.lrs import authors, ingest
from analytics.lrs.rows import completed
from analytics.models import Statement, StatementReference
from analytics.xapi import json_text, reading
from analytics.xapi.normalise import normalised
from analytics.xapi.versions import Version
from tests.analytics.lrs.conftest import WHEN, Tool, Towns, said, stored
from tests.analytics.xapi.strategies import statements

pytestmark = pytest.mark.django_db

SCORE = '"result" : {"score": {"raw": 1.50e1}}'


def raw_of(tool: Tool, text: str) -> str:
    """Send a text as a batch of one and return what is kept."""
    answer = tool.send(f"[ {text}\n]".encode())
    assert answer.status_code == 200, answer.content
    return stored()[-1].raw


def written(**changes: Any) -> str:
    """A statement as text with a spelling of its own."""
    return json.dumps(said(**changes), ensure_ascii=False)[:-1] + f",\t{SCORE} }}"


def test_what_needs_no_change_is_kept_to_the_letter(tool: Tool) -> None:
    text = written(timestamp="2026-03-01T10:00:00.100Z", version="2.0.0")
    assert raw_of(tool, text).startswith(text[:-1] + ',"stored":"')


def test_what_is_missing_comes_behind_it(tool: Tool) -> None:
    text = written()
    assert raw_of(tool, text).startswith(text[:-1] + ',"timestamp":"')
    one = tool.send(text.replace(said()["verb"]["id"], "https://tool.example/verb").encode())
    assert one.status_code == 409
    assert tool.send(text.encode()).status_code == 200
    assert len(stored()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"timestamp": "2026-03-01T10:00:00.100+01:00"},
        {"context": {"contextActivities": {"parent": {"id": "https://tool.example/1"}}}},
        {"id": "8F87CCDE-BB56-4C2E-AB83-44982EF22DF0"},
        {"stored": "2026-03-01T10:00:00Z"},
        {"authority": {"objectType": "Agent", "account": {"homePage": "https://tool.example", "name": "me"}}},
    ],
)
def test_what_is_changed_on_its_way_is_written_anew(tool: Tool, changes: dict[str, Any]) -> None:
    raw = raw_of(tool, written(**changes))
    assert SCORE not in raw
    whole = json_text.loads(raw.encode())
    assert str(whole["result"]["score"]["raw"]) == "15.0"
    assert whole["authority"]["account"]["name"] == tool.key.key
    assert json_text.dumps(whole) == raw


def test_no_name_of_a_property_hides_behind_an_escape(tool: Tool) -> None:
    named = said(context={"contextAgents": [], "platform": "å"})
    raw = raw_of(tool, json.dumps(named).replace("contextAgents", "context\\u0041gents"))
    assert '"contextAgents"' in raw
    assert "å" in raw


def test_a_statement_that_is_put_has_the_id_that_it_was_put_under(tool: Tool) -> None:
    sent = said()
    identifier = sent.pop("id")
    assert tool.send(sent, method="PUT", query=f"?statementId={identifier}").status_code == 204
    assert json_text.loads(stored()[0].raw.encode())["id"] == identifier


@given(version=st.sampled_from(Version), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_kept_text_means_what_a_written_one_does(towns: Towns, version: Version, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(statements(version), max_size=3))
    batch = {
        each.get("id", str(place)).lower(): each for place, each in enumerate(drawn) if not reading.refers_to(each)
    }
    space = data.draw(st.sampled_from(["", " ", "\n\t"]))
    body = ",".join(json_text.dumps(each).replace("{", "{" + space, 1) for each in batch.values())
    with unscoped("test"):
        StatementReference.objects.all().delete()
        Statement.objects.all().delete()
    author = authors.credential("k", towns.eksjo.pk, towns.eksjo.federation.launched_on)
    sent, texts = json_text.read(f"[{body}]".encode())
    ids = ingest.record(sent, author=author, version=version, clock=lambda: WHEN, texts=texts)
    wanted = [
        completed({**normalised(each, version), "id": str(id_)}, author=author, version=version, stored=WHEN)
        for each, id_ in zip(batch.values(), ids, strict=True)
    ]
    assert [json_text.loads(row.raw.encode()) for row in stored()] == wanted
