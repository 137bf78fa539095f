"""What each event says as a statement, to the last property."""

from decimal import Decimal

import pytest

from analytics.emit.statements import EVENTS, statement_for
from analytics.xapi import json_text
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from learners.events import LearningEvent, ModuleCompleted
from tests.analytics.emit.samples import MODULE, QUESTION, RIGHT, WRONG, events, fields

ADL = "http://adlnet.gov/expapi"
MODULE_IRI = "https://akademin.example/moduler/6f1c1f0e-3b52-4b7c-9d55-0d8a6a1f2c11"
STEP_IRI = f"{MODULE_IRI}/steg/0a4e8f5c-6c1b-4d0c-8a67-5f7f1f1f0b22"
QUESTION_IRI = f"{MODULE_IRI}/fragor/e3c6dac4-99e5-4c60-af5d-3b405f6e7d8c"

MODULE_ACTIVITY = {
    "objectType": "Activity",
    "id": MODULE_IRI,
    "definition": {"type": f"{ADL}/activities/course", "name": {"sv": "GDPR i vardagen"}},
}
STEP_ACTIVITY = {
    "objectType": "Activity",
    "id": STEP_IRI,
    "definition": {"type": f"{ADL}/activities/lesson", "name": {"sv": "Vad är en personuppgift?"}},
}
ALWAYS = {
    "actor": {
        "objectType": "Agent",
        "account": {"homePage": "https://akademin.example/konton", "name": "9b2d7c1e-5a44-4f3e-8c6b-7d1e0f2a3b4c"},
    },
    "timestamp": "2026-03-09T12:30:15.000Z",
}
CONTEXT = {"registration": "4d5e6f70-8192-4a3b-8c4d-5e6f708192a3", "language": "sv"}

ENROLLED, ANSWERED, STEP_DONE, MODULE_DONE = events()


def test_an_enrolment_is_registered() -> None:
    assert statement_for(ENROLLED).statement == ALWAYS | {
        "id": "8f000000-0000-4000-8000-000000000001",
        "verb": {"id": f"{ADL}/verbs/registered", "display": {"sv": "anmäldes till", "en": "registered"}},
        "object": MODULE_ACTIVITY,
        "context": CONTEXT,
    }


def test_an_answer_says_whether_it_was_right_and_neither_what_it_was_nor_what_is() -> None:
    assert statement_for(ANSWERED).statement == ALWAYS | {
        "id": "8f000000-0000-4000-8000-000000000002",
        "verb": {"id": f"{ADL}/verbs/answered", "display": {"sv": "besvarade", "en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": QUESTION_IRI,
            "definition": {
                "type": f"{ADL}/activities/cmi.interaction",
                "name": {"sv": QUESTION.text},
                "interactionType": "choice",
                "choices": [
                    {"id": str(RIGHT), "description": {"sv": "Ja, om det kan knytas till någon"}},
                    {"id": str(WRONG), "description": {"sv": "Nej, aldrig"}},
                ],
            },
        },
        "result": {"success": True, "extensions": {"https://akademin.example/xapi/tillagg/forsok": 2}},
        "context": CONTEXT | {"contextActivities": {"parent": [MODULE_ACTIVITY], "grouping": [STEP_ACTIVITY]}},
    }


def test_a_step_is_a_completed_lesson_of_its_module() -> None:
    assert statement_for(STEP_DONE).statement == ALWAYS | {
        "id": "8f000000-0000-4000-8000-000000000003",
        "verb": {"id": f"{ADL}/verbs/completed", "display": {"sv": "slutförde", "en": "completed"}},
        "object": STEP_ACTIVITY,
        "result": {"completion": True},
        "context": CONTEXT | {"contextActivities": {"parent": [MODULE_ACTIVITY]}},
    }


def test_a_module_is_a_completed_course_with_its_score() -> None:
    assert statement_for(MODULE_DONE).statement == ALWAYS | {
        "id": "8f000000-0000-4000-8000-000000000004",
        "verb": {"id": f"{ADL}/verbs/completed", "display": {"sv": "slutförde", "en": "completed"}},
        "object": MODULE_ACTIVITY,
        "result": {"completion": True, "score": {"scaled": Decimal("0.6667"), "raw": 2, "min": 0, "max": 3}},
        "context": CONTEXT,
    }


@pytest.mark.parametrize(
    ("correct", "questions", "score"),
    [
        (0, 0, None),
        (0, 4, '{"scaled":0,"raw":0,"min":0,"max":4}'),
        (4, 4, '{"scaled":1,"raw":4,"min":0,"max":4}'),
        (1, 8, '{"scaled":0.125,"raw":1,"min":0,"max":8}'),
        (1, 32, '{"scaled":0.0313,"raw":1,"min":0,"max":32}'),  # 0.03125: half up, as in figures
    ],
)
def test_a_score_is_exact_and_absent_where_nothing_was_asked(correct: int, questions: int, score: str | None) -> None:
    emitted = statement_for(ModuleCompleted(correct=correct, questions=questions, **fields(5)))
    found = emitted.statement["result"].get("score")
    assert (None if found is None else json_text.dumps(found)) == score
    validate(emitted.statement, Version.V2_0)


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("event", events(), ids=lambda event: type(event).__name__)
def test_every_statement_is_valid_in_both_versions(event: LearningEvent, version: Version) -> None:
    validate(statement_for(event).statement, version)


def test_a_column_says_what_kind_of_object_it_is() -> None:
    assert [statement_for(event).kind for event in events()] == ["module", "question", "step", "module"]


def test_no_statement_names_anyone_or_says_where_they_work() -> None:
    for event in events():
        text = json_text.dumps(statement_for(event).statement)
        assert not any(word in text for word in ("mbox", "care", "official", "correctResponsesPattern", "response"))


def test_the_samples_cover_every_event() -> None:
    assert {type(event) for event in events()} == set(EVENTS)
    assert MODULE.iri == MODULE_IRI
