"""The catalogue of components: axe finds nothing in either scheme, and a chosen scheme holds against the device's."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import problems
from tests.browser.conftest import Windows

pytestmark = pytest.mark.browser

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(245, 246, 242)", "rgb(16, 24, 22)"


@pytest.mark.parametrize(
    "path", ["/komponenter/", "/en/komponenter/", "/komponenter/?scheme=light", "/komponenter/?scheme=dark"]
)
def test_the_catalogue_is_accessible(window: Windows, path: str) -> None:
    assert problems(window().open(path)) == []


def test_a_chart_that_is_wider_than_a_phone_opens_at_its_last_month(window: Windows) -> None:
    page = window({"width": 360, "height": 640}).open("/komponenter/")
    assert page.evaluate(
        """() => {
          const chart = document.querySelector('.chart-min'), [of, seen] = [chart, chart.parentElement];
          const [inner, outer] = [of.getBoundingClientRect(), seen.getBoundingClientRect()];
          return inner.left < outer.left && inner.right <= outer.right + 1;
        }"""
    )


@pytest.mark.parametrize(("scheme", "ground", "device"), [("light", LIGHT, "dark"), ("dark", DARK, "light")])
def test_a_chosen_scheme_holds_against_the_devices(window: Windows, scheme: str, ground: str, device: str) -> None:
    page = window(color_scheme=device).open("/komponenter/")
    assert page.evaluate(GROUND) != ground
    page.get_by_role("navigation", name="Färgschema").get_by_role(
        "link", name={"light": "Ljust", "dark": "Mörkt"}[scheme]
    ).click()
    expect(page.locator(f"body.scheme-{scheme}")).to_be_visible()
    assert page.evaluate(GROUND) == ground
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
