"""Loading the demo: once, in an empty academy, with progress shown; all or nothing."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import click
from django.conf import settings
from django.db import transaction

from academy.demo.courses import load_courses
from academy.demo.history import DAYS, live_a_month
from academy.demo.people import load_accounts, load_organisations, load_people, share_figures
from academy.demo.teams import load_teams
from academy.jobs import without_kicks
from academy.periods import Month
from academy.scoping import unscoped
from analytics.lrs.actions.credentials import issue
from analytics.lrs.auth import Allows
from analytics.tasks import fill_windows, take_snapshots
from courses.models import MicroCoursePage
from learners.models import Federation, Membership, Organisation

SEED = 686


def is_loaded() -> bool:
    """Tell whether the demo, or anything else but trials, has been loaded already."""
    return Federation.objects.exclude(key=Federation.TRIAL).exists()


def load(now: datetime, seed: int = SEED) -> None:
    """Load organisations, courses, people and a month of history, the same for the same seed and day.

    All in one transaction: someone who interrupts the progress bar finds an empty academy, and the next start loads anew.
    """
    draw = random.Random(seed)  # noqa: S311 - fictitious people need no secrets
    begun = Month.of(now - timedelta(days=DAYS)).first_day
    with unscoped("loading the demo"), without_kicks():
        with transaction.atomic():
            click.echo("Loading organisations, courses and people …")
            organisations = load_organisations(begun, now)
            share_figures(organisations, begun, now)
            modules = load_courses()
            load_accounts(begun)
            _municipality_key(now)
            people = [member for organisation in organisations for member in load_people(organisation, begun, draw)]
            load_teams(people)
            _live(people, modules, now, draw)
        while fill_windows():
            pass
        take_snapshots()


def _live(people: list[Membership], modules: list[MicroCoursePage], now: datetime, draw: random.Random) -> None:
    with click.progressbar(people, label="Demo history") as shown:
        for membership in shown:
            live_a_month(membership, modules, now, draw)


def _municipality_key(now: datetime) -> None:
    """Keep the demo key of one municipality's system in a file that only the owner reads."""
    organisation = Organisation.objects.get(slug="savsjo")
    issued = issue(
        organisation_id=organisation.pk, name="Demo", scopes=[Allows.READ_FIGURES, Allows.READ_STATEMENTS], now=now
    )
    key_file().write_text(f"{issued.key}.{issued.secret}\n", encoding="ascii")
    key_file().chmod(0o600)


def key_file() -> Path:
    """Return where the demo key of the municipality's system is kept."""
    return Path(settings.DATA_DIR) / "demo-key.txt"
