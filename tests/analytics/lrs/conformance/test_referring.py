"""Statements about statements: StatementRefs under every filter, and voiding (xAPI-Data 2.3.2, Communication 2.1.3 and 4)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.analytics.lrs.conformance.samples import VOIDED, activity, agent, reference, simple, voiding, within
from tests.analytics.lrs.conformance.store import Json, Store

REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
FILTERS: dict[str, Json] = {
    "agent": {"agent": agent("ben")},
    "verb": {"verb": "http://e.com/passed"},
    "activity": {"activity": activity("training")["id"]},
    "registration": {"registration": REGISTRATION},
    "related agent": {"agent": agent("tutor"), "related_agents": "true"},
    "related activity": {"activity": activity("course")["id"], "related_activities": "true"},
    "all": {
        "agent": agent("ben"),
        "verb": "http://e.com/passed",
        "activity": activity("training")["id"],
        "registration": REGISTRATION,
    },
}


def passed() -> Json:
    """Ben passed explosives training."""
    return simple(
        actor=agent("ben"),
        verb={"id": "http://e.com/passed"},
        object=activity("training"),
        context={
            "registration": REGISTRATION,
            "instructor": agent("tutor"),
            "contextActivities": {"parent": [activity("course")]},
        },
    )


def confirmed(target: str, **changes: Any) -> Json:
    """Andrew confirmed another statement."""
    return simple(actor=agent("andrew"), verb={"id": "http://e.com/confirmed"}, object=reference(target), **changes)


@pytest.mark.parametrize("order", ["target first", "target last", "one batch"])
def test_what_targets_a_match_is_a_match_and_so_on(store: Store, order: str) -> None:
    """2.1.3.s3: recursively; the note: a reference within the context does not count."""
    target = passed()
    first = confirmed(target["id"])
    second = confirmed(first["id"])
    beside = simple(context={"statement": reference(target["id"])})
    sub = within(simple(object=reference(target["id"])))
    chain = [target, first, second]
    others = [beside, sub, confirmed(str(uuid4())), simple()]
    if order == "one batch":
        assert store.post([*chain, *others]).status_code == 200
    else:
        for each in [*others, *(chain if order == "target first" else chain[::-1])]:
            assert store.post(each).status_code == 200
    wanted = {each["id"] for each in chain}
    assert {name: set(store.ids(asked)) for name, asked in FILTERS.items()} == dict.fromkeys(FILTERS, wanted)
    assert store.get({"statementId": first["id"]}).json()["object"] == reference(target["id"])


def test_time_and_limit_hold_for_the_statement_that_targets(store: Store) -> None:
    """2.1.3.s3: the time and sequence based parameters MUST still be applied to the statement making the StatementRef."""
    target = store.kept(passed())
    other = store.kept(confirmed(target["id"]))
    asked = FILTERS["agent"]
    assert store.ids({**asked, "since": target["stored"]}) == [other["id"]]
    assert store.ids({**asked, "until": target["stored"]}) == [target["id"]]
    assert store.ids({**asked, "limit": "1"}) == [other["id"]]
    assert store.ids({**asked, "limit": "1", "ascending": "true"}) == [target["id"]]


@pytest.mark.parametrize("order", ["before", "after", "one batch"])
def test_a_voided_statement_is_shown_by_its_own_id_alone(store: Store, order: str) -> None:
    """xAPI-Data 2.3.2.s2.b3, xAPI-Communication 2.1.4.s1, in any order of arrival."""
    target = passed()
    void = voiding(target["id"], actor=agent("admin"))
    if order == "one batch":
        assert store.post([void, target]).status_code == 200
    else:
        for each in (void, target) if order == "before" else (target, void):
            assert store.post(each).status_code == 200
    one = target["id"]
    asked: list[tuple[str, int, Any]] = [
        ("statementId", 404, store.get({"statementId": one})),
        ("voidedStatementId", 200, store.get({"voidedStatementId": one})),
        ("the voiding one", 200, store.get({"statementId": void["id"]})),
        ("the voiding one as voided", 404, store.get({"voidedStatementId": void["id"]})),
    ]
    assert store.wrong_statuses(asked) == []
    assert store.get({"voidedStatementId": one}).json()["id"] == one
    assert store.ids({}) == [void["id"]]


def test_what_targets_a_voided_statement_is_still_found_by_it(store: Store) -> None:
    """2.1.4.s1.b2: this includes the voiding statement."""
    target = passed()
    comment = confirmed(target["id"])
    void = voiding(target["id"], actor=agent("admin"))
    for each in (target, comment, void):
        assert store.post(each).status_code == 200
    wanted = {comment["id"], void["id"]}
    assert {name: set(store.ids(asked)) for name, asked in FILTERS.items()} == dict.fromkeys(FILTERS, wanted)


def test_a_voiding_statement_is_voided_by_none(store: Store) -> None:
    target = simple()
    void = voiding(target["id"])
    again = voiding(void["id"])
    for each in (target, void, again):
        assert store.post(each).status_code == 200
    assert store.get({"statementId": void["id"]}).status_code == 200
    assert store.get({"voidedStatementId": void["id"]}).status_code == 404
    assert store.get({"voidedStatementId": target["id"]}).status_code == 200
    assert set(store.ids({"verb": VOIDED})) == {void["id"], again["id"]}


def test_voiding_is_taken_for_what_is_not_there_and_twice(store: Store) -> None:
    """xAPI-Data 2.3.2.s2.b5: SHOULD NOT reject on the grounds of the object not being present."""
    target = simple()
    store.kept(target)
    for each in (voiding(str(uuid4())), voiding(target["id"]), voiding(target["id"])):
        assert store.post(each).status_code == 200
    assert store.get({"voidedStatementId": target["id"]}).status_code == 200
    assert store.post(target).status_code == 200
    assert store.get({"statementId": target["id"]}).status_code == 404


def test_a_sub_statement_voids_nothing(store: Store) -> None:
    """xAPI-Data 2.4.4.3.s7: it does not represent an event that has occurred."""
    target = simple()
    store.kept(target)
    inner = within(voiding(target["id"]))
    assert store.post(inner).status_code == 200
    assert store.get({"statementId": target["id"]}).status_code == 200


def test_a_comment_on_itself_and_circles_are_stored_and_found(store: Store) -> None:
    """2.4.4.3.s4.b2: there is no requirement that the target exists; nothing forbids a circle."""
    one, two = str(uuid4()), str(uuid4())
    selfish = str(uuid4())
    batch = [confirmed(two, id=one), confirmed(one, id=two), confirmed(selfish, id=selfish)]
    assert store.post(batch).status_code == 200
    assert set(store.ids({"agent": agent("andrew")})) == {one, two, selfish}
