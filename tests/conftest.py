"""The cast: two federations, three municipalities, and people whose names carry their tenant's canary word."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings as django_settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker, Settings

from academy.periods import local_day
from academy.scoping import unscoped
from courses.models import CataloguePage, MicroCoursePage
from courses.site import ensure_site
from learners.actions.memberships import add_membership
from learners.actions.people import add_organisation, add_person, add_unit
from learners.actions.roles import grant_role
from learners.models import Federation, Membership, Organisation, Unit, User
from learners.queries.acting import acting_for
from learners.roles import Role
from learners.tenancy import Acting
from tests.courses.samples import sample_course
from tests.databases import Database, begun_as, migrated
from tests.emptying import coming_back
from tests.standing import STANDING, asked_for, asks_database, commits, stands, waits

PASSWORD = "tallskog-och-granris-26"  # pragma: allowlist secret


@dataclass
class Town:
    """One organisation of the cast. `canary` occurs in every name, address and unit of it, and nowhere else."""

    organisation: Organisation
    canary: str
    root: Unit
    care: Unit
    school: Unit
    learner: User
    leader: User
    hr: User

    def memberships(self) -> dict[str, Membership]:
        """The current membership of each person of the town, by part."""
        people = {"learner": self.learner, "leader": self.leader, "hr": self.hr}
        with unscoped("test cast"):
            return {part: Membership.objects.get(person=person) for part, person in people.items()}


@dataclass
class Cast:
    """Everyone: Eksjö and Nässjö in one federation, Mölndal in another, an editor and a stranger."""

    eksjo: Town
    nassjo: Town
    molndal: Town
    editor: User
    stranger: User

    def towns(self) -> list[Town]:
        """All towns of the cast."""
        return [self.eksjo, self.nassjo, self.molndal]


def acting(user: User) -> Acting:
    """Return the membership that a person of the cast acts through today, as after a second factor."""
    found = acting_for(user, local_day(timezone.now()), is_proven=True)
    assert found is not None
    return found


def signed_in(user: User, *, second_factor: bool = True) -> Client:
    """Return a browser in which the person is signed in, as after the code of an app unless told otherwise."""
    client = Client()
    client.force_login(user)
    if second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()
    return client


@lru_cache
def _hashed() -> str:
    """The password's hash, made once: Argon2 is slow on purpose, and the cast is made for every test."""
    return make_password(PASSWORD)


def _person(canary: str, part: str, language: str = "sv") -> User:
    address = f"{part}@{canary.lower()}.example"
    person = add_person(email=address, first_name=part.title(), last_name=canary, language=language)
    person.password = _hashed()
    person.save(update_fields=["password"])
    return person


def _town(federation: Federation, name: str, slug: str, code: str, canary: str) -> Town:
    organisation = add_organisation(
        federation=federation,
        name=f"{name} kommun {canary}",
        slug=slug,
        kind=Organisation.Kind.MUNICIPALITY,
        scb_code=code,
    )
    root = Unit.objects.get(organisation=organisation, parent=None)
    care = add_unit(organisation=organisation, name=f"Omsorg {canary}", parent=root)
    school = add_unit(organisation=organisation, name=f"Skola {canary}", parent=root)
    people = {part: _person(canary, part) for part in ("learner", "leader", "hr")}
    begun = date(2026, 1, 1)
    add_membership(person=people["learner"], unit=care, valid_from=begun, position="Undersköterska", sector="care")
    leader = add_membership(
        person=people["leader"], unit=care, valid_from=begun, position="Enhetschef", leader_group="official"
    )
    grant_role(membership=leader, role=Role.LEADER, unit=care)
    hr = add_membership(person=people["hr"], unit=root, valid_from=begun, position="HR-strateg")
    grant_role(membership=hr, role=Role.HR, unit=root)
    return Town(organisation, canary, root, care, school, **people)


@stands
def cast() -> Cast:
    """The whole cast, in the database."""
    ensure_site()
    with unscoped("test cast"):
        hoglandet = Federation.objects.create(key="hoglandet", name="Höglandet", launched_on=date(2026, 1, 1))
        other = Federation.objects.create(key="goteborg", name="Göteborgsregionen", launched_on=date(2026, 1, 1))
        eksjo = _town(hoglandet, "Eksjö", "eksjo", "0686", "Almgran")
        nassjo = _town(hoglandet, "Nässjö", "nassjo", "0682", "Bjornlav")
        molndal = _town(other, "Mölndal", "molndal", "1481", "Citronmal")
        editor = _person("Almgran", "editor")
        membership = add_membership(person=editor, unit=eksjo.root, valid_from=date(2026, 1, 1), position="Redaktör")
        grant_role(membership=membership, role=Role.ACADEMY_ADMIN, unit=eksjo.root)
        stranger = _person("Ingenstans", "stranger")
    return Cast(eksjo, nassjo, molndal, editor, stranger)


@stands
def course() -> MicroCoursePage:
    """A published micro-course in Swedish: three steps, a question in the second."""
    ensure_site()
    catalogue = CataloguePage.objects.get(locale__language_code="sv")
    return sample_course(catalogue)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs no database, and let what waits for processes begin first, and tests that begin alike follow each other.

    Those that commit come last: they empty the tables.
    """
    for item in items:
        if not asks_database(item):
            item.add_marker("no_database")
    items.sort(key=lambda item: (not waits(item), commits(item), [kind.name for kind in asked_for(item)]))


@pytest.fixture(scope="session")
def database_server() -> str:
    """The PostgreSQL that the run has, or nothing on SQLite."""
    return "" if django_settings.IS_SQLITE else os.environ["ACADEMY_DATABASE_URL"]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the test run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "databases"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def migrated_database(shared_folder: Path, database_server: str) -> Database:
    """A database as migrations leave it, to copy."""
    return migrated(shared_folder, database_server)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, migrated_database: Database) -> Iterator[None]:
    """The tests' own database begins as a copy of one that was migrated once for all processes."""
    with begun_as(migrated_database):
        yield


@pytest.fixture(scope="session")
def _ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker, migrated_database: Database) -> Iterator[None]:
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(coming_back(migrated_database))
        yield
        with django_db_blocker.unblock():
            STANDING.take_down()


@pytest.fixture
def _standing(request: pytest.FixtureRequest, _ground: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What the test begins with stands before its own transaction begins."""
    with django_db_blocker.unblock(), translation.override(None):
        STANDING.stand(asked_for(request.node))
    forget()


@pytest.fixture
def _django_db_helper(_standing: None, _django_db_helper: None) -> None:
    """The test's own transaction, which pytest-django opens, within what stands."""


@pytest.fixture(autouse=True)
def _forget() -> None:
    forget()


def forget() -> None:
    """Ids start over in each test, so what a process remembers by them must not; nor may counted sign-ins.

    And the language of the last request of the test before is not that of this one.
    """
    from analytics.lrs.consistency import _lately
    from analytics.lrs.definitions import forget_seen
    from analytics.lrs.limits import _counts
    from courses.queries import _pinned
    from courses.searching import _remembered

    _pinned.cache_clear()
    _lately.clear()
    _counts.clear()
    _remembered.clear()
    forget_seen()
    cache.clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Settings, tmp_path: Path) -> None:
    """Pictures that a test uploads go with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
