"""People who keep the organisation in order, and a look at all that their actions could change."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from academy.scoping import entered, unscoped_quietly
from analytics.models import DirtyMark, Headcount
from learners.models import Change, JointMember, Membership, Organisation, Sector, Team, TeamPlace, Unit, User
from learners.tenancy import Acting
from tests.conftest import Cast, acting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

Stored = dict[str, list[tuple[Any, ...]]]
KEPT = (Organisation, Unit, JointMember, Sector, Team, TeamPlace, Membership, Headcount, Change, DirtyMark)


@pytest.fixture
def hr(cast: Cast) -> Iterator[Acting]:
    """HR of Eksjö, whose scope is entered for the length of the test."""
    found = acting(cast.eksjo.hr)
    with entered(found.scope):
        yield found


@pytest.fixture
def leader(cast: Cast) -> Acting:
    """The leader of Eksjö's care unit; enter the scope of the test's own choice."""
    return acting(cast.eksjo.leader)


@pytest.fixture
def admin(cast: Cast) -> Acting:
    """The academy admin, a member of Eksjö."""
    return acting(cast.editor)


@pytest.fixture
def stored() -> Callable[[], Stored]:
    """Return every row that the actions of an organisation could change."""

    def look() -> Stored:
        with unscoped_quietly("test"):
            rows = {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in KEPT}
            # Signing in, which a test may do meanwhile, changes a person too.
            people = list(User.objects.order_by("pk").values_list("email", "first_name", "last_name"))
            return rows | {"User": people}

    return look


def changes(organisation_id: int) -> list[tuple[str, str, Any, Any]]:
    """Return the journal of an organisation, oldest first: kind, what it is about, before and after."""
    with unscoped_quietly("test"):
        rows = Change.objects.filter(organisation_id=organisation_id).order_by("pk")
        return list(rows.values_list("kind", "about", "before", "after"))
