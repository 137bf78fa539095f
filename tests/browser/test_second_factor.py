"""A second factor as people have it: a passkey of a real browser, and the code of an app."""

import re

import pytest
from playwright.sync_api import Page, expect

from academy.demo.accounts import PASSWORD
from tests.browser.axe import problems
from tests.browser.conftest import Windows
from tests.browser.people import AMINA, EVA, sign_in
from tests.browser.windows import Window
from tests.learners.test_second_factor import code_of

pytestmark = pytest.mark.browser

HELLO = re.compile("^(Hej|Hello)")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_passkeys(window: Window) -> Window:
    """Give the browser a device that keeps passkeys and knows its owner."""
    device = window.context.new_cdp_session(window.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return window


def show_password(page: Page) -> None:
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Gå vidare").click()


def sign_out(window: Window) -> None:
    window.open("/konto/logout/").locator("main").get_by_role("button", name="Logga ut").click()
    window.page.get_by_role("heading", name="Logga in").wait_for()


def enter(page: Page) -> None:
    page.get_by_label("E-postadress").fill(AMINA)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_a_passkey_signs_in_alone_and_as_a_second_step(window: Windows) -> None:
    amina = with_passkeys(sign_in(window(), AMINA))
    page = amina.open("/konto/tva-steg/webauthn/add/")
    show_password(page)
    assert problems(page) == []
    page.get_by_label("Passnyckelns namn").fill("Telefonen")
    page.get_by_role("button", name="Lägg till passnyckeln").click()
    page.get_by_role("heading", name="Reservkoder").wait_for()
    expect(page.locator("code.secret")).to_have_count(10)
    sign_out(amina)
    page.get_by_role("button", name="Logga in med en passnyckel").click()
    page.get_by_role("heading", level=1, name=HELLO).wait_for()
    sign_out(amina)
    enter(page)
    page.get_by_role("heading", name="Andra steget").wait_for()
    assert problems(page) == []
    page.get_by_role("button", name="Använd en passnyckel").click()
    page.get_by_role("heading", level=1, name=HELLO).wait_for()
    # Taken away again, for the tests that sign in with the password alone.
    page = amina.open("/konto/tva-steg/webauthn/")
    assert problems(page) == []
    page.get_by_role("link", name="Ta bort").click()
    page.get_by_role("heading", name="Visa att det är du").wait_for()
    assert problems(page) == []
    page.get_by_role("button", name="Använd en passnyckel").click()
    page.get_by_role("button", name="Ta bort passnyckeln").click()
    expect(page.get_by_text("Ingen passnyckel än")).to_be_visible()


def test_a_device_without_the_passkey_is_told_so(window: Windows) -> None:
    page = with_passkeys(window()).open("/konto/login/")
    alert = page.get_by_text("Det gick inte med passnyckeln")
    expect(alert).to_be_hidden()
    page.get_by_role("button", name="Logga in med en passnyckel").click()
    expect(alert).to_be_visible()
    assert page.url.endswith("/konto/login/")


def test_an_app_is_connected_and_asked_for(window: Windows) -> None:
    page = sign_in(window(), EVA).open("/konto/tva-steg/totp/activate/")
    show_password(page)
    assert problems(page) == []
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Kod från appen").fill(code_of(secret))
    page.get_by_role("button", name="Koppla appen").click()
    page.get_by_role("heading", name="Reservkoder").wait_for()
    other = window().open("/konto/login/")
    other.get_by_label("E-postadress").fill(EVA)
    other.get_by_label("Lösenord").fill(PASSWORD)
    other.get_by_role("button", name="Logga in", exact=True).click()
    other.get_by_label("Kod", exact=True).fill(code_of(secret, 1))
    other.get_by_role("button", name="Logga in", exact=True).click()
    other.get_by_role("heading", level=1, name=HELLO).wait_for()
    page.goto(page.url.split("/konto/")[0] + "/konto/tva-steg/totp/deactivate/")
    page.get_by_role("button", name="Ta bort appen").click()
    expect(page.get_by_text("Appen är borttagen.")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/konto/tva-steg/", "/dina-uppgifter/lasningar/", "/dina-uppgifter/uppdrag/", "/konto/tva-steg/webauthn/"]
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_ones_own_pages_are_accessible(window_of: Windows, path: str, prefix: str) -> None:
    page = window_of(EVA).open(prefix + path)
    assert problems(page) == []
