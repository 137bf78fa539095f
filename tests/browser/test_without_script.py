"""Without JavaScript: everything that a learner does is a link or a form."""

import pytest
from playwright.sync_api import expect

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import ULLA, sign_in
from tests.browser.windows import PHONE

pytestmark = pytest.mark.browser


def test_sign_in_and_answer_without_script(window: Windows) -> None:
    one = sign_in(window(PHONE, java_script_enabled=False), ULLA)
    page = one.page
    taking.open_course(page, "GDPR i vardagen")
    taking.begin(page)
    taking.be_wrong_once(page)
    expect(taking.question(page).get_by_text("Inte riktigt")).to_be_visible()
    taking.question(page).get_by_role("button", name="Visa svaret").click()
    expect(page.get_by_text("Så här är svaret")).to_be_visible()
    taking.go_on(page)
    page.get_by_label("Lämna kursen").click()
    expect(page.get_by_role("link", name="Fortsätt kursen")).to_be_visible()
