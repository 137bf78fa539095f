"""The demo's organisations and fictitious people, the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import date, datetime

from academy.demo.accounts import ACCOUNTS, PASSWORD, DemoAccount
from academy.demo.names import FIRST, LAST, POSITIONS
from academy.demo.places import FEDERATIONS, TEAMS, Place
from academy.demo.teams import load_owners, load_sectors
from analytics.actions.headcounts import set_headcount
from analytics.actions.sharing import decide_sharing
from learners.actions.memberships import add_membership
from learners.actions.people import add_organisation, add_person, add_unit
from learners.actions.roles import grant_role
from learners.models import Federation, Membership, Organisation, Unit
from learners.roles import Role

PEOPLE_PER_UNIT = 0.35
SOURCE = "Demo: påhittat antal"
NOT_SHARING = ("aneby", "dals-ed")


def load_organisations(launched_on: date, now: datetime) -> list[Organisation]:
    """Create the federations with their sectors, organisations, units and made-up employee numbers."""
    made = []
    for key, name, places in FEDERATIONS:
        federation = Federation.objects.create(key=key, name=name, launched_on=launched_on)
        load_sectors(federation)
        made += [_organisation(federation, place, launched_on, now) for place in places]
        load_owners(federation, launched_on)
    return made


def _organisation(federation: Federation, place: Place, day: date, now: datetime) -> Organisation:
    organisation = add_organisation(
        federation=federation, name=place.name, slug=place.slug, kind=place.kind, scb_code=place.scb_code
    )
    root = Unit.objects.get(organisation=organisation, parent=None)
    for name, sector, employees in place.units:
        unit = add_unit(organisation=organisation, name=name, parent=root)
        set_headcount(
            organisation_id=organisation.pk, now=now, unit_id=unit.pk, as_of=day, employees=employees, source=SOURCE
        )
        if sector == "care":
            for team, share in TEAMS:
                below = add_unit(organisation=organisation, name=team, parent=unit)
                set_headcount(
                    organisation_id=organisation.pk,
                    now=now,
                    unit_id=below.pk,
                    as_of=day,
                    employees=employees // share,
                    source=SOURCE,
                )
    total = sum(employees for *_, employees in place.units)
    set_headcount(organisation_id=organisation.pk, now=now, unit_id=root.pk, as_of=day, employees=total, source=SOURCE)
    return organisation


def share_figures(organisations: list[Organisation], since: date, now: datetime) -> None:
    """Let all organisations but one of each federation take part in the shared figures from the first day."""
    for organisation in organisations:
        if organisation.slug not in NOT_SHARING:
            decide_sharing(organisation_id=organisation.pk, takes_part=True, valid_from=since, by_id=None, now=now)


def load_accounts(begun: date) -> list[Membership]:
    """Create the accounts that a visitor signs in with."""
    return [_account(account, begun) for account in ACCOUNTS]


def _account(account: DemoAccount, begun: date) -> Membership:
    organisation = Organisation.objects.get(slug=account.organisation)
    root = Unit.objects.get(organisation=organisation, parent=None)
    unit = Unit.objects.get(organisation=organisation, name=account.unit) if account.unit else root
    person = add_person(
        email=account.email, first_name=account.first_name, last_name=account.last_name, password=PASSWORD
    )
    membership = add_membership(
        person=person, unit=unit, valid_from=begun, position=account.position, leader_group=account.leader_group
    )
    if account.role:
        grant_role(membership=membership, role=Role(account.role), unit=unit)
    return membership


def load_people(organisation: Organisation, begun: date, draw: random.Random) -> list[Membership]:
    """Create some fictitious staff in every unit below the root."""
    return [_worker(unit, number, begun, draw) for unit, number in _places_to_fill(organisation)]


def _places_to_fill(organisation: Organisation) -> Iterator[tuple[Unit, int]]:
    place = next(place for _, _, places in FEDERATIONS for place in places if place.slug == organisation.slug)
    employees = {name: number for name, _, number in place.units}
    for unit in Unit.objects.filter(organisation=organisation, parent__isnull=False).order_by("pk"):
        wanted = employees.get(unit.name, 12)
        yield from ((unit, number) for number in range(max(2, round(wanted * PEOPLE_PER_UNIT))))


def _worker(unit: Unit, number: int, begun: date, draw: random.Random) -> Membership:
    place = next(place for _, _, places in FEDERATIONS for place in places if place.slug == unit.organisation.slug)
    sector = {name: sector for name, sector, _ in place.units}.get(unit.name, "care")
    person = add_person(
        email=f"demo.{unit.pk}.{number}@{place.slug}.example",
        first_name=draw.choice(FIRST),
        last_name=draw.choice(LAST),
    )
    group = draw.choices(("", "official", "key_person", "elected"), weights=(80, 8, 8, 4))[0]
    return add_membership(
        person=person,
        unit=unit,
        valid_from=begun,
        sector=sector,
        position=draw.choice(POSITIONS[sector]),
        leader_group=group,
    )
