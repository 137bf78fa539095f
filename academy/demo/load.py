"""Loading the demo: once, in an empty academy, with progress shown; all or nothing."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from academy.demo import editorial, office, story
from academy.demo.accounts import ACCOUNTS
from academy.demo.courses import load_courses
from academy.demo.history import Lives
from academy.demo.organisations import Federations, load_organisations, share_figures
from academy.demo.people import Register, sector_of
from academy.demo.places import FEDERATIONS, WHOLE, scaled
from academy.demo.plans import Learner, Plan, Year, draw_plans
from academy.demo.progress import step
from academy.demo.publishing import count_and_publish
from academy.demo.teams import load_teams
from academy.jobs import without_kicks
from academy.periods import Month, local_day
from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from courses.models import MicroCoursePage
from learners.models import Federation, Membership, Organisation

SEED = 686


def is_loaded() -> bool:
    """Tell whether the demo, or anything else but trials, has been loaded already."""
    return Federation.objects.exclude(key=Federation.TRIAL).exists()


def load(now: datetime, seed: int = SEED, people: int = WHOLE) -> None:
    """Load organisations, about so many people, courses and a year of history: the same for the same seed and day.

    All in one transaction: whoever interrupts it finds an empty academy, and the next start loads anew.
    """
    with unscoped("loading the demo"), without_kicks(), transaction.atomic():
        _Loading(now, seed, _of_size(people)).run()


def _of_size(people: int) -> Federations:
    return [(key, name, tuple(scaled(place, people) for place in places)) for key, name, places in FEDERATIONS]


class _Loading:
    """One load: what is made first is needed by what comes later."""

    def __init__(self, now: datetime, seed: int, federations: Federations) -> None:
        self.now, self.federations = now, federations
        self.draw = random.Random(seed)  # noqa: S311 - fictitious people need no secrets
        self.launched_on = Month.of(now).before(story.MONTHS).first_day
        self.register = Register(self.launched_on, local_day(now), self.draw)
        self.places = {place.slug: place for _, _, places in federations for place in places}

    def run(self) -> None:
        """Load all of it, in the order in which one rests on the other."""
        with step("Organisations", len(self.places)) as told:
            organisations = load_organisations(self.federations, self.launched_on, self.now, told)
            share_figures(organisations, self.launched_on)
        accounts, working = self._people(organisations)
        by_address = {membership.person.email: membership.person for membership in accounts}
        with step("Courses in Swedish and English"):
            modules = load_courses(editorial.records(self.launched_on, self.now, by_address))
        self._live(modules, [*accounts, *working])
        count_and_publish(self.launched_on, self.now, lambda: office.correct_late(by_address, self.now))
        with step("Invitations, reviews and messages"):
            office.work_lately(by_address, self.now)
            editorial.begin_reviews(modules, by_address)
            office.remind(self.now)
            if "savsjo" in organisations:
                _municipality_key(organisations["savsjo"], self.now)

    def _people(self, organisations: Mapping[str, Organisation]) -> tuple[list[Membership], list[Membership]]:
        """Enter those whom a visitor signs in as, and all others; return both, in an order that is always the same."""
        accounts: list[Membership] = []
        working: list[Membership] = []
        entered = [account for account in ACCOUNTS if account.organisation in organisations]
        with step(
            "People", len(entered) + sum(part.people for place in self.places.values() for part in place.each())
        ) as told:
            for account in entered:
                sector = sector_of(self.places[account.organisation], account.unit)
                accounts.append(self.register.account(account, organisations[account.organisation], sector))
                told.advance()
            for slug, place in self.places.items():
                here = []
                for membership in self.register.staff(place, organisations[slug]):
                    here.append(membership)
                    told.advance()
                self.register.second_seats(place, here)
                working += here
        teams = {part.name: part.team for place in self.places.values() for part in place.each() if part.team}
        load_teams([*accounts, *working], teams)
        return accounts, working

    def _live(self, modules: Mapping[str, MicroCoursePage], people: Sequence[Membership]) -> None:
        steps = {key: len(page.content().steps) for key, page in modules.items()}
        plans = self._plans(people, Year(self.launched_on, self.now, steps))
        lives = Lives(dict(modules), self.now, self.draw)
        with step("A year of courses", len(plans)) as told:
            for plan in plans:
                lives.live(plan, people)
                told.advance()

    def _plans(self, people: Sequence[Membership], year: Year) -> list[Plan]:
        """Return the plans of all but the accounts, who have those that they come with."""
        own = {account.email: account for account in ACCOUNTS}
        learners = [
            _learner(at, membership) for at, membership in enumerate(people) if membership.person.email not in own
        ]
        given = [
            Plan(_noon(self.now - timedelta(days=days)), at, course, stops_before=before or None)
            for at, membership in enumerate(people)
            if membership.person.email in own
            for course, days, before in own[membership.person.email].courses
            if course in year.steps
        ]
        return sorted([*draw_plans(learners, year, self.draw), *given])


def _learner(at: int, membership: Membership) -> Learner:
    return Learner(
        at,
        membership.unit.organisation.slug,
        membership.sector,
        membership.leader_group,
        membership.valid_from,
        membership.valid_to,
    )


def _noon(moment: datetime) -> datetime:
    return moment.replace(hour=10, minute=20, second=0, microsecond=0)


def _municipality_key(organisation: Organisation, now: datetime) -> None:
    """Keep the demo key of one municipality's system in a file that only the owner reads."""
    issued = issue(
        organisation_id=organisation.pk, name="Demo", scopes=[Allows.READ_FIGURES, Allows.READ_STATEMENTS], now=now
    )
    key_file().write_text(f"{issued.key}.{issued.secret}\n", encoding="ascii")
    key_file().chmod(0o600)


def key_file() -> Path:
    """Return where the demo key of the municipality's system is kept."""
    return Path(settings.DATA_DIR) / "demo-key.txt"


def begun_file() -> Path:
    """Return the file that lies there while the demo is loaded: a start that finds it knows that one was interrupted."""
    return Path(settings.DATA_DIR) / "demo-loading"
