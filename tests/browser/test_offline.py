"""Without a network: a page of ours instead of the browser's, nothing typed is lost, nothing of anybody is kept on the device."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import taking
from tests.browser.people import JONAS, YLVA, sign_in
from tests.browser.windows import PHONE, Window, new_window

pytestmark = pytest.mark.browser

READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      all.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
  }
  return all;
}"""


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Window]:
    """A phone with a service worker, on the sign-in page."""
    one = new_window(chromium, address, PHONE, service_workers="allow")
    one.open("/konto/login/").wait_for_function(READY)
    yield one
    one.close()


def kept(page: Page) -> dict[str, str]:
    """What the device keeps, by address."""
    return dict(page.evaluate(KEPT))


@pytest.mark.parametrize(
    ("path", "heading", "again"),
    [("/hjalp/", "Ingen anslutning", "Prova igen"), ("/en/hjalp/", "No connection", "Try again")],
)
def test_a_page_that_cannot_be_fetched_is_answered_in_its_language_and_found_again(
    phone: Window, path: str, heading: str, again: str
) -> None:
    phone.context.set_offline(True)
    page = phone.open(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    ground = page.evaluate("getComputedStyle(document.querySelector('.empty')).display")
    letters = page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")
    assert (phone.path, ground, letters) == (path, "grid", True)
    phone.context.set_offline(False)
    page.get_by_role("link", name=again).click()
    expect(page.locator(".site-header")).to_be_visible()
    assert phone.path == path


@pytest.mark.parametrize("knows", [True, False], ids=["the browser knows", "the browser does not know"])
def test_what_is_typed_stands_when_it_cannot_be_sent(phone: Window, knows: bool) -> None:
    page = phone.page
    page.locator("#id_login").fill("maja@kommun.example")
    phone.context.set_offline(True)
    if not knows:
        page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".messages .alert")).to_contain_text("Det är inte säkert att det du skickade kom fram.")
    expect(page.locator("#id_login")).to_have_value("maja@kommun.example")
    phone.context.set_offline(False)


def test_the_device_keeps_nothing_of_anybody(phone: Window) -> None:
    before = kept(phone.page)
    sign_in(phone, JONAS)
    taking.begin(phone.open("/katalog/gdpr-i-vardagen/"))
    phone.open("/")
    assert kept(phone.page) == before
    name = phone.page.locator(".account-name").text_content() or ""
    phone.page.locator("button.account").click()
    phone.page.locator("[data-signs-out] button").click()
    phone.page.locator("#id_login").wait_for()
    assert kept(phone.page) == before
    words = [word for word in name.split() if len(word) > 3]
    assert words
    assert [path for path, text in before.items() if any(word in text for word in words)] == []
    assert {path for path in before if not path.startswith("/static/")} == {"/utan-anslutning/", "/en/utan-anslutning/"}


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/openapi.json", "/xapi/about"])
def test_the_cms_and_machines_are_left_to_the_browser(phone: Window, path: str) -> None:
    phone.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.open(path)
    phone.context.set_offline(False)


def test_the_cms_says_what_was_done_with_the_worker_on(phone: Window) -> None:
    """A worker that fetches ahead what it then leaves to the browser asks twice, and the first answer takes the words."""
    page = sign_in(phone, YLVA).open("/admin/account/")
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert not page.evaluate("navigator.serviceWorker.ready.then(one => one.navigationPreload.getState())")["enabled"]
