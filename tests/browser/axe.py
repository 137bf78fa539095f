"""What a machine can tell of a page's accessibility: axe-core's rules, and whether anything runs out of the screen."""

from itertools import product
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (360, 1280)
NARROWEST = 320
# Dark mode changes colours alone: the other rules have been asked in light mode.
OPTIONS: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}
RUN = "([part, options]) => axe.run(part || document, options).then(results => results.violations)"
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-scroll, .vh, pre'))
  .map(e => e.outerHTML.slice(0, 120)).slice(0, 3)"""


def problems(page: Page) -> list[str]:
    """Return axe's violations in light and dark at both widths, and what is wider than the narrowest screen."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for scheme, width in product(OPTIONS, WIDTHS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme} {width}: {_told(violation)}" for violation in page.evaluate(RUN, ["", OPTIONS[scheme]])]
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"wider than {NARROWEST}: {page.evaluate(TOO_WIDE)}")
    return found


def problems_within(page: Page, part: str) -> list[str]:
    """Return axe's violations at both widths in the parts of a page that a selector finds: what is ours in Wagtail's frame."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {_told(violation)}" for violation in page.evaluate(RUN, [part, OPTIONS["light"]])]
    return found


def _told(violation: dict[str, Any]) -> str:
    nodes = [f"{node['target']} {node['failureSummary'][:160]}" for node in violation["nodes"][:3]]
    return f"{violation['id']} ({violation['help']}): {nodes}"
