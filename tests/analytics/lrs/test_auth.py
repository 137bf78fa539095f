"""Credentials: whose they are, how long they hold, and what is kept of the secret."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from academy.periods import local_day
from academy.scoping import Scope, ScopeMissing, entered, unscoped
from analytics.lrs import secret
from analytics.lrs.actions.credentials import OVERLAP, Issued, issue, revoke, rotate
from analytics.lrs.auth import Allows, CredentialScope, Unauthenticated, authenticate
from analytics.models import Credential
from learners.models import Organisation
from tests.analytics.lrs.conftest import WHEN, Json, Tool, Towns, key_of, refusal, said, stored

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


def test_no_key_opens_anything_after_its_organisations_last_day(towns: Towns, issued: Issued) -> None:
    header = basic(issued.key, issued.secret)
    other = key_of(towns.nassjo, Allows.READ_FIGURES)
    with unscoped("test"):
        Organisation.objects.filter(pk=towns.eksjo.pk).update(closed_on=local_day(WHEN))
        assert authenticate(header, WHEN).key == issued.key
        Organisation.objects.filter(pk=towns.eksjo.pk).update(closed_on=local_day(WHEN) - timedelta(days=1))
    with pytest.raises(Unauthenticated):
        authenticate(header, WHEN)
    assert authenticate(basic(other.key, other.secret), WHEN).key == other.key


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


ENOUGH = {
    Allows.WRITE_STATEMENTS: {Allows.WRITE_STATEMENTS, Allows.ALL},
    Allows.READ_OWN_STATEMENTS: {Allows.READ_OWN_STATEMENTS, Allows.READ_STATEMENTS, Allows.READ_ALL, Allows.ALL},
    Allows.READ_STATEMENTS: {Allows.READ_STATEMENTS, Allows.READ_ALL, Allows.ALL},
    Allows.STATE: {Allows.STATE, Allows.ALL},
    Allows.PROFILE: {Allows.PROFILE, Allows.ALL},
    Allows.DEFINE: {Allows.DEFINE, Allows.ALL},
    Allows.READ_ALL: {Allows.READ_ALL, Allows.ALL},
    Allows.ALL: {Allows.ALL},
    Allows.READ_FIGURES: {Allows.READ_FIGURES},
}


@pytest.mark.parametrize("needed", Allows)
def test_a_scope_brings_with_it_what_the_table_says_and_nothing_else(towns: Towns, needed: Allows) -> None:
    found = {own for own in Allows if authenticate(bearer(key_of(towns.eksjo, own)), WHEN).allows(needed)}
    assert found == ENOUGH[needed]


def bearer(issued: Issued) -> str:
    return f"Bearer {issued.key}.{issued.secret}"


def last_used() -> datetime | None:
    with unscoped("test"):
        return Credential.objects.get().last_used_at


def test_the_last_use_is_written_once_a_minute(issued: Issued) -> None:
    assert last_used() is None
    written = []
    for seconds in (0, 59, 60):
        with CaptureQueriesContext(connection) as seen:
            authenticate(bearer(issued), WHEN + timedelta(seconds=seconds))
        written.append((len(seen), last_used()))
    assert written == [(2, WHEN), (1, WHEN), (2, WHEN + timedelta(seconds=60))]


def test_a_wrong_secret_is_no_use(issued: Issued) -> None:
    with pytest.raises(Unauthenticated):
        authenticate(basic(issued.key, "wrong"), WHEN)
    assert last_used() is None


def test_a_use_that_cannot_be_noted_stops_nobody(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: Any, **values: Any) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(QuerySet, "update", locked)
    assert authenticate(bearer(issued), WHEN).key == issued.key
    monkeypatch.undo()
    assert last_used() is None


def test_rotating_twice_leaves_the_first_secret_behind(issued: Issued) -> None:
    with unscoped("test"):
        second, third = rotate(issued.key, now=WHEN), rotate(issued.key, now=WHEN)
    assert second is not None
    assert third is not None
    assert authenticate(bearer(second), WHEN).key == authenticate(bearer(third), WHEN).key == issued.key
    with pytest.raises(Unauthenticated):
        authenticate(bearer(issued), WHEN)
    with pytest.raises(Unauthenticated):
        authenticate(bearer(second), WHEN + OVERLAP)


def test_the_old_secret_ends_with_the_key(issued: Issued) -> None:
    with unscoped("test"):
        rotate(issued.key, now=WHEN)
        revoke(issued.key, now=WHEN)
    with pytest.raises(Unauthenticated):
        authenticate(bearer(issued), WHEN)


def test_a_key_of_another_tenant_can_be_neither_rotated_nor_revoked(towns: Towns, issued: Issued) -> None:
    with entered(Scope(actor="test", tenants=frozenset({towns.nassjo.pk}))):
        assert rotate(issued.key, now=WHEN) is None
        assert revoke(issued.key, now=WHEN) is False
    assert authenticate(bearer(issued), WHEN).key == issued.key


def identified(**changes: Any) -> Json:
    return said(actor={"mbox": "mailto:kim@example.org", "name": "Kim"}, **changes)


def test_only_a_key_that_was_issued_for_it_may_name_people(towns: Towns, tool: Tool) -> None:
    assert refusal(tool.send(identified())) == (403, "/actor/name")
    assert stored() == []
    with unscoped("test"):
        issued = issue(
            organisation_id=towns.eksjo.pk,
            name="x",
            scopes=[Allows.ALL],
            actors=Credential.Actors.ANY,
            now=WHEN,
        )
    assert Tool(issued).send(identified()).status_code == 200
    assert [row.actor for row in stored()] == ["mbox:mailto:kim@example.org"]


def test_who_may_read_its_own_statements_meets_no_others(towns: Towns, tool: Tool) -> None:
    shy = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS, Allows.READ_OWN_STATEMENTS))
    theirs, own = said(), said()
    tool.send(theirs)
    shy.send(own)
    assert shy.ids() == [own["id"]]
    assert shy.ids("?verb=http://adlnet.gov/expapi/verbs/experienced") == [own["id"]]
    assert shy.get(f"?statementId={own['id']}").status_code == 200
    assert refusal(shy.get(f"?statementId={theirs['id']}")) == (404, "statementId")
    assert tool.ids() == [own["id"], theirs["id"]]


def test_an_own_statement_about_a_foreign_one_tells_nothing_of_it(towns: Towns, tool: Tool) -> None:
    shy = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS, Allows.READ_OWN_STATEMENTS))
    theirs = said(verb={"id": "https://tool.example/secretly"})
    comment = said(object={"objectType": "StatementRef", "id": theirs["id"]})
    tool.send(theirs)
    shy.send(comment)
    assert tool.ids("?verb=https://tool.example/secretly") == [comment["id"], theirs["id"]]
    assert shy.ids("?verb=https://tool.example/secretly") == []


def test_what_a_key_reads_needs_its_scope(towns: Towns) -> None:
    writer, reader = Tool(key_of(towns.eksjo, Allows.WRITE_STATEMENTS)), Tool(key_of(towns.eksjo, Allows.READ_ALL))
    assert refusal(writer.get()) == (403, "Authorization")
    assert refusal(reader.send(said())) == (403, "Authorization")
    assert stored() == []
    assert reader.ids() == []
