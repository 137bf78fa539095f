"""No request reaches beyond the organisation of its key, not even by a difference in an answer."""

import json

import pytest

from tests.analytics.lrs.conftest import Tool, Towns, refusal, said, stored

pytestmark = pytest.mark.django_db


def test_the_same_id_is_two_statements_in_two_tenants(tool: Tool, foreign_tool: Tool, towns: Towns) -> None:
    ours = said(object={"id": "https://tool.example/almgran"})
    theirs = ours | {"object": {"id": "https://tool.example/bjornlav"}}
    assert [tool.send(ours).status_code, foreign_tool.send(theirs).status_code] == [200, 200]
    objects = {row.organisation_id: json.loads(row.raw)["object"]["id"] for row in stored()}
    assert objects == {
        towns.eksjo.pk: "https://tool.example/almgran",
        towns.nassjo.pk: "https://tool.example/bjornlav",
    }


def test_another_tenant_s_statements_are_found_by_no_filter(tool: Tool, foreign_tool: Tool) -> None:
    theirs = said(context={"registration": "b2a1f7a4-5f0e-4d4b-9f1c-1f1d1c1b1a19"})
    foreign_tool.send(theirs)
    agent = json.dumps(theirs["actor"])
    for query in (
        "",
        "?ascending=true",
        f"?agent={agent}",
        f"?verb={theirs['verb']['id']}",
        f"?activity={theirs['object']['id']}",
        "?registration=b2a1f7a4-5f0e-4d4b-9f1c-1f1d1c1b1a19",
        "?since=2020-01-01T00:00:00Z",
    ):
        assert tool.ids(query) == []
        assert foreign_tool.ids(query) == [theirs["id"]]
    assert refusal(tool.get(f"?statementId={theirs['id']}")) == (404, "statementId")


def test_a_foreign_id_is_no_conflict(tool: Tool, foreign_tool: Tool) -> None:
    statement = said()
    foreign_tool.send(statement)
    assert tool.send(statement | {"object": {"id": "https://tool.example/other"}}).status_code == 200
    assert len(stored()) == 2
