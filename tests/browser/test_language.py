"""Changing language stays on the page, and is remembered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Windows
from tests.browser.people import GORAN, sign_in

pytestmark = pytest.mark.browser

PAGES = {
    "/hjalp/": "/en/hjalp/",
    "/katalog/gdpr-i-vardagen/": "/en/catalogue/gdpr-in-everyday-work/",
    "/": "/en/",
    "/nyckeltal/nassjo/?nyckeltal=completions": "/en/nyckeltal/nassjo/?nyckeltal=completions",
}


def _switch(page: Page, language: str) -> None:
    page.locator("footer").get_by_role("button", name=language).click()


@pytest.mark.parametrize("path", PAGES)
def test_switching_stays_on_the_page(window_of: Windows, path: str) -> None:
    one = window_of(GORAN)
    page = one.open(path)
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    _switch(page, "English")
    expect(page).to_have_url(one.address + PAGES[path])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    _switch(page, "Svenska")
    expect(page).to_have_url(one.address + path)
    expect(page.locator("html")).to_have_attribute("lang", "sv")


def test_the_choice_is_remembered_at_the_next_sign_in(window: Windows) -> None:
    one = sign_in(window(), GORAN)
    _switch(one.page, "English")
    expect(one.page).to_have_url(one.address + "/en/")
    one.close()
    another = sign_in(window(), GORAN)
    expect(another.page).to_have_url(another.address + "/en/")
    expect(another.page.get_by_role("heading", level=1, name=re.compile("^Hello"))).to_be_visible()
    _switch(another.page, "Svenska")
    expect(another.page.get_by_role("heading", level=1, name=re.compile("^Hej"))).to_be_visible()
