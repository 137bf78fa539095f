"""The learner's browser says what was shown and opened: once, with its own time, whatever becomes of the connection."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import JONAS
from tests.browser.windows import PHONE, Window
from tests.processes.waiting import until

pytestmark = pytest.mark.browser

COURSE = "/katalog/gdpr-i-vardagen/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('academy.event.')).map(key => JSON.parse(localStorage[key]))"
PATIENCE_SECONDS = 20


def said(data: Path) -> list[dict[str, Any]]:
    """All statements that browsers have made, as they stand in the demo's database."""
    with sqlite3.connect(f"file:{data / 'academy.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT raw FROM analytics_statement WHERE authority = 'session' ORDER BY id"
        ).fetchall()
    return [json.loads(raw) for (raw,) in rows]


def about(data: Path, iri: str) -> list[dict[str, Any]]:
    """Those about one thing."""
    return [statement for statement in said(data) if statement["object"]["id"] == iri]


def waiting(page: Page) -> list[dict[str, Any]]:
    """What the device keeps for later."""
    found: list[dict[str, Any]] = page.evaluate(KEPT)
    return found


def at_a_row_that_opens(one: Window) -> Page:
    """Go to the first step that has a row that opens."""
    page = one.open(COURSE)
    taking.begin(page)
    while not page.locator("details[data-part]").count():
        taking.go_on(page)
    return page


def parts(page: Page) -> list[str]:
    """The IRIs of the rows that open on the page."""
    step = page.locator("script[data-step]").get_attribute("data-step")
    names = page.locator("details[data-part]").evaluate_all("rows => rows.map(row => row.dataset.part)")
    return [f"{step}/delar/{name}" for name in names]


def test_what_happens_without_a_connection_arrives_once_with_its_own_time(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS, PHONE)
    page = at_a_row_that_opens(one)
    step = str(page.locator("script[data-step]").get_attribute("data-step"))
    until(lambda: about(data, step), "the step that was shown is on record", PATIENCE_SECONDS)
    assert about(data, step)[0]["verb"]["id"].endswith("/experienced")

    (part, *_) = parts(page)
    one.context.set_offline(True)
    page.locator("details[data-part] summary").first.click()
    page.wait_for_timeout(4_000)
    (kept,) = waiting(page)
    assert about(data, part) == []
    one.context.set_offline(False)
    until(lambda: about(data, part), "what was kept has been sent", PATIENCE_SECONDS)
    page.wait_for_function(f"({KEPT}).length === 0")

    page.reload()
    page.wait_for_timeout(4_000)
    (statement,) = about(data, part)
    assert (statement["id"], statement["timestamp"]) == (kept["statement"]["id"], kept["statement"]["timestamp"])
    assert statement["verb"]["id"].endswith("/interacted")
    assert len(about(data, step)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_leaving_the_page_sends_what_has_just_happened(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = at_a_row_that_opens(one)
    *_, part = parts(page)
    before = len(about(data, part))
    page.locator("details[data-part] summary").last.click()
    page.wait_for_function(f"({KEPT}).some(one => one.statement.object.id === '{part}')")
    page.goto("about:blank")
    until(lambda: len(about(data, part)) == before + 1, "it was sent on leaving", PATIENCE_SECONDS)


def test_signing_out_leaves_nothing_on_the_device(window: Windows, window_of: Windows) -> None:
    one = window_of(JONAS)
    page = one.open("/")
    event = {"to": "/kurs/x/handelser/", "at": 9e12, "statement": {"id": "1"}}
    page.evaluate("event => localStorage.setItem('academy.event.1', JSON.stringify(event))", event)
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")
    page.locator("form[data-signs-out]").first.evaluate("form => form.requestSubmit()")
    assert waiting(page) == []


def test_who_asks_not_to_be_followed_is_not(window_of: Windows) -> None:
    one = window_of(JONAS)
    one.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page = at_a_row_that_opens(one)
    page.locator("details[data-part] summary").first.click()
    expect(page.locator("details[data-part]").first).to_have_attribute("open", "")
    assert waiting(page) == []
