"""What statements are about, and the rules that hold between properties: objects, interactions, scores, contexts."""

from collections.abc import Iterator
from typing import Any

from tests.analytics.lrs.conformance.samples import VOIDED, activity, agent, group, reference, result, simple, within
from tests.analytics.lrs.conformance.store import Case, Json, Store

TARGET = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"
COMPONENTS = [{"id": "a", "description": {"en-US": "A"}}, {"id": "b"}]
# xAPI-Data 2.4.4.1.s9 and s15, appendix C: each kind with a pattern and its lists.
INTERACTIONS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "true-false": (["true"], ()),
    "choice": (["golf[,]tetris"], ("choices",)),
    "fill-in": (["Bob's your uncle"], ()),
    "long-fill-in": (["{case_matters=false}{lang=en}To store and provide access to learning experiences."], ()),
    "likert": (["likert_3"], ("scale",)),
    "matching": (["ben[.]3[,]chris[.]2"], ("source", "target")),
    "performance": (["pong[.]1:[,]dg[.]:10[,]lunch[.]"], ("steps",)),
    "sequencing": (["tim[,]mike[,]ells[,]ben"], ("choices",)),
    "numeric": (["4[:]"], ()),
    "other": (["(35.937432,-86.868896)"], ()),
}
NOTHING: list[Any] = [1, None, [], {}]
NO_TEXTS: list[Any] = ["text", [1], [None], None, {}, [["a"]]]
NO_KINDS: list[Any] = ["Choice", "CHOICE", "true_false", "truefalse", "", "text", *NOTHING]
LISTS = ("choices", "scale", "source", "target", "steps")


def defined(**definition: Any) -> Iterator[Json]:
    """Statements about an activity with this definition, in each place that has one."""
    about = {**activity(), "definition": definition}
    yield simple(object=about)
    yield within(simple(object=about))
    yield simple(context={"contextActivities": {"parent": [about]}})


def _interactions() -> Iterator[Case]:
    section = "xAPI-Data 2.4.4.1.s13, s15"
    for kind, (pattern, lists) in INTERACTIONS.items():
        components = dict.fromkeys(lists, COMPONENTS)
        yield from (
            Case(section, kind, sent, True)
            for sent in defined(interactionType=kind, correctResponsesPattern=pattern, **components)
        )
        yield from (Case(section, f"{kind} alone", sent, True) for sent in defined(interactionType=kind))
        yield from (
            Case(section, f"{kind}, no right answer", sent, True)
            for sent in defined(interactionType=kind, correctResponsesPattern=[])
        )
        for bad in NO_TEXTS:
            what = f"{kind}, correctResponsesPattern = {bad}"
            yield from (
                Case(section, what, sent) for sent in defined(interactionType=kind, correctResponsesPattern=bad)
            )
        for name in lists:
            yield from _components(kind, name)
        yield from (
            Case(section, f"without type, {pattern}", sent) for sent in defined(correctResponsesPattern=pattern)
        )
    for name in LISTS:
        yield from (Case(section, f"without type, {name}", sent) for sent in defined(**{name: COMPONENTS}))
    for other in NO_KINDS:
        yield from (
            Case("xAPI-Data 2.2.s4.b1.b6", f"interactionType {other!r}", sent)
            for sent in defined(interactionType=other)
        )


def _components(kind: str, name: str) -> Iterator[Case]:
    wrong: list[Any] = [
        *("text", 1, None, {}, COMPONENTS[0], [None], ["a"], [1], [{}], [[]]),
        *([{"id": value}] for value in NOTHING),
        *([{"id": "a", "description": value}] for value in ("text", {"en_US": "a"}, {"en": 1}, *NOTHING[:3])),
        *([{"description": {"en": "a"}}], [{"id": "a", "more": 1}], [{"ID": "a"}]),
        *([{"id": "a"}, {"id": "a"}], [{"id": "a"}, {"id": "b"}, {"id": "a", "description": {"en": "x"}}]),
    ]
    right: list[Any] = [
        [],
        [{"id": "a"}],
        [{"id": "a"}, {"id": "A"}],
        [{"id": "with space", "description": {"sv": "å"}}],
    ]
    section = "xAPI-Data 2.4.4.1.s15, s16"
    for values, accepted in ((wrong, False), (right, True)):
        for value in values:
            what = f"{kind}, {name} = {value}"
            yield from (Case(section, what, sent, accepted) for sent in defined(interactionType=kind, **{name: value}))


def test_interactions_have_a_kind_and_components_with_ids_of_their_own(store: Store) -> None:
    cases = list(_interactions())
    assert len(cases) > 300
    assert store.wrong_verdicts(cases) == []


def _about(value: Any) -> Iterator[Json]:
    yield simple(object=value)
    yield within(simple(object=value))


def test_an_object_is_an_activity_an_actor_or_a_statement(store: Store) -> None:
    right: list[Json] = [
        *({"id": "http://example.com/a"}, activity(), {"objectType": "Activity", "id": "urn:isbn:1", "definition": {}}),
        *(agent(), group(), {"objectType": "Group", "member": [agent()]}, reference(TARGET), reference(TARGET.upper())),
    ]
    wrong: list[Any] = [
        *({}, {"objectType": "Activity"}, {"objectType": "Activity", "id": "1"}, {"mbox": "mailto:a@b.se"}),
        *({"objectType": "StatementRef"}, {"id": TARGET}, reference("text"), {**reference(TARGET), "more": 1}),
        *({"objectType": "StatementRef", "id": TARGET, "definition": {}}, {**activity(), "name": "a"}),
        *({**agent(), "id": "http://example.com/a"}, {**activity(), "mbox": "mailto:a@b.se"}, [activity()]),
    ]
    section = "xAPI-Data 2.4.4"
    cases = [Case(section, f"object = {value}", sent, True) for value in right for sent in _about(value)]
    cases += [Case(section, f"object = {value}", sent) for value in wrong for sent in _about(value)]
    assert store.wrong_verdicts(cases) == []


def test_a_sub_statement_is_a_statement_without_what_the_store_sets_and_without_another(store: Store) -> None:
    inner = within(simple())["object"]
    section = "xAPI-Data 2.4.4.3.s8"
    cases = [
        Case(section, "a SubStatement", simple(object=inner), True),
        Case(section, "about a statement", simple(object={**inner, "object": reference(TARGET)}), True),
        Case(section, "in the future", simple(object={**inner, "timestamp": "2999-01-01T00:00:00Z"}), True),
        Case(section, "nested", simple(object={**inner, "object": inner})),
        Case(section, "with another kind", simple(object={**inner, "objectType": "Substatement"})),
        Case(section, "without kind", simple(object={k: v for k, v in inner.items() if k != "objectType"})),
    ]
    claims = {
        "id": TARGET,
        "stored": "2013-05-18T05:32:34Z",
        "version": "1.0.0",
        "authority": agent(),
    }
    cases += [Case(section, f"with {name}", simple(object={**inner, name: value})) for name, value in claims.items()]
    cases += [
        Case(section, f"without {name}", simple(object={k: v for k, v in inner.items() if k != name}))
        for name in ("actor", "verb", "object")
    ]
    assert store.wrong_verdicts(cases) == []


def test_a_statement_that_voids_is_about_a_statement_reference(store: Store) -> None:
    section = "xAPI-Data 2.3.2.s2"
    verb = {"id": VOIDED}
    cases = [
        Case(section, "a reference", simple(verb=verb, object=reference(TARGET)), True),
        *(Case(section, f"{about}", simple(verb=verb, object=about)) for about in (activity(), agent(), group())),
        Case(section, "an id alone", simple(verb=verb, object={"id": TARGET})),
        Case(section, "a SubStatement", within(simple())),
    ]
    cases[-1] = Case(section, "a SubStatement", {**within(simple()), "verb": verb})
    assert store.wrong_verdicts(cases) == []


def test_scores_lie_within_their_bounds(store: Store) -> None:
    section = "xAPI-Data 2.4.5.1"
    right: list[Json] = [
        *(
            {"scaled": 0},
            {"raw": 3},
            {"min": -5},
            {"max": 1e9},
            {"raw": 0, "min": 0, "max": 1},
            {"raw": 1, "min": 0, "max": 1},
        ),
        *({"raw": -2.5, "min": -3, "max": -1}, {"raw": 7, "min": 1}, {"raw": 7, "max": 9}, {"scaled": 1, "raw": 2}),
    ]
    wrong: list[Json] = [
        *({"raw": -1, "min": 0, "max": 1}, {"raw": 2, "min": 0, "max": 1}, {"min": 2, "max": 1}, {"min": 1, "max": 1}),
        *({"raw": 0, "min": 1}, {"raw": 2, "max": 1}, {"raw": 1, "more": 1}, {"Scaled": 1}),
    ]
    cases = [
        Case(section, f"score = {score}", sent, accepted)
        for scores, accepted in ((right, True), (wrong, False))
        for score in scores
        for sent in (simple(result={**result(), "score": score}), within(simple(result={"score": score})))
    ]
    assert store.wrong_verdicts(cases) == []


def test_revision_and_platform_go_with_activities_alone(store: Store) -> None:
    section = "xAPI-Data 2.4.6.s4.b1, b2"
    others = [agent(), group(), reference(TARGET), within(simple())["object"]]
    cases = []
    for name in ("revision", "platform"):
        context = {name: "1"}
        cases.append(Case(section, f"{name}, activity", simple(context=context), True))
        cases.append(Case(section, f"{name}, activity in a SubStatement", within(simple(context=context)), True))
        for about in others:
            what = f"{name}, {about['objectType']}"
            cases.append(Case(section, what, simple(context=context, object=about)))
            cases.append(Case(section, f"{what}, no {name}", simple(context={"language": "sv"}, object=about), True))
        for about in others[:-1]:
            inner = within(simple(context=context, object=about))
            cases.append(Case(section, f"{name}, {about['objectType']} in a SubStatement", inner))
    assert store.wrong_verdicts(cases) == []


def test_context_activities_are_activities_alone_or_in_arrays_under_four_names(store: Store) -> None:
    section = "xAPI-Data 2.4.6.2.s4"
    cases = []
    for name in ("parent", "grouping", "category", "other"):
        right: list[Any] = [
            activity(),
            [activity()],
            [activity("1"), activity("2")],
            [],
            {"id": "http://example.com/a"},
        ]
        wrong: list[Any] = [
            "text",
            1,
            None,
            "http://example.com/a",
            [None],
            ["text"],
            [agent()],
            agent(),
            {},
            [{}],
            [[activity()]],
        ]
        wrong += [{"objectType": "Activity"}, reference(TARGET), [{**activity(), "more": 1}]]
        for values, accepted in ((right, True), (wrong, False)):
            for value in values:
                sent = simple(context={"contextActivities": {name: value}})
                cases.append(Case(section, f"{name} = {value}", sent, accepted))
                cases.append(Case(section, f"{name} = {value}, within", within(sent), accepted))
        cases += [
            Case(section, other, simple(context={"contextActivities": {other: [activity()]}}))
            for other in (name.upper(), name.title(), f"{name}s")
        ]
    assert store.wrong_verdicts(cases) == []


def test_every_context_activity_is_answered_in_an_array(store: Store) -> None:
    """xAPI-Data 2.4.6.2.s4.b3, b4."""
    names = ("parent", "grouping", "category", "other")
    alone = simple(context={"contextActivities": {name: activity(name) for name in names}})
    wanted = {name: [activity(name)] for name in names}
    assert store.kept(alone)["context"]["contextActivities"] == wanted
    assert store.kept(within(alone))["object"]["context"]["contextActivities"] == wanted


def test_the_instructor_and_the_team_are_actors(store: Store) -> None:
    section = "xAPI-Data 2.4.6"
    cases = [
        Case(section, "an agent as instructor", simple(context={"instructor": agent()}), True),
        Case(section, "a group as instructor", simple(context={"instructor": group()}), True),
        Case(section, "a group as team", simple(context={"team": group()}), True),
        Case(section, "an agent as team", simple(context={"team": agent()})),
        Case(section, "an activity as instructor", simple(context={"instructor": activity()})),
        Case(section, "a whole statement as statement", simple(context={"statement": simple()})),
        Case(section, "an id as statement", simple(context={"statement": TARGET})),
        Case(section, "a SubStatement as statement", simple(context={"statement": within(simple())["object"]})),
        Case(section, "a reference without kind", simple(context={"statement": {"id": TARGET}})),
    ]
    assert store.wrong_verdicts(cases) == []
