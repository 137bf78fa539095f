"""Every kind of page, in both languages, light and dark, at 360 and 1280 pixels: nothing that axe-core can tell."""

from itertools import product

import pytest

from tests.browser.axe import problems
from tests.browser.conftest import (  # noqa: F401 - the fixtures of the browser
    Windows,
    address,
    chromium,
    cookies,
    started,
    window,
    window_of,
)
from tests.browser.every_page import VISITORS, WAGTAIL, missed, page_types, tour, type_of
from tests.browser.test_accessibility import LANGUAGES, SAMPLE, SIGHTS, lived, look  # noqa: F401
from tests.browser.windows import COMPUTER

pytestmark = pytest.mark.browser


def test_every_kind_of_page_is_accessible_in_both_languages(window: Windows, window_of: Windows) -> None:  # noqa: F811
    known: set[str] = set()
    found: dict[str, list[str]] = {}
    for who, starts in VISITORS.items():
        walker, looker = (window_of(who), window_of(who)) if who else (window(), window())
        for path in tour(walker, starts, known):
            # Wagtail's English pages have names of their own: tests/browser/test_accessibility.py asks them.
            for prefix in ("",) if str(type_of(path)).startswith(WAGTAIL) or path == "/" else ("", "/en"):
                looker.page.set_viewport_size(COMPUTER)  # type: ignore[arg-type]
                looker.page.emulate_media(color_scheme="light")
                looker.open(prefix + path)
                found[f"{who} {prefix}{path}"] = problems(looker.page)
    print(f"\n{len(found)} pages of {len(page_types())} kinds")  # noqa: T201 - a figure to see
    assert {where: what for where, what in found.items() if what} == {}
    assert missed(known) == set(), "no link leads there: give a start in tests/browser/every_page.py, or a reason"


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("name", "language"), [pair for pair in product(SIGHTS, LANGUAGES) if pair not in SAMPLE])
def test_every_state_is_accessible_in_the_other_language_too(
    window: Windows,  # noqa: F811
    window_of: Windows,  # noqa: F811
    name: str,
    language: str,
) -> None:
    assert look(window_of if SIGHTS[name].who else window, SIGHTS[name], language) == []
