"""Fill a migrated database for the tests of processes: `python -m tests.processes.furnish LEARNERS`.

The learners stand in two units of Eksjö; each has the address learner<number>@almgran.example and the cast's password.
"""

import os
import sys
from datetime import date


def main(learners: int) -> None:
    """Load the course and its learners."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.processes.settings")
    import django

    django.setup()
    from django.db import transaction

    from academy.jobs import without_kicks
    from academy.scoping import unscoped

    with unscoped("furnish the tests of processes"), without_kicks(), transaction.atomic():
        _furnish(learners)


def _furnish(learners: int) -> None:
    from django.utils import timezone

    from analytics.actions.headcounts import set_headcount
    from courses.models import CataloguePage
    from courses.site import ensure_site
    from learners.actions.memberships import add_membership
    from learners.actions.people import add_organisation, add_person, add_unit
    from learners.models import Federation, Unit
    from tests.courses.samples import sample_course

    ensure_site()
    sample_course(CataloguePage.objects.get(locale__language_code="sv"))
    begun = date(2026, 1, 1)
    federation = Federation.objects.create(key="hoglandet", name="Höglandet", launched_on=begun)
    eksjo = add_organisation(federation=federation, name="Eksjö kommun", slug="eksjo", kind="municipality")
    root = Unit.objects.get(organisation=eksjo, parent=None)
    units = [add_unit(organisation=eksjo, name=name, parent=root) for name in ("Omsorg", "Skola")]
    set_headcount(
        organisation_id=eksjo.pk, now=timezone.now(), unit_id=root.pk, as_of=begun, employees=200, source="Test"
    )
    for number in range(learners):
        person = add_person(
            email=f"learner{number}@almgran.example", first_name="Lena", last_name=f"{number}", password=_password()
        )
        add_membership(person=person, unit=units[number % 2], valid_from=begun, position="Lärare")


def _password() -> str:
    from tests.processes.visitor import PASSWORD

    return PASSWORD


if __name__ == "__main__":
    main(int(sys.argv[1]))
