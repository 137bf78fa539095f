"""manage.py lrs_credential."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.scoping import unscoped
from analytics.lrs.auth import Unauthenticated, authenticate
from analytics.models import Credential
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
    assert printed.split() == [key, "valid", "eksjo", "statements/write", "Filmtjänsten"]
    assert its_secret not in printed


def test_a_revoked_key_opens_nothing(towns: Towns) -> None:
    key, its_secret = create()
    assert run("revoke", key) == "Revoked.\n"
    assert "revoked" in run("list")
    with pytest.raises(Unauthenticated):
        authenticate(f"Bearer {key}.{its_secret}", timezone.now())
    with pytest.raises(CommandError, match="revoked already"):
        run("revoke", key)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--organisation", "nowhere", "--scope", "figures/read"), "no organisation"),
        (("--organisation", "eksjo", "--scope", "everything"), "invalid choice"),
        (("--organisation", "eksjo", "--scope", "figures/read", "--expires-days", "0"), "at least 1"),
        (("--organisation", "eksjo"), "--scope"),
    ],
)
def test_a_wrong_order_says_why_and_issues_nothing(towns: Towns, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run("create", "--name", "x", *arguments)
    with unscoped("test"):
        assert Credential.objects.count() == 0
