"""Hypothesis strategies for valid statements of either version, as json_text.loads would give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from analytics.xapi.interaction import COMPONENT_LISTS
from analytics.xapi.versions import Version
from analytics.xapi.vocabulary import VERBS, VOIDED

Json = dict[str, Any]
Strategy = st.SearchStrategy[Any]

_VERB_IRIS = sorted(iri for iri in VERBS if iri != VOIDED.iri)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
words = st.text("abcdefghijklmnopqrstuvwxyzåäö0123456789", min_size=1, max_size=8)
hex_digits = st.sampled_from("0123456789abcdefABCDEF")

iris = st.one_of(
    st.builds("{}://{}.example/{}".format, st.sampled_from(["http", "https"]), words, words),
    st.builds("http://a.example/{}%20{}?q={}#{}".format, words, words, words, words),
    st.builds("urn:uuid:{}".format, st.uuids()),
    st.builds("tag:sävsjö.example,2026:{}".format, words),
)
uris = st.builds("https://openid.example/{}".format, st.integers(0, 99))
uuids = st.builds(lambda value, upper: str(value).upper() if upper else str(value), st.uuids(), st.booleans())
tags = st.sampled_from(
    ["sv", "en", "en-GB", "zh-cmn-Hans-CN", "de-CH-1901", "x-whatever", "i-klingon", "az-Arab-x-AZE-derbend", "tlh"]
)
language_maps = st.dictionaries(tags, texts, min_size=1, max_size=2)
whole_numbers = st.one_of(st.integers(-1000, 1000), st.integers(10**30, 10**31))
decimals = st.decimals(-1000, 1000, places=4)
numbers = st.one_of(whole_numbers, decimals)

json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
extensions = st.dictionaries(iris, json_values, max_size=2)


def _digits(count: int) -> Strategy:
    return st.text(hex_digits, min_size=count, max_size=count)


def _some(required: Mapping[str, Strategy], optional: Mapping[str, Strategy]) -> Strategy:
    return st.fixed_dictionaries(dict(required), optional=dict(optional))


def _timestamp(at: datetime, fraction: str, offset: str) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}{fraction}{offset}"


timestamps = st.builds(
    _timestamp,
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - the offset follows
    st.sampled_from(["", ".5", ".123", ".123456789"]),
    st.sampled_from(["Z", "+00:00", "+01:00", "-03:30", "+14:00", "-00:30"]),
)
durations = st.one_of(
    st.builds("PT{}S".format, st.integers(0, 9999)),
    st.builds("PT{}.{:03}S".format, st.integers(0, 59), st.integers(0, 999)),
    st.builds("P{}Y{}M{}DT{}H{}M{}S".format, *[st.integers(0, 59)] * 6),
    st.builds("P{}W".format, st.integers(0, 52)),
)

identifiers = st.one_of(
    st.builds("mailto:{}@Example.org".format, st.text("abc.'+-_", min_size=1, max_size=8)).map(lambda v: {"mbox": v}),
    _digits(40).map(lambda value: {"mbox_sha1sum": value}),
    uris.map(lambda value: {"openid": value}),
    st.fixed_dictionaries({"homePage": iris, "name": names}).map(lambda value: {"account": value}),
)
_named = st.fixed_dictionaries({}, optional={"name": texts})
_spelled_agents = st.fixed_dictionaries({}, optional={"objectType": st.just("Agent")})


def _joined(*parts: Strategy) -> Strategy:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


agents = _joined(_named, _spelled_agents, identifiers)
objects_agents = _joined(_named, st.just({"objectType": "Agent"}), identifiers)
_group_base = _joined(_named, st.just({"objectType": "Group"}))
groups = st.one_of(
    _joined(_group_base, st.fixed_dictionaries({"member": st.lists(agents, min_size=1, max_size=3)})),
    _joined(_group_base, identifiers, _some({}, {"member": st.lists(agents, max_size=2)})),
)
actors = st.one_of(agents, groups)
authorities = st.one_of(
    agents,
    st.fixed_dictionaries({"homePage": iris, "name": names}).flatmap(
        lambda account: agents.map(lambda user: {"objectType": "Group", "member": [{"account": account}, user]})
    ),
)

verbs = _some({"id": st.one_of(st.sampled_from(_VERB_IRIS), iris)}, {"display": language_maps})

_descriptive = {
    "name": language_maps,
    "description": language_maps,
    "type": iris,
    "moreInfo": iris,
    "extensions": extensions,
}
_components = st.lists(
    _some({"id": names}, {"description": language_maps}), max_size=3, unique_by=lambda one: one["id"]
)


def _interactions(kind: str) -> Strategy:
    lists = dict.fromkeys(COMPONENT_LISTS[kind], _components)
    patterns = {"correctResponsesPattern": st.lists(texts, max_size=2)}
    return _some({"interactionType": st.just(kind)}, {**_descriptive, **patterns, **lists})


definitions = st.one_of(_some({}, _descriptive), st.sampled_from(sorted(COMPONENT_LISTS)).flatmap(_interactions))
activities = _some({"id": iris}, {"objectType": st.just("Activity"), "definition": definitions})
references = st.fixed_dictionaries({"objectType": st.just("StatementRef"), "id": uuids})


def _ordered_score(low: int, steps: int, raw: int, scaled: Any) -> Json:
    return {"min": low, "max": low + steps, "raw": low + min(raw, steps), "scaled": scaled}


scores = st.one_of(
    st.builds(_ordered_score, st.integers(-9, 9), st.integers(1, 9), st.integers(0, 9), st.decimals(-1, 1, places=3)),
    _some({}, {"scaled": st.sampled_from([-1, 0, 1]), "raw": numbers}),
)
results = _some(
    {},
    {
        "score": scores,
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": texts,
        "duration": durations,
        "extensions": extensions,
    },
)

_one_or_more = st.one_of(activities, st.lists(activities, max_size=2))
_context_activities = _some({}, dict.fromkeys(["parent", "grouping", "category", "other"], _one_or_more))
_always = {
    "registration": uuids,
    "instructor": actors,
    "team": groups,
    "contextActivities": _context_activities,
    "language": tags,
    "statement": references,
    "extensions": extensions,
}
_about_activities = {"revision": texts, "platform": texts}


def _related(kind: str, key: str, who: Strategy) -> Strategy:
    entry = _some(
        {"objectType": st.just(kind), key: who},
        {"relevantTypes": st.lists(iris, min_size=1, max_size=2)},
    )
    return st.lists(entry, max_size=2)


_only_in_2_0 = {
    "contextAgents": _related("contextAgent", "agent", agents),
    "contextGroups": _related("contextGroup", "group", groups),
}


def contexts(version: Version, *, about_activity: bool) -> Strategy:
    """Contexts that fit the version and the kind of object."""
    newer = _only_in_2_0 if version is Version.V2_0 else {}
    return _some({}, {**_always, **newer, **(_about_activities if about_activity else {})})


attachments = st.lists(
    _some(
        {
            "usageType": iris,
            "display": language_maps,
            "contentType": st.sampled_from(["text/plain", "application/pdf", "text/plain; charset=utf-8"]),
            "length": st.integers(0, 10**9),
            "sha2": st.sampled_from([56, 64, 96, 128]).flatmap(_digits),
        },
        {"description": language_maps, "fileUrl": iris},
    ),
    max_size=2,
)


def _with_object(version: Version, about: Strategy, *, about_activity: bool, more: Mapping[str, Strategy]) -> Strategy:
    return _some(
        {"actor": actors, "verb": verbs, "object": about},
        {
            "result": results,
            "context": contexts(version, about_activity=about_activity),
            "timestamp": timestamps,
            "attachments": attachments,
            **more,
        },
    )


def _about_anything(version: Version, others: Strategy, more: Mapping[str, Strategy]) -> Strategy:
    return st.one_of(
        _with_object(version, activities, about_activity=True, more=more),
        _with_object(version, others, about_activity=False, more=more),
    )


def _sub_statements(version: Version) -> Strategy:
    inner = _about_anything(version, st.one_of(objects_agents, groups, references), {})
    return inner.map(lambda found: {"objectType": "SubStatement", **found})


@cache
def statements(version: Version) -> Strategy:
    """Statements that ``version`` accepts, voiding ones and SubStatements among them."""
    known = ["1.0.0", "1.0.3"] + (["2.0.0"] if version is Version.V2_0 else [])
    more = {"id": uuids, "stored": timestamps, "authority": authorities, "version": st.sampled_from(known)}
    others = st.one_of(objects_agents, groups, references, _sub_statements(version))
    voiding = _some({"actor": actors, "verb": st.just({"id": VOIDED.iri}), "object": references}, more)
    return st.one_of(_about_anything(version, others, more), voiding)


versions = st.sampled_from(list(Version))
versioned_statements = versions.flatmap(lambda version: st.tuples(statements(version), st.just(version)))
