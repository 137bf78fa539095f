"""The second factor: what sleeps without one, how it is set up, shown, lost and reset."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from academy.models import Delivery
from academy.periods import local_day
from academy.scoping import unscoped
from learners.actions.memberships import add_membership
from learners.actions.roles import grant_role
from learners.changes import ChangeKind
from learners.models import Change, Membership, User
from learners.queries.acting import acting_for
from learners.roles import NEEDS_SECOND_FACTOR, PERMISSIONS, Role, needs_second_factor
from tests.conftest import PASSWORD, Cast, signed_in

SECRET = re.compile(r'<code class="secret">([A-Z2-7]+)</code>')
RECOVERY = re.compile(r'<code class="secret">([0-9]{8})</code>')
ADD_LINE = "Lägg till ett andra steg"


@pytest.fixture(autouse=True)
def _commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth goes on after the commit and within the request; a test's transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, *_args, **_kwargs: then())


def code_of(secret: str, steps: int = 0) -> str:
    """Return what an app shows (RFC 6238: SHA-1, six digits, half a minute), `steps` half-minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in(person: User) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/konto/login/", {"login": person.email, "password": PASSWORD})


def connect(client: Client) -> str:
    """Connect an app, as a person with a password does; return its secret."""
    client.post("/konto/reauthenticate/", {"password": PASSWORD})
    page = client.get("/konto/tva-steg/totp/activate/")
    found = SECRET.search(page.content.decode())
    assert found, page
    answer = client.post("/konto/tva-steg/totp/activate/", {"code": code_of(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


def grants(client: Client) -> set[Role]:
    response = client.get("/")
    return {grant.role for grant in response.wsgi_request.acting.grants}  # type: ignore[attr-defined]


def test_each_role_with_a_guarded_permission_needs_one() -> None:
    needing = {role for role in Role if needs_second_factor(role)}
    assert needing == {role for role in Role if PERMISSIONS[role] & NEEDS_SECOND_FACTOR}
    assert needing == {Role.LEADER, Role.HR, Role.ACADEMY_ADMIN}


@pytest.mark.parametrize("part", ["leader", "hr"])
def test_roles_sleep_until_it_is_shown(cast: Cast, part: str) -> None:
    person = getattr(cast.eksjo, part)
    client, answer = sign_in(person)
    assert answer.headers["Location"] == "/"
    assert grants(client) == set()
    assert client.get("/nyckeltal/eksjo/").status_code == 404
    page = client.get("/").content.decode()
    assert ADD_LINE in page
    assert "/nyckeltal/eksjo/" not in page
    connect(client)
    assert grants(client) == {Role(part)}
    assert client.get("/nyckeltal/eksjo/").status_code == 200
    assert ADD_LINE not in client.get("/").content.decode()


def test_a_read_without_proof_gives_no_grant_by_construction(cast: Cast) -> None:
    today = local_day(timezone.now())
    asleep = acting_for(cast.eksjo.hr, today)
    awake = acting_for(cast.eksjo.hr, today, is_proven=True)
    assert asleep is not None
    assert awake is not None
    assert (asleep.grants, asleep.withheld) == ((), (Role.HR,))
    assert ([grant.role for grant in awake.grants], awake.withheld) == ([Role.HR], ())


def test_staff_are_asked_for_nothing(cast: Cast) -> None:
    client, _ = sign_in(cast.eksjo.learner)
    assert ADD_LINE not in client.get("/").content.decode()


def test_where_it_is_only_offered_nothing_sleeps(cast: Cast, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    client, _ = sign_in(cast.eksjo.hr)
    assert grants(client) == {Role.HR}
    assert ADD_LINE not in client.get("/").content.decode()


def test_a_code_is_asked_for_at_the_next_sign_in_and_counts_once(cast: Cast) -> None:
    first, _ = sign_in(cast.eksjo.hr)
    secret = connect(first)
    client, answer = sign_in(cast.eksjo.hr)
    assert answer.headers["Location"] == "/konto/tva-steg/authenticate/"
    assert client.get("/").headers["Location"].startswith("/konto/login/")
    code = code_of(secret)
    assert client.post("/konto/tva-steg/authenticate/", {"code": code}).headers["Location"] == "/"
    assert grants(client) == {Role.HR}
    again, _ = sign_in(cast.eksjo.hr)
    refused = again.post("/konto/tva-steg/authenticate/", {"code": code})
    assert refused.status_code == 200
    assert "_auth_user_id" not in again.session


def test_a_mailed_code_is_one_factor_and_asks_for_the_other(cast: Cast) -> None:
    first, _ = sign_in(cast.eksjo.hr)
    secret = connect(first)
    Delivery.objects.all().delete()
    client = Client()
    client.post("/konto/login/code/", {"email": cast.eksjo.hr.email})
    mailed = re.search(r"\b\d{3}-?\d{3}\b", Delivery.objects.get().payload["body"])
    assert mailed
    answer = client.post("/konto/login/code/confirm/", {"code": mailed[0]})
    assert answer.headers["Location"] == "/konto/tva-steg/authenticate/"
    client.post("/konto/tva-steg/authenticate/", {"code": code_of(secret, 1)})
    assert grants(client) == {Role.HR}


def test_guessing_codes_is_slowed_down(cast: Cast) -> None:
    first, _ = sign_in(cast.eksjo.hr)
    secret = connect(first)
    client, _ = sign_in(cast.eksjo.hr)
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    for _number in range(6):
        client.post("/konto/tva-steg/authenticate/", {"code": wrong})
    client.post("/konto/tva-steg/authenticate/", {"code": code_of(secret)})
    assert "_auth_user_id" not in client.session


def test_recovery_codes_are_shown_once_and_each_signs_in_once(cast: Cast) -> None:
    client, _ = sign_in(cast.eksjo.hr)
    connect(client)
    shown = client.get("/konto/tva-steg/recovery-codes/").content.decode()
    codes = RECOVERY.findall(shown)
    assert len(codes) == 10
    again = client.get("/konto/tva-steg/recovery-codes/").content.decode()
    assert not any(code in again for code in codes)
    assert client.get("/konto/tva-steg/recovery-codes/download/").status_code == 403
    for expected in ("/", None):
        other, _ = sign_in(cast.eksjo.hr)
        answer = other.post("/konto/tva-steg/authenticate/", {"code": codes[0]})
        assert answer.headers.get("Location") == expected
    assert grants(client) == {Role.HR}


def test_secrets_are_not_readable_in_the_database(cast: Cast, settings: Settings) -> None:
    client, _ = sign_in(cast.eksjo.hr)
    secret = connect(client)
    rows = list(Authenticator.objects.values_list("data", flat=True))
    assert len(rows) == 2
    assert secret not in str(rows)
    # A new secret key reads them by the former one; without it every code is wrong, and nothing breaks.
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [old]
    row = Authenticator.objects.get(type="totp")
    assert row.wrap().validate_code(code_of(secret, 1))
    settings.SECRET_KEY_FALLBACKS = []
    assert not row.wrap().validate_code(code_of(secret))


def test_a_password_alone_does_not_change_the_second_step(cast: Cast) -> None:
    """Someone who sits at a session from before it was set up, and knows the password, gets no further."""
    before, _ = sign_in(cast.eksjo.hr)
    client, _ = sign_in(cast.eksjo.hr)
    secret = connect(client)
    assert grants(before) == set()
    before.post("/konto/reauthenticate/", {"password": PASSWORD})
    for address in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "webauthn/add/"):
        answer = before.get(f"/konto/tva-steg/{address}")
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (
            302,
            "/konto/tva-steg/reauthenticate/",
        )
    before.post("/konto/tva-steg/reauthenticate/", {"code": code_of(secret, 1)})
    assert grants(before) == {Role.HR}


def test_the_line_leads_to_showing_what_is_set_up(cast: Cast) -> None:
    before, _ = sign_in(cast.eksjo.hr)
    client, _ = sign_in(cast.eksjo.hr)
    connect(client)
    page = before.get("/").content.decode()
    assert "Visa det andra steget" in page
    assert "/konto/reauthenticate/?next=%2F" in page
    answer = before.get("/konto/reauthenticate/?next=%2F")
    assert answer.headers["Location"] == "/konto/tva-steg/reauthenticate/?next=%2F"


def test_taking_it_away_puts_the_roles_to_sleep_in_every_session(cast: Cast) -> None:
    client, _ = sign_in(cast.eksjo.hr)
    secret = connect(client)
    other, _ = sign_in(cast.eksjo.hr)
    other.post("/konto/tva-steg/authenticate/", {"code": code_of(secret)})
    assert grants(other) == {Role.HR}
    assert client.post("/konto/tva-steg/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert grants(client) == grants(other) == set()


def reset_address(person: User) -> str:
    return f"/organisation/personer/{person.pk}/tva-steg/"


def changes() -> list[Change]:
    with unscoped("test"):
        return list(Change.objects.filter(kind=ChangeKind.SECOND_FACTOR_RESET))


def test_hr_resets_that_of_a_leader_who_is_told(cast: Cast) -> None:
    leader, _ = sign_in(cast.eksjo.leader)
    connect(leader)
    Delivery.objects.all().delete()
    hr = signed_in(cast.eksjo.hr)
    assert hr.get(reset_address(cast.eksjo.leader)).status_code == 200
    assert Authenticator.objects.count() == 2
    assert hr.post(reset_address(cast.eksjo.leader)).status_code == 302
    assert not Authenticator.objects.exists()
    assert grants(leader) == set()
    (change,) = changes()
    assert (change.by, change.subject, change.organisation) == (
        cast.eksjo.hr,
        cast.eksjo.leader,
        cast.eksjo.organisation,
    )
    mail = Delivery.objects.get().payload
    assert (mail["to"], mail["subject"]) == (cast.eksjo.leader.email, "Ditt andra steg när du loggar in är borttaget")
    assert "Eksjö kommun Almgran har tagit bort det andra steget" in mail["body"]
    assert sign_in(cast.eksjo.leader)[1].headers["Location"] == "/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_resets_it(cast: Cast, method: str) -> None:
    victim, _ = sign_in(cast.eksjo.leader)
    connect(victim)
    readers = (cast.eksjo.learner, cast.eksjo.leader, cast.nassjo.hr, cast.molndal.hr, cast.stranger)
    answers = [getattr(signed_in(reader), method)(reset_address(cast.eksjo.leader)).status_code for reader in readers]
    assert answers == [404] * 5
    asleep = signed_in(cast.eksjo.hr, second_factor=False)
    assert getattr(asleep, method)(reset_address(cast.eksjo.leader)).status_code == 404
    assert Authenticator.objects.count() == 2
    assert changes() == []


def test_hr_does_not_open_the_way_to_a_role_it_could_not_give(cast: Cast) -> None:
    """Neither to the academy's own role, nor to a role in another organisation, nor to HR's own second step."""
    with unscoped("test"):
        begun = Membership.objects.get(person=cast.nassjo.hr).valid_from
        add_membership(person=cast.nassjo.hr, unit=cast.eksjo.care, valid_from=begun)
        both = add_membership(person=cast.nassjo.learner, unit=cast.eksjo.care, valid_from=begun)
        grant_role(membership=both, role=Role.LEADER, unit=cast.eksjo.care)
    hr = signed_in(cast.eksjo.hr)
    for person in (cast.editor, cast.nassjo.hr, cast.eksjo.hr):
        assert hr.post(reset_address(person)).status_code == 404
    assert hr.get(reset_address(cast.nassjo.learner)).status_code == 200
    assert signed_in(cast.editor).get(reset_address(cast.nassjo.hr)).status_code == 200
    assert changes() == []


def test_a_role_that_begins_tomorrow_guards_today(cast: Cast) -> None:
    with unscoped("test"):
        tomorrow = local_day(timezone.now()) + timedelta(days=1)
        theirs = add_membership(person=cast.eksjo.learner, unit=cast.nassjo.root, valid_from=tomorrow)
        grant_role(membership=theirs, role=Role.HR, unit=cast.nassjo.root)
    assert signed_in(cast.eksjo.hr).post(reset_address(cast.eksjo.learner)).status_code == 404
    assert changes() == []


def test_an_operator_resets_it_from_the_command_line(cast: Cast) -> None:
    editor, _ = sign_in(cast.editor)
    connect(editor)
    call_command("reset_second_factor", cast.editor.email.upper())
    assert not Authenticator.objects.exists()
    assert grants(editor) == set()
    assert [(change.by, change.subject) for change in changes()] == [(None, cast.editor)]
    with pytest.raises(CommandError, match="Nobody has this address"):
        call_command("reset_second_factor", "nobody@almgran.example")


def test_the_cms_waits_for_it(cast: Cast) -> None:
    asleep = signed_in(cast.editor, second_factor=False)
    answer = asleep.get("/admin/pages/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/konto/tva-steg/")
    assert signed_in(cast.editor).get("/admin/").status_code == 200


def test_an_operator_without_a_membership_shows_one_for_the_cms_too(cast: Cast) -> None:
    operator = User.objects.create_superuser("operator@ingenstans.example", PASSWORD)
    assert signed_in(operator, second_factor=False).get("/admin/").headers["Location"] == "/konto/tva-steg/"
    assert signed_in(operator).get("/admin/").status_code == 200


def test_a_changed_password_ends_the_other_sessions_and_each_sign_in_has_its_own(cast: Cast) -> None:
    here, _ = sign_in(cast.eksjo.learner)
    there, _ = sign_in(cast.eksjo.learner)
    assert here.session.session_key != there.session.session_key
    new = "lingonris-och-mossa-27"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/konto/password/change/", form).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").headers["Location"].startswith("/konto/login/")


def test_signing_in_gives_the_session_a_new_key(cast: Cast) -> None:
    client = Client()
    client.post("/konto/login/code/", {"email": "nobody@almgran.example"})
    before = client.session.session_key
    client.post("/konto/logout/")
    client.post("/konto/login/", {"login": cast.eksjo.learner.email, "password": PASSWORD})
    assert before
    assert client.session.session_key != before
