"""The demo's fictitious people, the same for the same seed: those whom a visitor signs in as, and those around them."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from academy.demo.accounts import PASSWORD, DemoAccount
from academy.demo.names import CHIEF, CHIEFS, FIRST, KEY_PERSONS, LAST, POSITIONS, SEATS
from academy.demo.places import Part, Place
from learners.actions.memberships import add_membership
from learners.actions.people import add_person
from learners.actions.roles import grant_role
from learners.models import Membership, Organisation, Unit
from learners.roles import Role

SHARE_WHO_CAME_LATER = 0.12
SHARE_WHO_LEFT = 0.05
# Two who sit in a committee work in the municipality as well.
ALSO_ELECTED = 2


@dataclass
class Register:
    """The people as they are entered: each address once."""

    launched_on: date
    today: date
    draw: random.Random
    taken: set[str] = field(default_factory=set)

    def account(self, account: DemoAccount, organisation: Organisation, sector: str) -> Membership:
        """Enter one whom a visitor signs in as."""
        root = _root(organisation)
        unit = Unit.objects.get(organisation=organisation, name=account.unit) if account.unit else root
        person = add_person(
            email=account.email, first_name=account.first_name, last_name=account.last_name, password=PASSWORD
        )
        membership = add_membership(
            person=person,
            unit=unit,
            valid_from=self.launched_on,
            sector=sector,
            position=account.position,
            leader_group=account.leader_group,
        )
        for role in account.roles:
            grant_role(membership=membership, role=Role(role), unit=unit)
        return membership

    def staff(self, place: Place, organisation: Organisation) -> Iterator[Membership]:
        """Enter those who work or sit in an organisation, unit by unit."""
        units = {unit.name: unit for unit in Unit.objects.filter(organisation=organisation)}
        for part in place.each():
            for number in range(part.people):
                yield self._one(place, part, units[part.name], number)

    def second_seats(self, place: Place, working: list[Membership]) -> None:
        """Let a few who work in a municipality also sit in one of its committees."""
        committees = [part for part in place.each() if part.is_committee and part.people]
        able = [each for each in working if each.sector and not each.leader_group and each.valid_to is None]
        for part, membership in zip(committees[:ALSO_ELECTED], reversed(able), strict=False):
            unit = Unit.objects.get(organisation_id=membership.organisation_id, name=part.name)
            add_membership(
                person=membership.person,
                unit=unit,
                valid_from=membership.valid_from,
                position="Ersättare",
                leader_group="elected",
            )

    def _one(self, place: Place, part: Part, unit: Unit, number: int) -> Membership:
        first, last = self.draw.choice(FIRST), self.draw.choice(LAST)
        position, group = _position(part, number, self.draw)
        begins, ends = self._days(group)
        person = add_person(email=self._address(first, last, place.slug), first_name=first, last_name=last)
        membership = add_membership(
            person=person,
            unit=unit,
            valid_from=begins,
            valid_to=ends,
            sector=part.sector,
            position=position,
            leader_group=group,
        )
        if number == 0 and not part.is_committee:
            grant_role(membership=membership, role=Role.LEADER, unit=unit)
        return membership

    def _days(self, group: str) -> tuple[date, date | None]:
        """Return the first and the last day: some come during the year and some leave; who leads stays."""
        chance, days = self.draw.random(), (self.today - self.launched_on).days
        some_day = self.launched_on + timedelta(days=self.draw.randint(20, max(21, days - 20)))
        if group or chance > SHARE_WHO_CAME_LATER + SHARE_WHO_LEFT:
            return self.launched_on, None
        return (some_day, None) if chance < SHARE_WHO_CAME_LATER else (self.launched_on, some_day)

    def _address(self, first: str, last: str, slug: str) -> str:
        plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower()).encode("ascii", "ignore").decode()
        address, number = f"{plain}@{slug}.example", 1
        while address in self.taken:
            number += 1
            address = f"{plain}{number}@{slug}.example"
        self.taken.add(address)
        return address


def _position(part: Part, number: int, draw: random.Random) -> tuple[str, str]:
    """Return position and leader group of a unit's person with this number: its chief comes first, then key persons."""
    if part.is_committee:
        return SEATS[min(number, len(SEATS) - 1)], "elected"
    if number == 0:
        return CHIEFS.get(part.name, CHIEF), "official"
    keys = KEY_PERSONS.get(part.name, ())
    if number <= len(keys):
        return keys[number - 1], "key_person"
    return draw.choice(POSITIONS.get(part.name) or POSITIONS[part.sector]), ""


def sector_of(place: Place, unit: str) -> str:
    """Return the sector of a unit by its name; none for the organisation itself."""
    return next((part.sector for part in place.each() if part.name == unit), "")


def _root(organisation: Organisation) -> Unit:
    return Unit.objects.get(organisation=organisation, parent=None)
