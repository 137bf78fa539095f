"""Taking a course with the hands: what is pressed, and what is then on the screen."""

from playwright.sync_api import Locator, Page, expect


def open_course(page: Page, title: str) -> None:
    """Find a course in the catalogue and open it."""
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Katalog").click()
    page.get_by_role("searchbox").fill(title)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=title, exact=True).click()


def question(page: Page) -> Locator:
    """Return the form of the first question on the page."""
    return page.locator("form.card").first


def answer(page: Page, choice: str) -> None:
    """Choose and send an answer."""
    form = question(page)
    form.get_by_label(choice).check()
    form.get_by_role("button", name="Svara").or_(form.get_by_role("button", name="Prova igen")).click()


def go_on(page: Page, button: str = "Nästa steg") -> None:
    """Press the button that leads on, and wait until the page is another."""
    before = page.url
    page.get_by_role("button", name=button).click()
    expect(page).not_to_have_url(before)
