"""Municipalities are called as one says them, without the genitive."""

from datetime import date

import pytest
from django.utils.translation import override

from academy.scoping import unscoped
from learners.actions.people import add_organisation
from learners.models import Federation, Organisation
from learners.navigation import _line
from learners.place_names import spoken
from learners.queries.organisations import municipality_names


@pytest.mark.parametrize(
    ("municipality", "place"),
    [
        ("Eksjö kommun", "Eksjö"),
        ("Åmåls kommun", "Åmål"),
        ("Dals-Eds kommun", "Dals-Ed"),
        ("Tranås kommun", "Tranås"),
        ("Höganäs kommun", "Höganäs"),
        ("Bengtsfors kommun", "Bengtsfors"),
        ("Grums kommun", "Grums"),
        ("Falu kommun", "Falun"),
        ("Håbo kommun", "Håbo"),
        ("Mönsterås", "Mönsterås"),
        ("Borås Stad", "Borås Stad"),
    ],
)
def test_a_place_is_named_without_the_genitive(municipality: str, place: str) -> None:
    assert spoken(municipality) == place


@pytest.mark.django_db
def test_the_foot_of_the_page_names_places() -> None:
    with unscoped("test"):
        west = Federation.objects.create(key="vast", name="Väst", launched_on=date(2026, 1, 1))
        for name, slug, code in (("Åmåls kommun", "amal", "1492"), ("Dals-Eds kommun", "dals-ed", "1438")):
            add_organisation(federation=west, name=name, slug=slug, kind=Organisation.Kind.MUNICIPALITY, scb_code=code)
    with override("sv"):
        assert _line(municipality_names(west.pk)) == "Dals-Ed och Åmål lär tillsammans."
