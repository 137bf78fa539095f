"""How much a phone must fetch to show a step, with nothing in its cache."""

import pytest

from tests.browser import taking
from tests.browser.conftest import Windows
from tests.browser.people import EVA
from tests.browser.windows import PHONE, Window

pytestmark = pytest.mark.browser

MOST_BYTES = 100_000
COURSE = "/katalog/leda-forandring/"


def _transferred(one: Window, url: str) -> dict[str, int]:
    """Load an address and return the bytes on the wire by address, headers included."""
    session, urls, sizes = one.context.new_cdp_session(one.page), dict[str, str](), dict[str, int]()
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    one.page.goto(url, wait_until="networkidle")
    return {urls[request]: size for request, size in sizes.items()}


def test_a_step_of_text_weighs_little(window_of: Windows) -> None:
    one = window_of(EVA, PHONE)
    taking.begin(one.open(COURSE))
    while one.page.locator("main img").count():
        taking.go_on(one.page)
    parts = _transferred(one, one.page.url)
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(parts.items(), key=lambda part: -part[1]))
    print(f"\n{sum(parts.values())} bytes for a step of text:\n{listing}")  # noqa: T201 - a figure to see
    assert any(url.endswith(".css") for url in parts)
    assert sum(parts.values()) <= MOST_BYTES, listing
