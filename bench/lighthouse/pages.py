"""The pages that are measured, and how one gets to them: signed in by the form, with a course begun."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, expect, sync_playwright

from academy.demo.accounts import PASSWORD

STAFF, HR = "maja@savsjo.example", "amina@savsjo.example"
COURSE = "/katalog/gdpr-i-vardagen/"
PATIENCE_MS = 60_000
FLAGS = ("--no-sandbox", "--disable-gpu")


@dataclass(frozen=True)
class Sight:
    """A page to measure: what to call it, its whole address, and the browser's folder in which someone is signed in."""

    name: str
    address: str
    profile: Path


def sights(house: str, folder: Path) -> list[Sight]:
    """Return the pages of the house, after signing in as a person of the staff and as one of HR.

    Lighthouse empties the caches of a profile before each visit, and leaves the cookies.
    """
    shutil.rmtree(folder, ignore_errors=True)
    staff, hr, stranger = folder / "staff", folder / "hr", folder / "stranger"
    with sync_playwright() as playwright:
        with _signed_in(playwright, hr, house, HR):
            pass
        with _signed_in(playwright, staff, house, STAFF) as maja:
            step = _begin(maja, house)
            question = _next_question(maja)
    return [
        Sight("sign in", f"{house}/konto/login/", stranger),
        Sight("start", f"{house}/", staff),
        Sight("catalogue", f"{house}/katalog/", staff),
        Sight("course", house + COURSE, staff),
        Sight("step: text", step, staff),
        Sight("step: question", question, staff),
        Sight("key figures", f"{house}/nyckeltal/savsjo/", hr),
    ]


def chromium() -> str:
    """Return where the machine's Chromium is."""
    return shutil.which("chromium") or "/usr/bin/chromium"


@contextmanager
def _signed_in(playwright: Playwright, profile: Path, house: str, email: str) -> Iterator[BrowserContext]:
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium(), args=list(FLAGS), locale="sv-SE"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.pages[0]
    page.goto(f"{house}/konto/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Logga in", exact=True).click()
    page.goto(house)
    page.locator("header").get_by_role("link", name="Katalog").first.wait_for(state="attached")
    yield context
    context.close()


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
