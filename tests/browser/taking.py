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
    form.get_by_role("button", name="Svara").click()


def go_on(page: Page, button: str = "Nästa steg") -> None:
    """Press the button that leads on, and wait until the page is another."""
    before = page.url
    page.get_by_role("button", name=button).click()
    expect(page).not_to_have_url(before)


def begin(page: Page) -> None:
    """Begin the course whose page is open, or go on with it."""
    page.get_by_role("button", name="Börja kursen").or_(page.get_by_role("link", name="Fortsätt kursen")).first.click()
    page.locator(".focus-title").wait_for()


def go_to_question(page: Page) -> None:
    """Go on until there is a question to answer."""
    while not page.locator("fieldset.question").count():
        go_on(page)


def try_until_right(page: Page) -> None:
    """Try one choice after the other until the answer is right."""
    _settle(question(page))


def be_wrong_once(page: Page) -> None:
    """Give the first choice as the answer, question after question, until it is not the right one."""
    while True:
        go_to_question(page)
        _press(question(page), 0)
        if page.locator(".feedback .t-warning").count():
            return
        go_on(page)


def finish(page: Page) -> None:
    """Answer everything, rightly in the end, and go on until the result is there."""
    while not page.url.endswith("/klart/"):
        for number in range(page.locator("form.card").count()):
            _settle(page.locator("form.card").nth(number))
        go_on(page, "Nästa steg" if page.get_by_role("button", name="Nästa steg").count() else "Avsluta kursen")


def _settle(form: Locator) -> None:
    for number in range(form.get_by_role("radio").count()):
        if form.get_by_role("radio").first.is_disabled():
            return
        _press(form, number)


def _press(form: Locator, number: int) -> None:
    form.get_by_role("radio").nth(number).check()
    form.get_by_role("button", name="Svara").click()
    expect(form.locator(".feedback .alert")).to_be_visible()
    expect(form.get_by_role("radio").nth(number)).to_be_checked()
