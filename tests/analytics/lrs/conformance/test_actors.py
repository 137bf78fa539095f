"""Agents and groups in every place where the specification has one."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.analytics.lrs.conformance.samples import changed, simple, within
from tests.analytics.lrs.conformance.store import Case, Json, Store

ACCOUNT = {"homePage": "http://www.example.com", "name": "1625378"}
IDENTIFIERS: Json = {
    "mbox": "mailto:kim@example.com",
    "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9",
    "openid": "http://kim.openid.example.org/",
    "account": ACCOUNT,
}
MEMBERS = [{"mbox": "mailto:a@example.com"}, {"objectType": "Agent", "openid": "http://aaron.openid.example.org"}]

NOTHING: list[Any] = ["", "text", 1, None, [], {}]
NO_TYPES: list[Any] = [[], ["text"], "http://e.com", [1], None, {}]
BAD_IDENTIFIERS: list[tuple[str, Json]] = [
    *(("mbox", {"mbox": value}) for value in ("kim@example.com", "mailto:", "mailto:kim", *NOTHING)),
    *(
        ("mbox_sha1sum", {"mbox_sha1sum": value})
        for value in ("ebd31e95054c018b10727ccffd2ef2ec3a016ee", "g" * 40, *NOTHING)
    ),
    *(("openid", {"openid": value}) for value in ("aaron.openid.example.org", *NOTHING)),
    *(("account", {"account": value}) for value in ({"name": "1"}, *NOTHING)),
    ("account without name", {"account": {"homePage": "http://www.example.com"}}),
    ("account with a name that is no text", {"account": {**ACCOUNT, "name": 1}}),
    ("account with a homePage that is no IRL", {"account": {**ACCOUNT, "homePage": "www.example.com"}}),
    ("account with an empty homePage", {"account": {**ACCOUNT, "homePage": ""}}),
    ("account with more", {"account": {**ACCOUNT, "more": "1"}}),
    ("account in another case", {"account": {"homepage": "http://www.example.com", "name": "1"}}),
]


def agents() -> Iterator[tuple[str, Json, bool]]:
    """Agents as (what, agent, whether it is one)."""
    for name, value in IDENTIFIERS.items():
        yield f"an agent by {name}", {name: value}, True
        yield f"an agent by {name}, with everything", {"objectType": "Agent", "name": "Kim", name: value}, True
        yield f"an agent with Mbox for {name}", {name.upper(): value}, False
        yield f"an agent with members and {name}", {name: value, "member": MEMBERS}, False
    for one, other in combinations(IDENTIFIERS, 2):
        yield f"an agent by {one} and {other}", {one: IDENTIFIERS[one], other: IDENTIFIERS[other]}, False
    yield "an agent by everything", dict(IDENTIFIERS), False
    yield "an agent by nothing", {"objectType": "Agent", "name": "Kim"}, False
    yield "an empty agent", {}, False
    yield "an agent whose name is no text", {"mbox": "mailto:a@b.se", "name": 1}, False
    yield "an agent of no kind", {"mbox": "mailto:a@b.se", "objectType": "Person"}, False
    yield from ((f"an agent with {what} = {part}", part, False) for what, part in BAD_IDENTIFIERS)


def groups() -> Iterator[tuple[str, Json, bool]]:
    """Groups likewise."""
    kind = {"objectType": "Group"}
    for name, value in IDENTIFIERS.items():
        yield f"a group by {name}", {**kind, name: value}, True
        yield f"a group by {name}, with members", {**kind, "name": "G", name: value, "member": MEMBERS}, True
        yield (
            f"a group by {name}, with a group in it",
            {**kind, name: value, "member": [{**kind, "member": MEMBERS}]},
            False,
        )
        yield (
            f"a group by {name}, with a group of that name",
            {**kind, name: value, "member": [{**kind, name: value}]},
            False,
        )
        yield f"a group by {name}, with members as text", {**kind, name: value, "member": "text"}, False
        yield f"a group by {name}, of no kind", {"objectType": "group", name: value, "member": MEMBERS}, False
    for one, other in combinations(IDENTIFIERS, 2):
        both = {**kind, one: IDENTIFIERS[one], other: IDENTIFIERS[other], "member": MEMBERS}
        yield f"a group by {one} and {other}", both, False
    yield "an anonymous group", {**kind, "member": MEMBERS}, True
    yield "an anonymous group with a name", {**kind, "name": "G", "member": MEMBERS[:1]}, True
    yield "an anonymous group without members", {**kind, "name": "G"}, False
    yield "an anonymous group of nobody", {**kind, "member": []}, False
    yield "an anonymous group with a group in it", {**kind, "member": [{**kind, "member": MEMBERS}]}, False
    yield "an anonymous group with a known group in it", {**kind, "member": [{**kind, **MEMBERS[0]}]}, False
    yield "an anonymous group with null in it", {**kind, "member": [None]}, False
    yield "an anonymous group with text in it", {**kind, "member": ["mailto:a@b.se"]}, False
    yield "an anonymous group of one object", {**kind, "member": MEMBERS[0]}, False
    yield from (
        (f"a group with {what} = {part}", {**kind, **part, "member": MEMBERS}, False) for what, part in BAD_IDENTIFIERS
    )
    yield from (
        (f"a group with a member by {what} = {part}", {**kind, "member": [part]}, False)
        for what, part in BAD_IDENTIFIERS
    )


# Where: (section, place, whether agents may stand there, and groups; whether the kind must be said).
PLACES: list[tuple[str, str, bool, bool, bool]] = [
    ("xAPI-Data 2.4.2", "actor", True, True, False),
    ("xAPI-Data 2.4.4.2", "object", True, True, True),
    ("xAPI-Data 2.4.6", "context/instructor", True, True, False),
    ("xAPI-Data 2.4.6", "context/team", False, True, False),
    ("xAPI-Data 2.4.9", "authority", True, False, False),
]
IN_2_0 = [
    ("IEEE 9274.1.1, contextAgents", "context/contextAgents", "contextAgent", "agent"),
    ("IEEE 9274.1.1, contextGroups", "context/contextGroups", "contextGroup", "group"),
]


def _at(place: str, actor: Any) -> Iterator[tuple[str, Json]]:
    yield place, changed(simple(), place, actor)
    if place != "authority":
        yield f"object/{place}", changed(within(simple()), f"object/{place}", actor)


def _cases() -> Iterator[Case]:
    for section, place, takes_agents, takes_groups, says_kind in PLACES:
        for what, actor, is_right in [*agents(), *groups()]:
            is_group = actor.get("objectType") == "Group"
            # As an object, without the word, it would be an activity.
            is_said = "objectType" in actor or not says_kind
            accepted = is_right and is_said and (takes_groups if is_group else takes_agents)
            yield from (Case(section, f"{where}: {what}", sent, accepted) for where, sent in _at(place, actor))
        for value in (True, *NOTHING):
            yield from (Case(section, f"{where}: {value!r}", sent) for where, sent in _at(place, value))


def test_an_actor_is_known_by_exactly_one_identifier_in_every_place(store: Store) -> None:
    cases = list(_cases())
    assert sum(case.accepted for case in cases) > 80
    assert store.wrong_verdicts(cases) == []


def test_an_authority_is_an_agent_or_the_pair_of_oauth(store: Store) -> None:
    """xAPI-Data 2.4.9.s3.b1, s7: a group of exactly two agents, of whom the application has an account."""
    application, user = {"account": ACCOUNT}, {"mbox": "mailto:bob@example.com"}
    pair = {"objectType": "Group", "member": [application, user]}
    section = "xAPI-Data 2.4.9"
    cases = [
        Case(section, "the pair", simple(authority=pair), True),
        Case(section, "the pair, the other way round", simple(authority={**pair, "member": [user, application]}), True),
        Case(section, "one member", simple(authority={**pair, "member": [application]})),
        Case(section, "three members", simple(authority={**pair, "member": [application, user, user]})),
        Case(section, "a known group", simple(authority={**pair, "mbox": "mailto:team@example.com"})),
        Case(section, "no members", simple(authority={"objectType": "Group"})),
    ]
    assert store.wrong_verdicts(cases) == []


def _related() -> Iterator[Case]:
    for section, place, kind, key in IN_2_0:
        for what, actor, is_right in [*agents(), *groups()]:
            fits = (actor.get("objectType") == "Group") == (key == "group")
            entry = {"objectType": kind, key: actor, "relevantTypes": ["http://example.com/type"]}
            yield from (
                Case(section, f"{where}: {what}", sent, is_right and fits) for where, sent in _at(place, [entry])
            )
        right = {"objectType": kind, key: {"objectType": "Group", "member": MEMBERS} if key == "group" else MEMBERS[0]}
        entries: list[tuple[Any, bool]] = [
            *(([right], True), ([right, right], True)),
            *(([{**right, "relevantTypes": types}], False) for types in NO_TYPES),
            ([{**right, "relevantTypes": ["http://example.com/a", "http://example.com/b"]}], True),
            *(([{**right, "objectType": other}], False) for other in ("", kind.lower(), kind.upper(), "Agent", None)),
            *(([{key: right[key]}], False), ([{"objectType": kind}], False), ([{**right, "more": 1}], False)),
            *((right, False), ("text", False), (None, False), ([None], False), (["text"], False)),
        ]
        for value, accepted in entries:
            yield from (Case(section, f"{where} = {value}", sent, accepted) for where, sent in _at(place, value))


def test_context_agents_and_groups_are_of_2_0_alone(store: Store) -> None:
    cases = list(_related())
    if not store.is_2_0:
        cases = [Case("xAPI-Data 2.2: no other key", case.what, case.sent) for case in cases if case.accepted]
    assert len(cases) > 20
    assert store.wrong_verdicts(cases) == []
