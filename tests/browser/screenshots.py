"""`make screenshots`: pictures of the main pages of the demo in Swedish, for docs/screenshots/ and the README.

    python -m tests.browser.screenshots                               starts a demo of its own in var/screenshots
    python -m tests.browser.screenshots --at http://localhost:8000    takes one that runs, and begins courses in it

Pictures have a palette of 128 colours, which these pages need no more than.
"""

import argparse
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import taking
from tests.browser.demo import Demo
from tests.browser.people import AMINA, EVA, GORAN, JONAS, MAJA, TOVE, ULLA, YLVA, sign_in
from tests.browser.windows import COMPUTER, PHONE, Window, new_window

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/screenshots"
SARA, NILS = "sara@nassjo.example", "nils@kansliet.example"
GDPR, KOTTER = "/katalog/gdpr-i-vardagen/", "/katalog/leda-forandring/"
PORT = 8791
TALLEST = {360: 1500, 1280: 1700}
COLOURS = 128
PATIENCE_MS = 60_000
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@dataclass(frozen=True)
class Shot:
    """A picture: who sees the page, where it is, what is done there first, and what a phone's screen is filled with."""

    who: str
    path: str
    act: Callable[[Page], object] = lambda page: None
    middle: str = ""


def _open_first(page: Page) -> None:
    page.locator("main tbody th a").first.click()
    page.locator(".breadcrumbs").first.wait_for()


def _text_step(page: Page) -> None:
    taking.begin(page)


def _question(page: Page) -> None:
    taking.begin(page)
    taking.be_wrong_once(page)


def _finished(page: Page) -> None:
    result = page.get_by_role("link", name="Se ditt resultat")
    if result.count():  # of an earlier time
        result.click()
        return
    taking.begin(page)
    taking.finish(page)


def _figure(page: Page) -> None:
    page.locator("main tbody td a").last.click()
    page.locator(".breadcrumbs").first.wait_for()


def _edit(page: Page) -> None:
    page.locator("main").get_by_role("link", name="GDPR i vardagen").first.click()
    page.locator("#id_title").wait_for()


SHOTS = {
    "sign-in": Shot("", "/konto/login/"),
    "start-new": Shot(MAJA, "/"),
    "start": Shot(SARA, "/"),
    "catalogue": Shot(SARA, "/katalog/"),
    "capabilities": Shot(SARA, "/formagor/"),
    "capability": Shot(SARA, "/formagor/informationshantering/"),
    "course": Shot(MAJA, GDPR),
    "step-text": Shot(GORAN, KOTTER, _text_step),
    "step-question": Shot(MAJA, GDPR, _question, "fieldset.question"),
    "result": Shot(ULLA, KOTTER, _finished),
    "my-data": Shot(SARA, "/dina-uppgifter/"),
    "who-has-read": Shot(MAJA, "/dina-uppgifter/lasningar/"),
    "messages": Shot(SARA, "/dina-uppgifter/meddelanden/"),
    "people": Shot(EVA, "/organisation/personer/"),
    "person": Shot(EVA, "/organisation/personer/", _open_first),
    "people-file": Shot(EVA, "/organisation/personer/fil/"),
    "units": Shot(EVA, "/organisation/enheter/"),
    "team": Shot(JONAS, "/organisation/arbetslag/", _open_first),
    "employees": Shot(EVA, "/organisation/anstallda/"),
    "figures": Shot(AMINA, "/nyckeltal/savsjo/"),
    "figure": Shot(AMINA, "/nyckeltal/savsjo/", _figure),
    "figures-shared": Shot(AMINA, "/nyckeltal/region/"),
    "figures-meaning": Shot(AMINA, "/nyckeltal/om/"),
    "keys": Shot(AMINA, "/organisation/nycklar/"),
    "organisations": Shot(YLVA, "/akademin/organisationer/"),
    "editorial": Shot(TOVE, "/admin/"),
    "editor": Shot(YLVA, "/admin/pages/search/?q=GDPR", _edit),
    "guided-tour": Shot("", "/demo/"),
    "mail": Shot("", "/demo/mail/"),
}


def main(arguments: list[str]) -> int:
    """Take the pictures that are asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--at", help="the address of a demo that runs")
    parser.add_argument("--only", nargs="+", default=list(SHOTS), choices=list(SHOTS), help="names of pictures")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with _academy(options.at) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        failed = [name for name in options.only if not _take(browser, address, name, options.out)]
        browser.close()
    return 1 if failed else 0


@contextmanager
def _academy(running: str | None) -> Iterator[str]:
    if running:
        yield running
        return
    demo = Demo(ROOT / "var/screenshots/data", PORT)
    demo.data.mkdir(parents=True, exist_ok=True)
    try:
        demo.start()
        yield demo.address
    finally:
        demo.stop()


def _take(browser: Browser, address: str, name: str, out: Path) -> bool:
    """Take both pictures: on a computer, and then the same address on the same person's phone."""
    wide = new_window(browser, address, COMPUTER)
    wide.context.set_default_timeout(PATIENCE_MS)
    narrow = None
    try:
        _keep(_prepared(wide, SHOTS[name]), out / f"{name}-1280.png")
        narrow = new_window(browser, address, PHONE, device_scale_factor=2, storage_state=wide.context.storage_state())
        narrow.context.set_default_timeout(PATIENCE_MS)
        narrow.open(wide.path.partition("#")[0]).wait_for_load_state("networkidle")
        _keep(narrow.page, out / f"{name}-360.png", SHOTS[name].middle)
    except Exception as problem:  # noqa: BLE001 - the other pictures are taken all the same
        sys.stderr.write(f"{name}: {str(problem)[:300]}\n")
        return False
    finally:
        wide.close()
        if narrow is not None:
            narrow.close()
    return True


def _prepared(window: Window, shot: Shot) -> Page:
    if shot.who:
        sign_in(window, shot.who)
    page = window.open(shot.path)
    shot.act(page)
    page.wait_for_load_state("networkidle")
    return page


def _keep(page: Page, path: Path, middle: str = "") -> None:
    if middle:
        page.locator(middle).first.evaluate("part => part.scrollIntoView({block: 'center'})")
    else:
        _show_whole(page)
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


def _show_whole(page: Page) -> None:
    """Make the screen as tall as the page, so that what sticks to the screen's edges stands once."""
    width = page.viewport_size["width"] if page.viewport_size else COMPUTER["width"]
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(tall, 640), TALLEST[width])})
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
