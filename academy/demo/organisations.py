"""The demo's organisations: units as trees, made-up employee numbers, and who shares figures from when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from academy.demo.places import Part, Place
from academy.demo.progress import Step
from academy.demo.story import SHARES_FROM
from academy.demo.teams import load_owners, load_sectors
from academy.periods import Month
from analytics.actions.headcounts import set_headcount
from analytics.actions.sharing import decide_sharing
from learners.actions.people import add_organisation, add_unit
from learners.models import Federation, Organisation, Unit

Federations = Sequence[tuple[str, str, tuple[Place, ...]]]

SOURCE = "Demo: påhittat antal"
# A third of those who work there have not come to the academy yet.
EMPLOYEES_PER_PERSON = 1.6
# HR states the number at the launch and half a year later, by when a few more work there.
STATED_AFTER = ((0, 1.0), (6, 1.04))
MORNING = timedelta(hours=9)


def load_organisations(
    federations: Federations, launched_on: date, now: datetime, step: Step
) -> dict[str, Organisation]:
    """Create the federations with their sectors, organisations, units and employee numbers; return them by slug."""
    made: dict[str, Organisation] = {}
    for key, name, places in federations:
        federation = Federation.objects.create(key=key, name=name, launched_on=launched_on)
        load_sectors(federation)
        for place in places:
            made[place.slug] = _organisation(federation, place, launched_on, now)
            step.advance()
        load_owners([(made[place.slug], [made[slug] for slug in place.owners]) for place in places], launched_on)
    return made


def _organisation(federation: Federation, place: Place, day: date, now: datetime) -> Organisation:
    organisation = add_organisation(
        federation=federation, name=place.name, slug=place.slug, kind=place.kind, scb_code=place.scb_code
    )
    root = Unit.objects.get(organisation=organisation, parent=None)
    for part in place.units:
        _unit(organisation, part, root, day, now)
    _state(root, sum(part.all_people() for part in place.units), day, now)
    return organisation


def _unit(organisation: Organisation, part: Part, parent: Unit, day: date, now: datetime) -> None:
    unit = add_unit(organisation=organisation, name=part.name, parent=parent, is_controller=part.is_committee)
    _state(unit, part.all_people(), day, now)
    for below in part.below:
        _unit(organisation, below, unit, day, now)


def _state(unit: Unit, people: int, launched_on: date, now: datetime) -> None:
    for months, share in STATED_AFTER:
        set_headcount(
            organisation_id=unit.organisation_id,
            unit_id=unit.pk,
            as_of=months_after(launched_on, months).first_day,
            employees=max(1, round(people * EMPLOYEES_PER_PERSON * share)),
            source=SOURCE,
            now=now,
        )


def share_figures(organisations: Mapping[str, Organisation], since: date) -> None:
    """Let each organisation decide to take part in the shared figures in the month that its story says, or not at all."""
    for slug, organisation in organisations.items():
        months = SHARES_FROM.get(slug, 0)
        if months is not None:
            month = months_after(since, months)
            decide_sharing(
                organisation_id=organisation.pk,
                takes_part=True,
                valid_from=month.first_day,
                by_id=None,
                now=month.starts_at + MORNING,
            )


def months_after(day: date, months: int) -> Month:
    """Return the month so many months after that of a day."""
    return Month(day.year, day.month).before(-months)
