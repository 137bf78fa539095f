"""A step of a course with the keyboard alone: one always sees where one is, and everything can be reached."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import EVA, GORAN

pytestmark = pytest.mark.browser

COURSE = "/katalog/gdpr-i-vardagen/"
MOST_TABS = 40

NAME = """() => {
  const e = document.activeElement;
  return (e.labels && e.labels.length ? e.labels[0].innerText : e.getAttribute('aria-label') || e.innerText).trim();
}"""
IS_SEEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const rings = s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const ring = [e, e.closest('.card')].some(one => one && rings(getComputedStyle(one)));  // a card is one link
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
  return ring && box.width > 0 && (e.contains(top) || (top && top.contains(e)));
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus; every stop on the way must be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_SEEN), f"one does not see that {page.evaluate(NAME)!r} has the focus"
        if name in page.evaluate(NAME):
            return
    raise AssertionError(f"{name!r} cannot be reached")


def tabs_to(page: Page, name: str) -> int:
    """Press Tab until something of this name has the focus, and return how often that took."""
    for pressed in range(1, MOST_TABS):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAME):
            return pressed
    raise AssertionError(f"{name!r} cannot be reached")


def test_one_gets_past_the_filters_of_the_catalogue(window_of: Windows) -> None:
    page = window_of(GORAN).open("/katalog/")
    first = page.locator("#courses a").first.inner_text()
    tabs_to(page, "Hoppa till kurserna")
    assert page.evaluate(IS_SEEN)
    page.keyboard.press("Enter")
    assert tabs_to(page, first) == 1


def test_one_gets_past_each_table_of_figures(window_of: Windows) -> None:
    page = window_of(EVA).open("/nyckeltal/")
    tables = page.locator("section.card:has(.chart)")
    assert tables.count() > 1
    for _ in range(tables.count()):
        tabs_to(page, "Hoppa över tabellen")
        assert page.evaluate(IS_SEEN)
        page.keyboard.press("Enter")
        assert tabs_to(page, "Så räknas det") == 1


def test_a_step_with_the_keyboard_alone(window_of: Windows) -> None:
    window = window_of(GORAN)
    page = window.open(COURSE)
    tab_to(page, " kursen")  # begin, or go on with it
    page.keyboard.press("Enter")
    page.locator(".focus-title").wait_for()

    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "Hoppa till innehållet"
    assert page.evaluate(IS_SEEN)
    page.keyboard.press("Enter")
    expect(page.locator("main#content")).to_be_focused()

    while not page.locator("fieldset.question").count():
        before = page.url
        tab_to(page, "Nästa steg")
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(before)
    form = taking.question(page)
    tab_to(page, form.get_by_role("radio").first.evaluate("e => e.labels[0].innerText").strip())
    page.keyboard.press("Space")
    expect(form.get_by_role("radio").first).to_be_checked()
    tab_to(page, "Svara")
    page.keyboard.press("Enter")
    feedback = form.locator(".feedback")
    expect(feedback.locator(".alert")).to_be_visible()
    expect(feedback).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.compareDocumentPosition(document.querySelector('.feedback')) & 4") == 0
    tab_to(page, "Nästa steg")


def test_the_account_menu_opens_and_closes_with_the_keyboard(window_of: Windows) -> None:
    page = window_of(GORAN).open("/")
    tab_to(page, "Konto:")
    page.keyboard.press("Enter")
    expect(page.locator("#account-menu")).to_be_visible()
    tab_to(page, "Byt lösenord")
    page.keyboard.press("Escape")
    expect(page.locator("#account-menu")).to_be_hidden()
