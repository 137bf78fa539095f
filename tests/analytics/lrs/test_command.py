"""manage.py lrs_credential."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.scoping import unscoped
from analytics.lrs.auth import Allows, Unauthenticated, authenticate
from analytics.models import Credential
from learners.models import Organisation
from tests.analytics.lrs.conftest import Towns

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("lrs_credential", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def create(*more: str) -> tuple[str, str]:
    """Create a key for Eksjö; return it with its secret."""
    printed = run("create", "--organisation", "eksjo", "--scope", "statements/write", "--name", "Filmtjänsten", *more)
    key, its_secret = (line.split()[1] for line in printed.splitlines())
    return key, its_secret


def test_a_created_key_opens_what_it_was_created_for(towns: Towns) -> None:
    key, its_secret = create("--scope", "figures/read")
    scope = authenticate(f"Bearer {key}.{its_secret}", timezone.now())
    assert scope.organisation_id == towns.eksjo.pk
    assert scope.scopes == {"statements/write", "figures/read"}


def test_a_key_expires_in_so_many_days(towns: Towns) -> None:
    create("--expires-days", "30")
    with unscoped("test"):
        row = Credential.objects.get()
    assert row.expires_at is not None
    assert (row.expires_at - row.created_at).days == 30


def test_the_list_shows_keys_and_states_and_no_secret(towns: Towns) -> None:
    key, its_secret = create()
    assert run("list", "--organisation", "nassjo") == ""
    printed = run("list")
    assert printed.split() == [key, "valid", "eksjo", "statements/write", "opaque", "unused", "Filmtjänsten"]
    assert its_secret not in printed


def test_a_revoked_key_opens_nothing(towns: Towns) -> None:
    key, its_secret = create()
    assert run("revoke", key) == "Revoked.\n"
    assert "revoked" in run("list")
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {key}.{its_secret}", timezone.now())
    with pytest.raises(CommandError, match="revoked already"):
        run("revoke", key)


def test_a_key_that_may_name_anyone_is_asked_for_by_that_word(towns: Towns) -> None:
    """The line that a conformance suite begins with."""
    printed = run("create", "--organisation", "eksjo", "--scope", "all", "--actors", "any")
    key, its_secret = (line.split()[1] for line in printed.splitlines())
    scope = authenticate(f"Bearer {key}.{its_secret}", timezone.now())
    assert scope.takes_anyone
    assert [allowed for allowed in Allows if not scope.allows(allowed)] == [Allows.READ_FIGURES]


def test_the_last_day_of_a_key_is_a_whole_swedish_day(towns: Towns) -> None:
    create("--expires", "2999-06-30")
    with unscoped("test"):
        assert Credential.objects.get().expires_at == datetime(2999, 6, 30, 22, tzinfo=UTC)


def test_a_rotated_key_takes_both_secrets_for_a_while(towns: Towns) -> None:
    key, old = create()
    _, new = (line.split()[1] for line in run("rotate", key, "--overlap-hours", "1").splitlines())
    now = timezone.now()
    assert new != old
    for its_secret in (old, new):
        assert authenticate(f"Bearer {key}.{its_secret}", now).key == key
    assert authenticate(f"Bearer {key}.{new}", now + timedelta(hours=2)).key == key
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {key}.{old}", now + timedelta(hours=2))


def test_what_has_ended_cannot_be_rotated(towns: Towns) -> None:
    key, _ = create()
    run("revoke", key)
    with unscoped("test"):
        before = Credential.objects.values().get()
    for wrong in (key, "knone"):
        with pytest.raises(CommandError, match="no such key, or it has ended"):
            run("rotate", wrong)
    with pytest.raises(CommandError, match="0 or more"):
        run("rotate", key, "--overlap-hours", "-1")
    with unscoped("test"):
        assert Credential.objects.values().get() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--organisation", "nowhere", "--scope", "figures/read"), "no organisation"),
        (("--organisation", "eksjo", "--scope", "everything"), "invalid choice"),
        (("--organisation", "eksjo", "--scope", "figures/read", "--expires-days", "0"), "at least 1"),
        (("--organisation", "eksjo"), "--scope"),
        (("--organisation", "eksjo", "--scope", "all", "--actors", "some"), "invalid choice"),
        (("--organisation", "eksjo", "--scope", "all", "--expires", "2027-02-30"), "a day that exists"),
        (("--organisation", "eksjo", "--scope", "all", "--expires", "soon"), "a day that exists"),
        (("--organisation", "eksjo", "--scope", "all", "--expires", "2020-01-01"), "has passed"),
    ],
)
def test_a_wrong_order_says_why_and_issues_nothing(towns: Towns, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run("create", "--name", "x", *arguments)
    with unscoped("test"):
        assert Credential.objects.count() == 0


def test_one_command_makes_an_organisation_for_trying_and_its_key(towns: Towns) -> None:
    asked_for = ("create", "--organisation", "suite", "--new-organisation", "--scope", "all", "--actors", "any")
    keys = [[line.split()[1] for line in run(*asked_for).splitlines()] for _ in range(2)]
    scopes = [authenticate(f"Bearer {key}.{its_secret}", timezone.now()) for key, its_secret in keys]
    assert [scope.organisation_id for scope in scopes] == [scopes[0].organisation_id] * 2
    assert all(scope.takes_anyone and scope.allows(Allows.ALL) for scope in scopes)
    with unscoped("test"):
        made = Organisation.objects.select_related("federation").get(slug="suite")
    assert made.pk == scopes[0].organisation_id
    assert made.federation.is_trial
    assert made.federation_id != towns.eksjo.federation_id


@pytest.mark.parametrize("slug", ["eksjo", "om", "två ord", "x" * 51])
def test_a_real_organisation_is_never_taken_for_one_for_trying(towns: Towns, slug: str) -> None:
    with unscoped("test"):
        before = Organisation.objects.count()
    with pytest.raises(CommandError, match="Choose another"):
        run("create", "--organisation", slug, "--new-organisation", "--scope", "all", "--actors", "any")
    with unscoped("test"):
        assert Credential.objects.count() == 0
        assert Organisation.objects.count() == before
