"""Credentials: whose they are, how long they hold, and what is kept of the secret."""

from base64 import b64encode
from datetime import timedelta

import pytest
from pytest_django import Settings

from academy.scoping import ScopeMissing, unscoped
from analytics.lrs import secret
from analytics.lrs.auth import Allows, CredentialScope, Issued, Unauthenticated, authenticate, issue, revoke
from analytics.models import Credential
from tests.analytics.lrs.conftest import WHEN, Tool, Towns, key_of, refusal

pytestmark = pytest.mark.django_db


def basic(key: str, its_secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{its_secret}".encode()).decode()


@pytest.fixture
def issued(towns: Towns) -> Issued:
    return key_of(towns.eksjo, Allows.READ_FIGURES)


def test_basic_and_bearer_lead_to_the_same_scope(towns: Towns, issued: Issued) -> None:
    expected = CredentialScope(
        actor=f"credential:{issued.key}",
        tenants=frozenset({towns.eksjo.pk}),
        organisation_id=towns.eksjo.pk,
        key=issued.key,
        scopes=frozenset({"figures/read"}),
        launched_on=towns.eksjo.federation.launched_on,
    )
    assert authenticate(basic(issued.key, issued.secret), WHEN) == expected
    assert authenticate(f"Bearer {issued.key}.{issued.secret}", WHEN) == expected
    assert authenticate(f"bearer  {issued.key}.{issued.secret} ", WHEN) == expected


def test_a_scope_allows_what_the_key_was_issued_for(issued: Issued) -> None:
    scope = authenticate(f"Bearer {issued.key}.{issued.secret}", WHEN)
    assert [allowed for allowed in Allows if scope.allows(allowed)] == [Allows.READ_FIGURES]


def test_only_a_hash_of_the_secret_is_stored(issued: Issued) -> None:
    with unscoped("test"):
        row = Credential.objects.get()
    assert len(issued.secret) == 43
    assert issued.secret not in str(vars(row))
    assert row.secret_hash == secret.hashed(issued.key, issued.secret)
    assert row.secret_hash != secret.hashed("other", issued.secret)


def test_two_keys_share_nothing(towns: Towns) -> None:
    one, other = key_of(towns.eksjo), key_of(towns.eksjo)
    assert one.key != other.key
    assert one.secret != other.secret
    with pytest.raises(Unauthenticated):
        authenticate(basic(one.key, other.secret), WHEN)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic !",
        "Basic " + b64encode(b"no colon").decode(),
        "Basic " + b64encode(b"\xff:x").decode(),
        "Basic " + b64encode(b"a\x00b:x").decode(),
        "Bearer none",
        "Bearer .",
        "Digest x",
        basic("kunknown", "x"),
        "Bearer " + "k" * 100_000 + ".x",
    ],
)
def test_what_names_no_credential_is_refused(header: str | None, issued: Issued) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(header, WHEN)


def test_a_wrong_secret_is_refused(issued: Issued) -> None:
    for wrong in ("", issued.secret[:-1], issued.secret + "x", issued.secret.swapcase(), "å"):
        with pytest.raises(Unauthenticated):
            authenticate(basic(issued.key, wrong), WHEN)


def test_a_key_ends_when_it_expires(towns: Towns) -> None:
    end = WHEN + timedelta(days=1)
    with unscoped("test"):
        issued = issue(organisation_id=towns.eksjo.pk, name="x", scopes=[Allows.READ_FIGURES], now=WHEN, expires_at=end)
    header = basic(issued.key, issued.secret)
    assert authenticate(header, end - timedelta(microseconds=1)).key == issued.key
    with pytest.raises(Unauthenticated):
        authenticate(header, end)


def test_a_key_ends_when_it_is_revoked_and_the_first_time_stands(issued: Issued) -> None:
    with unscoped("test"):
        assert revoke(issued.key, now=WHEN) is True
        assert revoke(issued.key, now=WHEN + timedelta(days=1)) is False
        assert revoke("unknown", now=WHEN) is False
        assert Credential.objects.get().revoked_at == WHEN
    with pytest.raises(Unauthenticated):
        authenticate(basic(issued.key, issued.secret), WHEN)


def test_keys_outlive_a_change_of_the_server_s_secret_as_long_as_the_old_one_is_named(
    issued: Issued, settings: Settings
) -> None:
    header = basic(issued.key, issued.secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"  # pragma: allowlist secret
    assert authenticate(header, WHEN).key == issued.key
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unauthenticated):
        authenticate(header, WHEN)


def test_issuing_needs_a_scope_and_reading_keys_too(towns: Towns) -> None:
    with pytest.raises(ScopeMissing):
        issue(organisation_id=towns.eksjo.pk, name="x", scopes=[Allows.READ_FIGURES], now=WHEN)


def test_an_unknown_sender_is_challenged(tool: Tool) -> None:
    answer = tool.get(Authorization="Bearer x.y")
    assert refusal(answer) == (401, "Authorization")
    assert answer["WWW-Authenticate"] == 'Basic realm="xAPI", charset="UTF-8"'


def test_unencrypted_requests_are_refused_where_encryption_is_on(tool: Tool, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert refusal(tool.get()) == (403, "")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert tool.get(**{"X-Forwarded-Proto": "https"}).status_code == 200
