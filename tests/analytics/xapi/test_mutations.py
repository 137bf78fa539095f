"""One fault in an otherwise valid statement is refused, and the error points at that very place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings

from analytics.xapi.errors import Path, StatementError
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from tests.analytics.xapi.examples import (
    ATTACHMENT,
    BOTH,
    CONTEXT_AGENTS,
    CONTEXT_GROUPS,
    INTENTION,
    OAUTH_PAIR,
    Json,
    changed,
    without,
)
from tests.analytics.xapi.strategies import statements

GONE = object()

MEMBERS = [{"mbox": "mailto:a@example.com"}, {"account": {"homePage": "http://a.example", "name": "b"}}]
GROUP = {"objectType": "Group", "name": "Team", "member": MEMBERS}
REFERENCE = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
ACTIVITY = {
    "objectType": "Activity",
    "id": "http://a.example/q",
    "definition": {
        "name": {"sv": "Fråga", "en": "Question"},
        "description": {"sv": "Vad gäller?"},
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "moreInfo": "http://a.example/more",
        "interactionType": "choice",
        "correctResponsesPattern": ["a"],
        "choices": [{"id": "a", "description": {"sv": "Ja"}}, {"id": "b"}],
        "extensions": {"http://a.example/x": None},
    },
}
# What is put into a statement before it is damaged, by top-level property.
WHOLE: Json = {
    "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0",
    "actor": {"objectType": "Agent", "name": "Kim", "mbox": "mailto:kim@example.com"},
    "verb": {"id": "http://example.com/read", "display": {"sv": "läste"}},
    "object": ACTIVITY,
    "result": {
        "score": {"scaled": 0, "raw": 5, "min": 0, "max": 10},
        "success": True,
        "completion": False,
        "response": "a",
        "duration": "PT1S",
        "extensions": {"http://a.example/x": {"a": None}},
    },
    "context": {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": MEMBERS[1],
        "team": GROUP,
        "contextActivities": {"parent": ACTIVITY, "other": [ACTIVITY, {"id": "http://a.example/o"}]},
        "language": "sv-SE",
        "statement": REFERENCE,
        "extensions": {"http://a.example/x": 1},
    },
    "timestamp": "2026-01-31T10:15:00Z",
    "stored": "2026-01-31T10:15:00Z",
    "authority": OAUTH_PAIR,
    "version": "1.0.0",
    "attachments": [ATTACHMENT, ATTACHMENT],
}


class Fault(NamedTuple):
    """What to put (or GONE) where, on what base, and where the error must point if elsewhere."""

    place: Path
    value: object
    base: Mapping[str, Any] = MappingProxyType({})
    path: Path | None = None
    only: Version | None = None


BASES: dict[str, Json] = {
    "group": {"actor": GROUP},
    "reference": {"object": REFERENCE},
    "sub": {"object": {**INTENTION["object"], "context": WHOLE["context"], "timestamp": "2026-01-31T10:15:00Z"}},
    "related": {"context": {"contextAgents": CONTEXT_AGENTS, "contextGroups": CONTEXT_GROUPS}},
    "about agent": {"object": {"objectType": "Agent", "mbox": "mailto:a@example.com"}},
}
PARENT = ("context", "contextActivities", "parent")
DEFINITION = ("object", "definition")
V2 = Version.V2_0

FAULTS = [
    # null is refused everywhere but in extensions
    *[Fault((name,), None) for name in WHOLE],
    *[Fault(("context", name), None) for name in WHOLE["context"]],
    *[Fault(("result", name), None) for name in WHOLE["result"]],
    *[Fault((*DEFINITION, name), None) for name in ACTIVITY["definition"]],
    Fault(("actor", "name"), None),
    Fault(("verb", "display", "sv"), None),
    Fault(("attachments", 1, "display"), None),
    # so is what must not be left out
    *[Fault((name,), GONE) for name in ("actor", "verb", "object")],
    *[Fault(("attachments", 1, name), GONE) for name in ("usageType", "display", "contentType", "length", "sha2")],
    Fault(("verb", "id"), GONE),
    Fault(("object", "id"), GONE),
    Fault((*DEFINITION, "choices", 1, "id"), GONE),
    Fault((*DEFINITION, "interactionType"), GONE, path=(*DEFINITION, "correctResponsesPattern")),
    Fault(("actor", "mbox"), GONE, path=("actor",)),
    Fault(("actor", "member"), GONE, BASES["group"]),
    Fault(("actor", "member", 1, "account", "homePage"), GONE, BASES["group"]),
    Fault(("context", "team", "objectType"), GONE),
    Fault(("object", "id"), GONE, BASES["reference"]),
    # and what the specification does not know, or spells otherwise
    *[Fault((*place, "extra"), 1) for place in ((), ("actor",), ("verb",), ("object",), DEFINITION, ("result",))],
    *[Fault((*place, "extra"), 1) for place in (("result", "score"), ("context",), ("attachments", 0), (*PARENT,))],
    Fault(("Id",), WHOLE["id"]),
    Fault(("actor", "Name"), "Kim"),
    Fault(("object", "objectType"), "activity"),
    Fault(("actor", "objectType"), "agent"),
    Fault(("actor", "objectType"), "group", BASES["group"]),
    Fault((*DEFINITION, "interactionType"), "Choice"),
    Fault((*DEFINITION, "scale"), []),
    # formats
    Fault(("id",), WHOLE["id"][:-1]),
    Fault(("actor", "mbox"), "kim@example.com"),
    Fault(("actor", "mbox_sha1sum"), "0" * 40, path=("actor",)),
    Fault(("actor", "openid"), "not a uri"),
    Fault(("actor", "member"), MEMBERS),
    Fault(("actor", "member", 0), GROUP, BASES["group"], ("actor", "member", 0, "objectType")),
    Fault(("actor", "member", 0, "mbox"), "mailto:", BASES["group"]),
    Fault(("verb", "id"), "read"),
    Fault(("verb", "display", "de-419-DE"), "las"),
    Fault(("verb", "display"), {}),
    Fault(("object", "id"), "http://a.example/a b"),
    Fault((*DEFINITION, "type"), "question"),
    Fault((*DEFINITION, "moreInfo"), "/more"),
    Fault((*DEFINITION, "extensions", "x"), 1),
    Fault((*DEFINITION, "choices", 1, "id"), "a"),
    Fault((*DEFINITION, "correctResponsesPattern", 0), 1),
    Fault(("result", "score", "scaled"), 2),
    Fault(("result", "score", "raw"), 11),
    Fault(("result", "score", "raw"), -1),
    Fault(("result", "score", "min"), 10),
    Fault(("result", "score", "max"), "10"),
    Fault(("result", "success"), "true"),
    Fault(("result", "completion"), 0),
    Fault(("result", "response"), 1),
    Fault(("result", "duration"), "P4W1D"),
    Fault(("result", "extensions", "no iri"), 1),
    Fault(("context", "registration"), "r"),
    Fault(("context", "language"), "something"),
    Fault(("context", "team"), MEMBERS[0], path=("context", "team", "objectType")),
    Fault(("context", "statement", "objectType"), "Activity"),
    Fault(("context", "contextActivities", "Parent"), []),
    Fault((*PARENT, "id"), "x"),
    Fault(("context", "contextActivities", "other", 1, "id"), ""),
    Fault(("context", "extensions", ""), 1),
    Fault(("timestamp",), "2026-01-31T10:15:00-00:00"),
    Fault(("timestamp",), "2026-02-30T10:15:00Z"),
    Fault(("timestamp",), "2026-01-31T10:15:00", only=V2),
    Fault(("stored",), "now"),
    Fault(("authority", "member"), [*MEMBERS, MEMBERS[0]], path=("authority",)),
    Fault(("authority", "member"), [MEMBERS[0], MEMBERS[0]]),
    Fault(("authority", "mbox"), "mailto:a@example.com", path=("authority",)),
    Fault(("version",), "0.95"),
    Fault(("version",), "2.0.0", only=Version.V1_0_3),
    Fault(("attachments", 1, "sha2"), "0"),
    Fault(("attachments", 1, "length"), -1),
    Fault(("attachments", 1, "contentType"), "text"),
    Fault(("attachments", 1, "fileUrl"), "file.txt"),
    # what fits the property but not the rest of the statement
    Fault(("verb", "id"), "http://adlnet.gov/expapi/verbs/voided", path=("object", "objectType")),
    Fault(("context", "revision"), "2", BASES["about agent"]),
    Fault(("context", "platform"), "web", BASES["reference"]),
    # SubStatements
    *[Fault(("object", name), WHOLE[name], BASES["sub"]) for name in ("id", "stored", "version", "authority")],
    *[Fault(("object", name), GONE, BASES["sub"]) for name in ("actor", "verb", "object")],
    Fault(("object", "object"), INTENTION["object"], BASES["sub"], ("object", "object", "objectType")),
    Fault(("object", "timestamp"), "yesterday", BASES["sub"]),
    Fault(("object", "context", "registration"), "r", BASES["sub"]),
    # contextAgents and contextGroups
    Fault(("context", "contextAgents"), CONTEXT_AGENTS, only=Version.V1_0_3),
    Fault(("context", "contextAgents", 0, "objectType"), "Agent", BASES["related"], only=V2),
    Fault(("context", "contextAgents", 0, "agent"), GONE, BASES["related"], only=V2),
    Fault(("context", "contextAgents", 0, "relevantTypes"), [], BASES["related"], only=V2),
    Fault(("context", "contextGroups", 0, "relevantTypes", 0), "abc", BASES["related"], only=V2),
    Fault(("context", "contextGroups", 0, "group", "objectType"), "Agent", BASES["related"], only=V2),
]


def damaged(statement: Json, fault: Fault) -> tuple[Json, Json]:
    """``statement`` with the fault's base put into it, before and after the damage."""
    known = {**WHOLE, **fault.base}
    put = {name: known[name] for name in ("verb", "object", "context", fault.place[0]) if name in known}
    whole = {**statement, **put}
    return whole, without(whole, fault.place) if fault.value is GONE else changed(whole, fault.place, fault.value)


def place_found(statement: Json, version: Version) -> Path | None:
    try:
        validate(statement, version)
    except StatementError as error:
        return error.path
    return None


def test_the_table_holds_each_fault_once() -> None:
    seen = [repr(fault) for fault in FAULTS]
    assert len(seen) == len(set(seen)) == 135


@BOTH
def test_a_single_fault_is_refused_where_it_is(version: Version) -> None:
    faults = [fault for fault in FAULTS if fault.only in (None, version)]

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(statements(version))
    def refuses(statement: Json) -> None:
        for fault in faults:
            whole, bad = damaged(statement, fault)
            expected = fault.place if fault.path is None else fault.path
            assert (fault.place, place_found(whole, version)) == (fault.place, None)
            assert (fault.place, place_found(bad, version)) == (fault.place, expected)

    refuses()
