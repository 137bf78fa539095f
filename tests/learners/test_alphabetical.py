"""Names in Swedish order, alike on both databases: teams of a person, and no listing that leaves it to the database."""

import re
from datetime import date
from pathlib import Path

import pytest

from academy.alphabet import swedish_key
from academy.scoping import unscoped_quietly
from learners.models import Federation, Membership, Team, TeamPlace
from learners.queries.alphabetical import swedish_order
from learners.queries.own import own_memberships
from tests.conftest import Cast

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 26)
IN_ORDER = ["Arbetslag", "Élan 2", "Elva", "Zon", "zonen", "Åre", "ÅRE norra", "Ängen", "ärlan", "Öster", "över"]
# What orders by a name all the same, and why.
BY_THE_DATABASE = {"courses/queries.py": "after the day of publication, so that equal days have one order"}
NAMED = re.compile(r"""order_by\([^()]*["']-?\w*(name|title|label)["']""")


@pytest.mark.django_db
def test_both_databases_sort_as_python_does() -> None:
    with unscoped_quietly("test"):
        for number, name in enumerate(reversed(IN_ORDER)):
            Federation.objects.create(key=f"f{number}", name=name, launched_on=DAY)
        found = Federation.objects.filter(key__regex=r"^f\d+$").order_by(swedish_order("name"))
        assert [row.name for row in found] == sorted(IN_ORDER, key=swedish_key) == IN_ORDER


def test_teams_of_a_person_stand_in_swedish_order(cast: Cast) -> None:
    with unscoped_quietly("test"):
        membership = Membership.objects.get(person=cast.eksjo.learner)
        for name in reversed(IN_ORDER):
            team = Team.objects.create(organisation=cast.eksjo.organisation, unit=membership.unit, name=name)
            TeamPlace.objects.create(team=team, membership=membership, valid_from=membership.valid_from)
    (own,) = own_memberships(cast.eksjo.learner.pk, DAY)
    assert list(own.teams) == IN_ORDER


def test_no_listing_is_sorted_by_name_as_the_database_likes() -> None:
    found = {
        str(path.relative_to(ROOT)): line.strip()
        for room in ("academy", "courses", "learners", "analytics")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if NAMED.search(line)
    }
    assert set(found) == set(BY_THE_DATABASE), found
