"""One throw-away organisation with a key that may do everything about anyone, as a conformance suite is given."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Actors, Allows
from learners.actions.people import add_organisation
from learners.models import Federation, Organisation
from tests.analytics.lrs.conformance.store import Store

WHEN = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["1.0.3", "2.0.0"])
def store(db: Any, request: pytest.FixtureRequest) -> Store:
    """The store, in each version."""
    with unscoped("test"):
        federation = Federation.objects.create(key="suite", name="Suite", launched_on=date(2026, 1, 1))
        organisation = add_organisation(
            federation=federation, name="Suite", slug="suite", kind=Organisation.Kind.MUNICIPALITY
        )
        key = issue(organisation_id=organisation.pk, name="suite", scopes=[Allows.ALL], actors=Actors.ANY, now=WHEN)
    return Store(key, request.param)
