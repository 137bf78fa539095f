from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from analytics.xapi import build, vocabulary
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version
from tests.analytics.xapi.examples import BOTH, accepted

IDENTIFIER = UUID("8f87ccde-bb56-4c2e-ab83-44982ef22df0")
REGISTRATION = UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7")
LEARNER = build.agent_account("https://akademin.example", "a8f5f167")
COURSE = build.activity("https://akademin.example/m/1", vocabulary.COURSE.iri, {"sv": "Upphandling"})
QUESTION = build.activity(
    "https://akademin.example/m/1/b/2",
    vocabulary.INTERACTION.iri,
    {"sv": "Vad gäller?", "en": "What applies?"},
    {"sv": "Välj en"},
    build.Interaction("choice", ["a", "a[,]b"], {"choices": {"a": {"sv": "Ja", "en": "Yes"}, "b": {"sv": "Nej"}}}),
)
ANSWER = build.statement(
    IDENTIFIER,
    LEARNER,
    vocabulary.ANSWERED,
    QUESTION,
    datetime(2026, 1, 31, 10, 15, 0, 250_000, tzinfo=timezone(timedelta(hours=1))),
    build.result(success=False, scaled=Decimal("0.5"), response="a", duration=timedelta(seconds=34.5)),
    build.context(registration=REGISTRATION, language="sv", activities={"parent": [COURSE], "other": []}),
)


def test_a_whole_statement_is_built() -> None:
    assert {
        "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0",
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://akademin.example", "name": "a8f5f167"},
        },
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/answered",
            "display": {"sv": "besvarade", "en": "answered"},
        },
        "object": {
            "objectType": "Activity",
            "id": "https://akademin.example/m/1/b/2",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "name": {"sv": "Vad gäller?", "en": "What applies?"},
                "description": {"sv": "Välj en"},
                "interactionType": "choice",
                "correctResponsesPattern": ["a", "a[,]b"],
                "choices": [
                    {"id": "a", "description": {"sv": "Ja", "en": "Yes"}},
                    {"id": "b", "description": {"sv": "Nej"}},
                ],
            },
        },
        "timestamp": "2026-01-31T09:15:00.250Z",
        "result": {"score": {"scaled": Decimal("0.5")}, "success": False, "response": "a", "duration": "PT34.5S"},
        "context": {
            "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
            "language": "sv",
            "contextActivities": {
                "parent": [
                    {
                        "objectType": "Activity",
                        "id": "https://akademin.example/m/1",
                        "definition": {
                            "type": "http://adlnet.gov/expapi/activities/course",
                            "name": {"sv": "Upphandling"},
                        },
                    },
                ],
            },
        },
    } == ANSWER


@BOTH
def test_what_is_built_is_valid(version: Version) -> None:
    assert accepted(validate, ANSWER, version)
    voiding = build.statement(
        REGISTRATION, LEARNER, vocabulary.VOIDED, build.statement_reference(IDENTIFIER), datetime.now(UTC)
    )
    assert accepted(validate, voiding, version)
    assert voiding["object"] == {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}


def test_what_is_not_known_is_left_out() -> None:
    bare = build.statement(IDENTIFIER, LEARNER, vocabulary.EXPERIENCED, COURSE, datetime.now(UTC), {}, {})
    assert list(bare) == ["id", "actor", "verb", "object", "timestamp"]
    assert build.result() == {}
    assert build.context() == {}
    assert build.context(activities={"parent": []}) == {}
    assert build.Interaction("true-false").as_json() == {"interactionType": "true-false"}


def test_an_instructor_and_extensions_find_their_places() -> None:
    extensions = {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": "s"}
    assert build.context(instructor=LEARNER, extensions=extensions) == {
        "instructor": LEARNER,
        "extensions": extensions,
    }


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 31, 10, 15, tzinfo=UTC), "2026-01-31T10:15:00.000Z"),
        (datetime(2026, 1, 31, 10, 15, 0, 123456, tzinfo=UTC), "2026-01-31T10:15:00.123456Z"),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2025-12-31T23:30:00.000Z"),
    ],
)
def test_timestamps_are_written_in_utc(moment: datetime, text: str) -> None:
    assert build.timestamp_text(moment) == text


def test_a_timestamp_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        build.timestamp_text(datetime(2026, 1, 31, 10, 15))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(), "PT0S"),
        (timedelta(seconds=90), "PT90S"),
        (timedelta(seconds=90, milliseconds=500), "PT90.5S"),
        (timedelta(milliseconds=59), "PT0.05S"),
        (timedelta(days=1, milliseconds=999), "PT86400.99S"),
    ],
)
def test_durations_are_written_in_seconds_to_the_hundredth(duration: timedelta, text: str) -> None:
    assert build.duration_text(duration) == text


def test_a_duration_is_never_negative() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        build.duration_text(timedelta(seconds=-1))
