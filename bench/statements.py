"""Statements as tools send them, about 1.5 KB each, the same ones for the same seed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

Json = dict[str, Any]

TOOL = "https://verktyg.example"
_BEGUN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
_VERBS = ("experienced", "interacted", "answered", "progressed", "completed", "passed")
_WORDS = (
    "dataskydd handläggning upphandling bemötande dokumentation delegation sekretess arkiv ärende beslut nämnd underlag "
    "samtycke granskning omsorg förskola bygglov tillsyn avtal leverantör uppföljning verksamhet ledning utveckling"
).split()


def statements(number: int, *, seed: int, people: int = 500) -> Iterator[Json]:
    """Give so many valid xAPI 2.0 statements, each with an id of its own: answers, results and context in two languages."""
    chance = random.Random(seed)  # noqa: S311  a measurement wants the same numbers again
    for _ in range(number):
        yield _statement(chance, people)


def _statement(chance: random.Random, people: int) -> Json:
    course, verb = chance.randrange(40), chance.choice(_VERBS)
    at = _BEGUN + timedelta(seconds=chance.randrange(300 * 24 * 3600))
    return {
        "id": str(_uuid(chance)),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": f"{TOOL}/konton", "name": f"{chance.randrange(people):032x}"},
        },
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}", "display": {"en": verb, "sv": f"{verb} (sv)"}},
        "object": _question(chance, course),
        "result": {
            "score": {"scaled": round(chance.random(), 2), "raw": chance.randrange(100), "min": 0, "max": 100},
            "success": chance.random() < 0.8,
            "completion": True,
            "response": _words(chance, 4),
            "duration": f"PT{chance.randrange(1, 59)}M{chance.randrange(59)}.{chance.randrange(100):02}S",
            "extensions": {f"{TOOL}/tillagg/forsok": chance.randrange(1, 5)},
        },
        "context": _context(chance, course),
        "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def _question(chance: random.Random, course: int) -> Json:
    number = chance.randrange(12)
    return {
        "objectType": "Activity",
        "id": f"{TOOL}/kurser/{course}/fragor/{number}",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "name": {"sv": f"Fråga {number}: {_words(chance, 4)}", "en": f"Question {number}: {_words(chance, 4)}"},
            "description": {"sv": _words(chance, 14), "en": _words(chance, 12)},
            "interactionType": "choice",
            "correctResponsesPattern": ["b"],
            "choices": [{"id": key, "description": {"sv": _words(chance, 2)}} for key in "abc"],
        },
    }


def _context(chance: random.Random, course: int) -> Json:
    return {
        "registration": str(_uuid(chance)),
        "platform": "Verktyget 4.2",
        "language": "sv-SE",
        "contextActivities": {
            "parent": [{"id": f"{TOOL}/kurser/{course}/steg/{chance.randrange(6)}"}],
            "grouping": [{"id": f"{TOOL}/kurser/{course}"}],
            "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        },
        "extensions": {f"{TOOL}/tillagg/session": f"{chance.getrandbits(64):016x}"},
    }


def _words(chance: random.Random, number: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(number)).capitalize()


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
