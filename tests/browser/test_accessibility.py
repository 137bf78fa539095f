"""Every type of page in both languages: axe finds nothing, nothing runs out of the screen, the browser complains of nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import taking
from tests.browser.axe import problems
from tests.browser.conftest import Cookies, Windows
from tests.browser.people import AMINA, EVA, JONAS, ULLA, YLVA
from tests.browser.windows import COMPUTER, new_window

pytestmark = pytest.mark.browser

LANGUAGES = ("sv", "en")
MONTH = datetime.now(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m")
CATALOGUE = {"sv": "/katalog/", "en": "/en/catalogue/"}
FILTERS = "formaga=informationshantering&formaga=it-och-informationssakerhet&mal=digital-trygghet"
GDPR = {"sv": "/katalog/gdpr-i-vardagen/", "en": "/en/catalogue/gdpr-in-everyday-work/"}
KOTTER = {"sv": "/katalog/leda-forandring/", "en": "/en/catalogue/leading-change/"}


@dataclass(frozen=True)
class Sight:
    """A page as someone sees it: its address without language prefix or by language, and what is done there first."""

    path: str | dict[str, str]
    who: str = ""
    act: Callable[[Page], None] = lambda page: None
    status: int = 200

    def address(self, language: str) -> str:
        """Return the path in this language."""
        if isinstance(self.path, dict):
            return self.path[language]
        return f"/en{self.path}" if language == "en" else self.path


def _fail_to_sign_in(page: Page) -> None:
    page.locator("#id_login").fill("ingen@ingenstans.example")
    page.locator("#id_password").fill("inte-detta")
    page.locator("main form button[type=submit]").first.click()
    page.locator(".error, .alert").first.wait_for()


def _ask_for_code(page: Page) -> None:
    page.locator("#id_email").fill("ingen@ingenstans.example")
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_code").wait_for()


def _open_last(page: Page) -> None:
    page.locator("main tbody th a").last.click()
    page.locator(".breadcrumbs").wait_for()


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")


def _send_empty(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.locator(".error").first.wait_for()


def _open_menu(page: Page) -> None:
    page.locator("[popovertarget=account-menu]").click()


def _send_without_protection(page: Page) -> None:
    with page.expect_navigation():
        page.evaluate(
            "() => { const f = document.createElement('form'); f.method = 'post'; document.body.append(f); f.submit(); }"
        )


SIGHTS = {
    "sign-in": Sight("/konto/login/"),
    "sign-in refused": Sight("/konto/login/", act=_fail_to_sign_in),
    "code asked for": Sight("/konto/login/code/"),
    "code to write": Sight("/konto/login/code/", act=_ask_for_code),
    "password reset": Sight("/konto/password/reset/"),
    "password reset sent": Sight("/konto/password/reset/done/"),
    "password link too old": Sight("/konto/password/reset/key/1-abc/"),
    "help": Sight("/hjalp/"),
    "privacy": Sight("/dina-uppgifter/"),
    "not found": Sight("/finns-inte/", status=404),
    "form too old": Sight("/konto/login/", act=_send_without_protection),
    "start, nothing begun": Sight("/", JONAS, _open_menu),
    "start, begun": Sight("/", EVA),
    "start, finished": Sight("/", ULLA),
    "catalogue": Sight(CATALOGUE, EVA),
    "catalogue, nothing found": Sight({one: f"{path}?q=xyzxyz" for one, path in CATALOGUE.items()}, EVA),
    "catalogue, filtered": Sight({one: f"{path}?{FILTERS}" for one, path in CATALOGUE.items()}, EVA, _open_all),
    "capabilities": Sight("/formagor/", EVA),
    "capability with courses": Sight("/formagor/informationshantering/", EVA),
    "capability without courses": Sight("/formagor/avveckla/", EVA),
    "course, new": Sight(GDPR, JONAS, _open_all),
    "course, begun": Sight(GDPR, EVA),
    "course, finished": Sight(KOTTER, ULLA),
    "figures": Sight("/nyckeltal/savsjo/", AMINA, _open_all),
    "figures of a month": Sight(f"/nyckeltal/savsjo/?period={MONTH}", AMINA),
    "one figure": Sight(f"/nyckeltal/savsjo/completions-per-100/hela/{MONTH}/", AMINA),
    "figures of another": Sight("/nyckeltal/savsjo/", ULLA, status=404),
    "people": Sight("/organisation/personer/", EVA),
    "people, nobody fits": Sight("/organisation/personer/?q=xyzxyz", EVA),
    "invite": Sight("/organisation/personer/ny/", EVA, _send_empty),
    "units": Sight("/organisation/enheter/", EVA),
    "unit": Sight("/organisation/enheter/", EVA, _open_last),
    "teams": Sight("/organisation/arbetslag/", JONAS),
    "team": Sight("/organisation/arbetslag/", JONAS, _open_last),
    "team, nothing typed": Sight("/organisation/arbetslag/nytt/", JONAS, _send_empty),
    "employees": Sight("/organisation/anstallda/", EVA),
    "employees of a unit": Sight("/organisation/anstallda/", EVA, _open_last),
    "changes": Sight("/organisation/andringar/", EVA),
    "organisations": Sight("/akademin/organisationer/", YLVA),
    "organisation, nothing typed": Sight("/akademin/organisationer/ny/", YLVA, _send_empty),
    "sectors": Sight("/akademin/sektorer/", YLVA),
    "password change": Sight("/konto/password/change/", EVA),
    "sign out": Sight("/konto/logout/", EVA),
}


def look(one: Windows, sight: Sight, language: str) -> list[str]:
    """Go where the sight is, do what is done there, and return what is wrong with the page."""
    window = one(sight.who) if sight.who else one()
    answer = window.page.goto(window.address + sight.address(language))
    assert answer is not None
    assert answer.status == sight.status
    if sight.path == "/":
        _speak(window.page, language)
    sight.act(window.page)
    assert window.page.locator("html").get_attribute("lang") == language
    found = problems(window.page)
    if sight.path == "/":
        window.page.goto(window.address)
        _speak(window.page, "sv")
    return found


def _speak(page: Page, language: str) -> None:
    """Choose a language on the start page, which follows the person and not the address."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator("footer form button").click()
        expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture(scope="module")
def lived(chromium: Browser, address: str, cookies: Cookies) -> None:
    """Eva has begun a course, and Ulla has finished one."""
    for who, course in ((EVA, GDPR), (ULLA, KOTTER)):
        one = new_window(chromium, address, storage_state=cookies(who))
        taking.begin(one.open(course["sv"]))
        if who == ULLA:
            taking.finish(one.page)
        one.close()


# Every state in one language and every language in half of them: `make soak` asks for all, and for every kind of page.
SAMPLE = list(zip(SIGHTS, cycle(LANGUAGES), strict=False))


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("name", "language"), SAMPLE)
def test_a_page_is_accessible(window: Windows, window_of: Windows, name: str, language: str) -> None:
    sight = SIGHTS[name]
    assert look(window_of if sight.who else window, sight, language) == []


@pytest.mark.parametrize("path", ["/demo/", "/demo/mail/"])
def test_the_pages_of_the_demo_are_accessible(window: Windows, path: str) -> None:
    assert problems(window().open(path)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [500, 503])
def test_the_pages_of_a_broken_server_are_accessible(window: Windows, status: int, language: str) -> None:
    with override(language):
        html = render_to_string(f"{status}.html", {"academy_name": "Höglandsakademin"})

    def serve(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)

    one = window()
    one.page.route("**/trasig/", serve)
    assert problems(one.open("/trasig/")) == []


def test_a_step_is_accessible_whatever_has_been_answered(window_of: Windows) -> None:
    one = window_of(AMINA)
    page, found = one.page, dict[str, list[str]]()

    def look(state: str, path: str) -> None:
        for prefix in ("/en", ""):
            page.set_viewport_size(COMPUTER)  # type: ignore[arg-type]
            page.goto(one.address + prefix + path)
            found[f"{state} {prefix}"] = problems(page)
        page.set_viewport_size(COMPUTER)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")

    taking.begin(one.open(KOTTER["sv"]))
    look("text", one.path)
    taking.go_to_question(page)
    first = one.path
    look("unanswered", first)
    page.locator("button[form=next-step]").click(force=True)  # said to be disabled, and explains itself
    page.locator("#error-summary").wait_for()
    found["error summary"] = problems(page)
    look("unanswered again", first)
    taking.be_wrong_once(page)
    look("wrong", first)
    taking.try_until_right(page)
    look("right", first)
    taking.go_on(page)
    taking.be_wrong_once(page)
    page.get_by_role("button", name="Visa svaret").click()
    look("shown", one.path.partition("#")[0])
    taking.finish(page)
    look("result", one.path)
    look("over", first)
    assert {state: problem for state, problem in found.items() if problem} == {}
