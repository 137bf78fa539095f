"""The pages that are measured, and how one gets to them: signed in by the form, with a course begun."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from academy.demo.accounts import PASSWORD

STAFF, HR = "maja@savsjo.example", "amina@savsjo.example"
COURSE = "/katalog/gdpr-i-vardagen/"
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Sight:
    """A page to measure: what to call it, its whole address, and the header lines that show who asks for it."""

    name: str
    address: str
    headers: str = "{}"


def sights(house: str) -> list[Sight]:
    """Return the pages of the house, after signing in as a person of the staff and as one of HR."""
    with _browser() as browser:
        staff, hr = _signed_in(browser, house, STAFF), _signed_in(browser, house, HR)
        step = _begin(staff, house)
        question = _next_question(staff)
        found = [
            Sight("sign in", f"{house}/konto/login/"),
            Sight("start", f"{house}/", _cookies(staff)),
            Sight("catalogue", f"{house}/katalog/", _cookies(staff)),
            Sight("course", house + COURSE, _cookies(staff)),
            Sight("step: text", step, _cookies(staff)),
            Sight("step: question", question, _cookies(staff)),
            Sight("key figures", f"{house}/nyckeltal/savsjo/", _cookies(hr)),
        ]
        staff.close()
        hr.close()
        return found


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def chromium() -> str:
    """Return where the machine's Chromium is."""
    return shutil.which("chromium") or "/usr/bin/chromium"


def _signed_in(browser: Browser, house: str, email: str) -> BrowserContext:
    context = browser.new_context(locale="sv-SE")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{house}/konto/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Logga in", exact=True).click()
    page.goto(house)
    page.locator("header").get_by_role("link", name="Katalog").first.wait_for(state="attached")
    return context


def _begin(person: BrowserContext, house: str) -> str:
    """Begin the course, or go on with it, and return the address of its first step."""
    page = person.pages[-1]
    page.goto(house + COURSE)
    page.get_by_role("button", name="Börja kursen").or_(page.get_by_role("link", name="Fortsätt kursen")).first.click()
    page.locator(".focus-title").wait_for()
    attempt = page.url.rstrip("/").rpartition("/")[0]
    page.goto(f"{attempt}/1/")
    return page.url


def _next_question(person: BrowserContext) -> str:
    """Press on from the open step to one with a question, and return its address."""
    page = person.pages[-1]
    while not page.locator("fieldset.question").count():
        before = page.url
        page.get_by_role("button", name="Nästa steg").click()
        expect(page).not_to_have_url(before, timeout=PATIENCE_MS)
    return page.url


def _cookies(person: BrowserContext) -> str:
    pairs = [f"{one['name']}={one['value']}" for one in person.cookies()]
    return json.dumps({"Cookie": "; ".join(pairs)})
