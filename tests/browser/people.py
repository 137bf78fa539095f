"""How people get in."""

import re

from academy.demo.accounts import PASSWORD
from tests.browser.windows import Window
from tests.processes.waiting import until

MAJA = "maja@savsjo.example"
AMINA = "amina@savsjo.example"
EVA = "eva@eksjo.example"
JONAS = "jonas@eksjo.example"
GORAN = "goran@nassjo.example"
YLVA = "ylva@kansliet.example"
ULLA = "ulla@amal.example"
SIGNE = "signe@vetlanda.example"
HENRIK = "henrik@nassjo.example"
TOVE = "tove@kansliet.example"


def sign_in(window: Window, email: str) -> Window:
    """Sign in with the password, as on the first day."""
    page = window.open("/konto/login/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_role("heading", level=1, name=re.compile("^(Hej|Hello)")).wait_for()
    return window


def sign_in_by_code(window: Window, email: str) -> Window:
    """Sign in with a code that the worker has sent, read in another window's mailbox as in one's own mail."""
    page = window.open("/konto/login/")
    page.get_by_role("link", name="Skicka en inloggningskod med e-post i stället").click()
    page.get_by_label("E-postadress").fill(email)
    page.get_by_role("button", name="Skicka koden").click()
    page.get_by_role("heading", name="Skriv din inloggningskod").wait_for()
    page.get_by_label("Kod", exact=True).fill(until(lambda: newest_code(window, email), "the code comes by mail", 30))
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_role("heading", level=1, name=re.compile("^(Hej|Hello)")).wait_for()
    return window


def newest_code(window: Window, email: str) -> str:
    """Return the newest sign-in code in the demo's mailbox, or nothing."""
    mailbox = window.context.new_page()
    try:
        mailbox.goto(f"{window.address}/demo/mail/")
        mails = mailbox.locator("article", has_text=email)
        if not mails.count():
            return ""
        found = re.search(r"^\s*([0-9A-Z]{3,}-?[0-9A-Z]{3,})\s*$", mails.first.inner_text(), re.MULTILINE)
        return found[1] if found else ""
    finally:
        mailbox.close()
