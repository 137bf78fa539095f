"""The learner's browser says what was shown and opened: once, with its own time, whatever becomes of the connection."""

import json
import sqlite3
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import GORAN, JONAS
from tests.browser.windows import PHONE, Window
from tests.processes.waiting import until

pytestmark = pytest.mark.browser

COURSE = "/katalog/gdpr-i-vardagen/"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('academy.event.')).map(key => JSON.parse(localStorage[key]))"
PATIENCE_SECONDS = 60
EVENTS = "**/handelser/"
SEED = """([events, step, count]) => {
    for (let at = Date.now() - 3600000, number = 0; number < count; number += 1) {
        const id = crypto.randomUUID(), timestamp = new Date(at + number * 1000).toISOString();
        const verb = { id: "http://adlnet.gov/expapi/verbs/experienced" };
        const event = { to: events, at: at + number * 1000, statement: { id, verb, object: { id: step }, timestamp } };
        localStorage.setItem("academy.event." + id, JSON.stringify(event));
    }
}"""
FILL = """storage => {
    for (let size = 4000000; size >= 1; size = Math.floor(size / 2)) {
        for (let number = 0; ; number += 1) {
            try { window[storage].setItem(`full.${size}.${number}`, "x".repeat(size)); } catch (error) { break; }
        }
    }
}"""


def said(data: Path) -> list[dict[str, Any]]:
    """All statements that browsers have made, as they stand in the demo's database."""
    with sqlite3.connect(f"file:{data / 'academy.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT raw FROM analytics_statement WHERE authority = 'session' ORDER BY id"
        ).fetchall()
    return [json.loads(raw) for (raw,) in rows]


def about(data: Path, iri: str, before: Container[str] = ()) -> list[dict[str, Any]]:
    """Those about one thing, but for those whose ids are named: others have taken the course in the same demo."""
    return [each for each in said(data) if each["object"]["id"] == iri and each["id"] not in before]


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


def times(statements: list[dict[str, Any]]) -> dict[str, str]:
    """When each statement happened, by its id."""
    return {each["id"]: each["timestamp"] for each in statements}


def kept_times(page: Page) -> dict[str, str]:
    """The same of what the device keeps."""
    return times([each["statement"] for each in waiting(page)])


def all_sent(page: Page) -> None:
    """Wait until the device keeps nothing any more. Asked from outside: what a page is told to wait for is code in a text."""
    until(lambda: not waiting(page), "the device keeps nothing any more")


def settled(one: Window) -> Page:
    """Go to a step with a row that opens, and wait until nothing is left to say."""
    page = at_a_row_that_opens(one)
    all_sent(page)
    return page


def test_what_happens_without_a_connection_arrives_once_with_its_own_time(window_of: Windows, data: Path) -> None:
    one, before = window_of(JONAS, PHONE), times(said(data))
    page = at_a_row_that_opens(one)
    step = str(page.locator("script[data-step]").get_attribute("data-step"))
    until(lambda: about(data, step, before), "the step that was shown is on record", PATIENCE_SECONDS)
    assert [each["verb"]["id"].rpartition("/")[2] for each in about(data, step, before)] == ["experienced"]
    all_sent(page)

    (part, *_) = parts(page)
    one.context.set_offline(True)
    page.locator("details[data-part] summary").first.click()
    page.wait_for_timeout(4_000)
    (kept,) = waiting(page)
    assert about(data, part, before) == []
    one.context.set_offline(False)
    until(lambda: about(data, part, before), "what was kept has been sent", PATIENCE_SECONDS)
    all_sent(page)

    page.reload()
    page.wait_for_timeout(4_000)
    (statement,) = about(data, part, before)
    assert (statement["id"], statement["timestamp"]) == (kept["statement"]["id"], kept["statement"]["timestamp"])
    assert statement["verb"]["id"].endswith("/interacted")
    assert len(about(data, step, before)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_leaving_the_page_sends_what_has_just_happened(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = at_a_row_that_opens(one)
    *_, part = parts(page)
    before = len(about(data, part))
    page.locator("details[data-part] summary").last.click()
    until(lambda: [each for each in waiting(page) if each["statement"]["object"]["id"] == part], "the device keeps it")
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


def keeping(bodies: list[Any]) -> Callable[[Request], None]:
    """Return what puts the statements of each request to the academy's entry into a list."""

    def keep(request: Request) -> None:
        if "/handelser/" in request.url:
            bodies.append(request.post_data_json)

    return keep


def test_much_that_was_kept_goes_in_few_requests_and_each_statement_once(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = settled(one)
    script = page.locator("script[data-step]")
    page.evaluate(SEED, [script.get_attribute("data-events"), script.get_attribute("data-step"), 60])
    kept = kept_times(page)
    bodies: list[Any] = []
    one.context.on("request", keeping(bodies))
    page.reload()
    all_sent(page)
    assert [len(body) for body in bodies] == [25, 25, 10]
    assert [each["id"] for body in bodies for each in body] == sorted(kept, key=kept.__getitem__)
    arrived = [each for each in said(data) if each["id"] in kept]
    assert len(arrived) == len(kept) == 60
    assert times(arrived) == kept


def test_two_tabs_share_what_is_kept_and_nothing_is_lost_or_doubled(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = settled(one)
    other = one.context.new_page()
    other.goto(page.url)
    all_sent(other)
    before = times(said(data))
    one.context.set_offline(True)
    for tab in (page, other):
        for row in tab.locator("details[data-part] summary").all():
            row.click()
    rows = 2 * page.locator("details[data-part]").count()
    until(lambda: len(waiting(page)) == len(waiting(other)) == rows, "both tabs keep what was opened in either")
    kept = kept_times(page)
    assert kept == kept_times(other)
    one.context.set_offline(False)
    all_sent(page)
    all_sent(other)
    new = [each for each in said(data) if each["id"] not in before]
    assert len(new) == len(kept)
    assert times(new) == kept


def test_what_a_session_that_ended_could_not_say_is_said_when_the_same_person_is_back(
    window_of: Windows, data: Path
) -> None:
    one = window_of(JONAS)
    page = settled(one)
    before, cookies = times(said(data)), one.context.cookies()
    one.context.clear_cookies(name="sessionid")
    with page.expect_response(EVENTS, timeout=60_000) as refused:
        page.locator("details[data-part] summary").first.click()
    assert refused.value.status == 401
    kept = kept_times(page)
    assert (len(kept), times(said(data))) == (1, before)
    one.context.clear_cookies()
    one.context.add_cookies(cookies)  # type: ignore[arg-type]
    one.open("/")
    all_sent(page)
    assert times(said(data)) == before | kept
    one.complaints[:] = [each for each in one.complaints if "401" not in each]


def test_the_next_person_on_the_device_says_nothing_for_the_one_before(
    window_of: Windows, cookies: Callable[[str], Any], data: Path
) -> None:
    one = window_of(JONAS)
    page = settled(one)
    before = times(said(data))
    one.context.set_offline(True)
    page.locator("details[data-part] summary").first.click()
    until(lambda: len(waiting(page)) == 1, "the device keeps it")
    one.context.clear_cookies()
    one.context.add_cookies(cookies(GORAN)["cookies"])
    one.context.set_offline(False)
    one.open("/")
    all_sent(page)
    assert times(said(data)) == before
    one.complaints[:] = [each for each in one.complaints if "403" not in each and "404" not in each]


def test_a_full_device_says_it_all_the_same(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = settled(one)
    before = times(said(data))
    for storage in ("localStorage", "sessionStorage"):
        page.evaluate(FILL, storage)
    page.locator("details[data-part] summary").first.click()
    assert waiting(page) == []
    until(lambda: len(said(data)) == len(before) + 1, "it is said though it could not be kept", PATIENCE_SECONDS)
    page.reload()
    until(lambda: len(said(data)) == len(before) + 1, "the step was said already", PATIENCE_SECONDS)
    expect(page.locator("details[data-part]").first).not_to_have_attribute("open", "")


def test_a_server_that_never_answers_holds_nobody_up(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = settled(one)
    one.context.route(EVENTS, lambda _: None)
    step = page.locator("script[data-step]").get_attribute("data-step")
    with page.expect_request(EVENTS, timeout=60_000):
        page.locator("details[data-part] summary").first.click()
    expect(page.locator("details[data-part]").first).to_have_attribute("open", "")
    page.reload()
    page.locator(".focus-title").wait_for()
    assert page.locator("script[data-step]").get_attribute("data-step") == step
    kept = kept_times(page)
    assert len(kept) == 1
    one.context.unroute(EVENTS)
    page.reload()
    all_sent(page)
    assert kept.items() <= times(said(data)).items()


def test_closing_the_tab_sends_what_has_just_happened(window_of: Windows, data: Path) -> None:
    one = window_of(JONAS)
    page = settled(one)
    before = len(said(data))
    page.locator("details[data-part] summary").last.click()
    until(lambda: waiting(page), "the device keeps it")
    page.close(run_before_unload=True)
    until(lambda: len(said(data)) == before + 1, "it was sent on closing", PATIENCE_SECONDS)
