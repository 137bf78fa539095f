"""What is ours in the CMS: axe finds nothing in it. The frame around it is Wagtail's."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import problems_within
from tests.browser.conftest import Windows
from tests.browser.people import TOVE, YLVA
from tests.browser.windows import Window

pytestmark = pytest.mark.browser


def test_the_first_page_of_the_cms(window_of: Windows) -> None:
    page = window_of(YLVA).open("/admin/")
    expect(page.locator("main section h2").first).to_be_visible()
    assert problems_within(page, "main") == []


def test_a_translation_side_by_side(window_of: Windows) -> None:
    admin = window_of(YLVA)
    number = _find(admin, "GDPR in everyday work")
    page = admin.open(f"/admin/oversattning/{number}/")
    expect(page.locator(".translation-source").first).to_be_visible()
    assert problems_within(page, "main") == []


def test_publishing_past_the_review(window_of: Windows) -> None:
    admin = window_of(YLVA)
    number = _waiting(admin)
    page = admin.open(f"/admin/publicera/{number}/")
    expect(page.get_by_label("Skriv varför")).to_be_visible()
    assert problems_within(page, "main") == []


def test_the_review_and_its_question(window_of: Windows) -> None:
    reviewer = window_of(TOVE)
    _waiting(reviewer)
    page = reviewer.page
    assert problems_within(page, ".review-panel") == []
    _approve(page)
    assert problems_within(page, "[role=dialog] .modal-body") == []


def test_the_capabilities_to_choose(window_of: Windows) -> None:
    admin = window_of(YLVA)
    _find(admin, "GDPR i vardagen")
    page = admin.page
    page.evaluate("document.querySelectorAll('.choose-capabilities details').forEach(e => e.open = true)")
    assert problems_within(page, ".choose-capabilities") == []


def _find(admin: Window, title: str) -> str:
    page = admin.open(f"/admin/pages/search/?q={title.replace(' ', '+')}")
    page.locator("main").get_by_role("link", name=title, exact=True).first.click()
    page.locator("#id_title").wait_for()
    return _number(page)


def _waiting(window: Window) -> str:
    """Open a course that waits for review, from the first page."""
    page = window.open("/admin/")
    page.locator("main table a[href*='/edit/']").first.click()
    page.locator(".review-panel").wait_for()
    return _number(page)


def _number(page: Page) -> str:
    found = re.search(r"/pages/(\d+)/edit/", page.url)
    assert found
    return found[1]


def _approve(page: Page) -> None:
    button = page.get_by_role("button", name=re.compile("^Godkänn"))
    if not button.first.is_visible():
        page.get_by_role("button", name="Fler åtgärder").last.click()
    button.first.click()
    expect(page.get_by_role("dialog").last).to_be_visible()
