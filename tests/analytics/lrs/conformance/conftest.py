"""One throw-away organisation with a key that may do everything about anyone, as a conformance suite is given."""

from datetime import UTC, date, datetime

import pytest

from academy.scoping import unscoped
from analytics.lrs.actions.credentials import Issued, issue
from analytics.lrs.auth import Actors, Allows
from learners.actions.people import add_organisation
from learners.models import Federation, Organisation
from tests.analytics.lrs.conformance.store import Store
from tests.standing import stands

WHEN = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


@stands
def suite_key() -> Issued:
    """The key of the throw-away organisation."""
    with unscoped("test"):
        federation = Federation.objects.create(key="suite", name="Suite", launched_on=date(2026, 1, 1))
        organisation = add_organisation(
            federation=federation, name="Suite", slug="suite", kind=Organisation.Kind.MUNICIPALITY
        )
        return issue(organisation_id=organisation.pk, name="suite", scopes=[Allows.ALL], actors=Actors.ANY, now=WHEN)


@pytest.fixture(params=["1.0.3", "2.0.0"])
def store(suite_key: Issued, request: pytest.FixtureRequest) -> Store:
    """The store, in each version."""
    return Store(suite_key, request.param)
