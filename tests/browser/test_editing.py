"""A course from its author to its learner, through both steps of review, and into English side by side."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import editor
from tests.browser.conftest import Windows
from tests.browser.people import HENRIK, MAJA, SIGNE, TOVE, YLVA
from tests.browser.windows import Window

pytestmark = pytest.mark.browser

TITLE = "Starka lösenord i vardagen"
ENGLISH = "Strong passwords every day"


def test_from_the_author_through_review_to_the_learner_and_into_english(window_of: Windows) -> None:
    author = window_of(SIGNE)
    page = author.open("/admin/")
    editor.find_catalogue(page)
    editor.write_course(page, TITLE)
    _send_for_review(page)

    expert = window_of(HENRIK)
    _open_the_task(expert)
    expect(expert.page.get_by_text("Det kursen säger stämmer").first).to_be_visible()
    _comment(expert.page, "Stämmer siffran?")
    _open_the_task(expert)
    _approve(expert.page, "Stämmer med lagen.")

    reviewer = window_of(TOVE)
    _open_the_task(reviewer)
    expect(reviewer.page.get_by_text("Rubrikerna säger vad som kommer").first).to_be_visible()
    _approve(reviewer.page, "")

    learner = window_of(MAJA)
    catalogue = learner.open("/katalog/?q=vardagen")
    catalogue.get_by_role("link", name=TITLE).click()
    expect(catalogue.get_by_role("heading", level=1, name=TITLE)).to_be_visible()

    admin = window_of(YLVA)
    _translate(admin)
    english = learner.open("/en/catalogue/?q=passwords")
    english.get_by_role("link", name=ENGLISH).click()
    expect(english.get_by_role("heading", level=1, name=ENGLISH)).to_be_visible()


def _send_for_review(page: Page) -> None:
    page.get_by_role("button", name="Fler åtgärder").last.click()
    page.get_by_role("button", name="Skicka för granskning").click()
    page.locator(".messages").get_by_text(TITLE).first.wait_for(timeout=60_000)


def _open_the_task(window: Window) -> None:
    page = window.open("/admin/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    page.locator(".review-panel").wait_for()


def _comment(page: Page, words: str) -> None:
    """Comment on a field and save; a comment is no change of the text."""
    page.locator("[data-contentpath=summary] [data-comment-add]").first.click(force=True)
    page.locator(".comment textarea").last.fill(words)
    page.locator(".comment").get_by_role("button", name="Kommentar").last.click()
    page.get_by_role("button", name="Fler åtgärder").last.click()
    page.get_by_role("button", name="Spara utkast").last.click()
    page.locator(".messages .success").wait_for(timeout=60_000)


def _approve(page: Page, words: str) -> None:
    button = page.get_by_role("button", name=re.compile("^Godkänn"))
    if not button.first.is_visible():
        page.get_by_role("button", name="Fler åtgärder").last.click()
    button.first.click()
    dialog = page.get_by_role("dialog").last
    expect(dialog.get_by_text("Titta på")).to_be_visible()
    dialog.get_by_label("Kommentera").fill(words)
    dialog.get_by_role("button", name=re.compile("^Godkänn")).click()
    page.locator(".messages .success").wait_for(timeout=60_000)


def _id_in(page: Page) -> str:
    found = re.search(r"/pages/(\d+)/edit/", page.url)
    assert found
    return found[1]


def _translate(admin: Window) -> None:
    page = admin.open("/admin/pages/search/?q=vardagen")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    page.locator("#id_title").wait_for()
    admin.open(f"/admin/oversattning/{_id_in(page)}/en/")
    page.get_by_role("button", name="Översätt till engelska").click()
    expect(page.locator(".translation-source").get_by_text(editor.QUESTION)).to_be_visible()
    page.get_by_label("Titel").last.fill(ENGLISH)
    page.get_by_role("button", name="Spara utkast").click()
    page.locator(".messages .success").wait_for(timeout=60_000)
    expect(page.get_by_label("Titel").last).to_have_value(ENGLISH)
    # What still stands in the words of the source goes out when somebody says that it may.
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".help-critical")).to_be_visible()
    for box in page.locator(".translation-confirm input").all():
        box.check()
    page.get_by_role("button", name="Spara utkast").click()
    page.locator(".messages .success").wait_for(timeout=60_000)
    page.get_by_role("button", name="Publicera").click()
    page.get_by_label("Skriv varför").fill("Första översättningen.")
    page.get_by_role("button", name="Publicera").click()
    page.locator(".messages .success").wait_for(timeout=60_000)
