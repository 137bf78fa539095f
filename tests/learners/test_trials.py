"""Organisations for trying tools on, which take part in nothing that is shared."""

from datetime import UTC, datetime
from typing import Any

import pytest

from academy.demo.load import is_loaded
from academy.scoping import unscoped
from analytics.release.shared.queries import federations
from learners.actions.trials import trial_organisation
from learners.errors import KeyTaken
from learners.models import Federation, Organisation, Unit
from learners.queries.organisations import municipality_names
from tests.conftest import Cast

NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_trial_is_nobody_s_and_stands_in_no_federation_s_figures_or_names() -> None:
    with unscoped("test"):
        made = trial_organisation(slug="suite", now=NOW)
        assert trial_organisation(slug="suite", now=NOW) == made
        organisation = Organisation.objects.select_related("federation").get()
        assert (organisation.pk, organisation.kind) == (made, Organisation.Kind.COMPANY)
        assert organisation.federation.is_trial
        assert Unit.objects.get().name == "suite"
        assert federations() == []
    assert not is_loaded()
    assert municipality_names(None) == []


def test_the_host_s_names_are_those_of_a_real_federation_even_if_a_trial_came_first(db: Any, request: Any) -> None:
    with unscoped("test"):
        trial_organisation(slug="suite", now=NOW)
    cast: Cast = request.getfixturevalue("cast")
    assert len(municipality_names(None)) == 2
    with unscoped("test"):
        real = Federation.objects.exclude(key=Federation.TRIAL).order_by("pk")
        assert [pk for pk, _ in federations()] == [each.pk for each in real]
        with pytest.raises(KeyTaken):
            trial_organisation(slug=cast.eksjo.organisation.slug, now=NOW)
