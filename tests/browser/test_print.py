"""On paper: always light, no navigation, nothing closed, and which course or organisation it is of."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import EVA

pytestmark = pytest.mark.browser

CONTROLS = ".site-header, .site-footer, .step-foot, .btn, .breadcrumbs, .skip, .icon-button"
CLOSED = """() => [...document.querySelectorAll('main details > :not(summary, .skip)')]
  .filter(part => !part.getClientRects().length && part.parentElement.getClientRects().length).length"""

RUNNING = """() => [...document.querySelectorAll('main .chips > li, main .chips .chip')]
  .every(part => getComputedStyle(part).display === 'inline')"""


def on_paper(page: Page) -> None:
    """See the page as it is printed on A4, from a device that prefers dark."""
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 718, "height": 1000})
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert [page.locator(CONTROLS).nth(n).is_visible() for n in range(page.locator(CONTROLS).count())].count(True) == 0
    assert page.evaluate(CLOSED) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_step_says_on_paper_which_course_it_is_of(window_of: Windows) -> None:
    page = window_of(EVA).open("/katalog/gdpr-i-vardagen/")
    on_paper(page)
    expect(page.locator(".chips").first).to_be_visible()
    assert page.evaluate(RUNNING), "capabilities are words in a sentence, not lines that end in a comma"
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    taking.begin(page)
    on_paper(page)
    expect(page.locator(".focus-title")).to_contain_text("GDPR i vardagen")
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/nyckeltal/", "/organisation/personer/"])
def test_lists_and_figures_are_whole_on_paper(window_of: Windows, path: str) -> None:
    on_paper(window_of(EVA).open(path))


def test_figures_say_once_on_paper_how_they_are_counted_and_ask_nobody_to_press(window_of: Windows) -> None:
    page = window_of(EVA).open("/nyckeltal/")
    on_paper(page)
    said = page.get_by_text("Täljare:").locator("visible=true").count()
    assert said == page.locator("section > details:not([open])").count() > 0
    expect(page.get_by_text("Allt om den här siffran").locator("visible=true")).to_have_count(0)
    expect(page.get_by_text("Tryck på en siffra i tabellen").locator("visible=true")).to_have_count(0)
