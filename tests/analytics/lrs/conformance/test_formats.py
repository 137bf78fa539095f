"""format=ids, exact and canonical with Accept-Language (xAPI-Communication 2.1.3, xAPI-Data 2.4.3.s6)."""

from typing import Any

import pytest

from tests.analytics.lrs.conformance.samples import activity, agent, definition, group, simple, whole, within
from tests.analytics.lrs.conformance.store import Json, Store

CHOICE: Json = {
    "name": {"en": "Question", "sv": "Fråga", "de": "Frage"},
    "description": {"sv": "Vilken?"},
    "interactionType": "choice",
    "choices": [{"id": "a", "description": {"en": "Yes", "sv": "Ja"}}],
    "extensions": {"http://example.com/kept": {"en": "a", "sv": "b"}},
}


def asked(store: Store, statement: Json, form: str | None, language: str | None = None) -> Json:
    """The statement, one by its id and the same in a list."""
    params = {} if form is None else {"format": form}
    headers: dict[str, Any] = {} if language is None else {"Accept_Language": language}
    one = store.get({**params, "statementId": statement["id"]}, **headers)
    many = store.get({**params, "verb": statement["verb"]["id"]}, **headers)
    assert one.status_code == many.status_code == 200, (one.content, many.content)
    assert one.json() == next(each for each in many.json()["statements"] if each["id"] == statement["id"])
    return dict(one.json())


def test_exact_is_what_was_sent_and_the_default(store: Store) -> None:
    statement = whole()
    kept = store.kept(statement)
    assert asked(store, statement, None) == asked(store, statement, "exact") == kept
    for name in ("actor", "verb", "object", "context"):
        assert kept[name] == statement[name]


def test_ids_leave_what_identifies(store: Store) -> None:
    """Only include minimum information necessary in Agent, Activity, Verb and Group Objects to identify them."""
    anonymous = {"objectType": "Group", "name": "G", "member": [agent("a"), {"name": "N", "openid": "http://a.b/c"}]}
    statement = {**whole(), "actor": anonymous}
    store.kept(statement)
    found = asked(store, statement, "ids")
    assert found["actor"]["objectType"] == "Group"
    assert "name" not in found["actor"]
    assert [set(member) - {"objectType"} for member in found["actor"]["member"]] == [{"mbox"}, {"openid"}]
    assert found["verb"] == {"id": statement["verb"]["id"]}
    assert found["object"].keys() - {"objectType"} == {"id"}
    assert found["context"]["instructor"].keys() - {"objectType"} == {"mbox"}
    assert found["context"]["team"].keys() - {"objectType"} == {"mbox"}
    for of in found["context"]["contextActivities"].values():
        assert [each.keys() - {"objectType"} for each in of] == [{"id"}]
    assert found["result"] == statement["result"]
    assert found["context"]["extensions"] == statement["context"]["extensions"]


def test_ids_hold_in_sub_statements_and_for_actors_as_objects(store: Store) -> None:
    inner = within(simple(actor=agent(), object={**activity(), "definition": definition()}))
    store.kept(inner)
    found = asked(store, inner, "ids")["object"]
    assert found["objectType"] == "SubStatement"
    assert "name" not in found["actor"]
    assert "display" not in found["verb"]
    assert "definition" not in found["object"]
    about = simple(object=group())
    store.kept(about)
    found = asked(store, about, "ids")["object"]
    assert (found["objectType"], found["mbox"], "name" in found) == ("Group", group()["mbox"], False)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        *(("sv", "Fråga"), ("en", "Question"), ("sv;q=0.5, de", "Frage"), ("fr, sv;q=0.2, en;q=0.8", "Question")),
        *(("sv-SE", "Fråga"), ("*", None), (None, None), ("fr", None), ("", None)),
    ],
)
def test_canonical_gives_one_language_in_each_map(store: Store, language: str | None, name: str | None) -> None:
    """2.1.3.s4.b1, b5: only one language in each, chosen map by map by Accept-Language."""
    verb = {"id": "http://example.com/asked", "display": {"en": "asked", "sv": "frågade"}}
    statement = simple(verb=verb, object={**activity("q"), "definition": CHOICE})
    store.kept(statement)
    found = asked(store, statement, "canonical", language)["object"]["definition"]
    assert len(found["name"]) == len(found["choices"][0]["description"]) == 1
    assert name is None or list(found["name"].values()) == [name]
    assert found["description"] == {"sv": "Vilken?"}
    assert found["extensions"] == CHOICE["extensions"]
    assert found["choices"][0]["id"] == "a"


def test_canonical_shows_the_definition_that_the_store_knows(store: Store) -> None:
    """...populated with the canonical definition of the Activity Objects; agents as in exact."""
    first = simple(object={**activity("known"), "definition": {"name": {"en": "Known"}, "type": "http://e.com/t"}})
    second = simple(actor=agent(), object=activity("known"), verb={"id": "http://e.com/again"})
    for each in (first, second):
        store.kept(each)
    found = asked(store, second, "canonical", "en")
    assert found["object"]["definition"]["name"] == {"en": "Known"}
    assert found["actor"] == agent()
