"""An attempt to test on, what was told about it, and a look at all that is stored of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from academy.events import Event, _handlers
from academy.models import Delivery
from academy.scoping import entered, unscoped_quietly
from analytics.models import Statement
from courses.models import MicroCoursePage
from learners.actions import enrol
from learners.events import EnrolmentCreated, ModuleCompleted, QuestionAnswered, StepCompleted
from learners.models import Answer, Enrolment, StepProgress
from learners.tenancy import Acting
from tests.conftest import Cast, acting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

Stored = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def told() -> Iterator[list[Event]]:
    """All events of this room, in the order in which they were told."""
    heard: list[Event] = []
    kinds = (EnrolmentCreated, QuestionAnswered, StepCompleted, ModuleCompleted)
    for kind in kinds:
        _handlers[kind].append(heard.append)
    yield heard
    for kind in kinds:
        _handlers[kind].remove(heard.append)


@pytest.fixture
def learner(cast: Cast) -> Iterator[Acting]:
    """The learner of Eksjö, whose scope is entered for the length of the test."""
    found = acting(cast.eksjo.learner)
    with entered(found.scope):
        yield found


@pytest.fixture
def attempt(learner: Acting, course: MicroCoursePage) -> Enrolment:
    """The learner's open attempt at the sample course."""
    return enrol.begin(acting=learner, module_key=course.translation_key, now=NOW)


@pytest.fixture
def stored() -> Callable[[], Stored]:
    """Return every row that an action on an attempt could change."""

    def look() -> Stored:
        with unscoped_quietly("test"):
            models = (Enrolment, StepProgress, Answer, Statement, Delivery)
            return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}

    return look


def ids(*names: str) -> tuple[UUID, ...]:
    """Return the names of the sample course as ids."""
    return tuple(UUID(name) for name in names)
