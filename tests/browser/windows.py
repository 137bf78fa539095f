"""Browser windows that notice what a user would not: refused scripts, errors in the console, strangers on the network."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

PHONE = {"width": 360, "height": 740}
COMPUTER = {"width": 1280, "height": 900}
# What Playwright says itself when a window has no service worker.
BLOCKED = "Service Worker registration blocked by Playwright"


@dataclass
class Window:
    """One browser on one device, with its own cookies."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open an address of the academy and return its page."""
        self.page.goto(self.address + path)
        return self.page

    @property
    def path(self) -> str:
        """The address of the page at hand, without the host."""
        return self.page.url.removeprefix(self.address)

    def close(self) -> None:
        """Close the window, as when the battery runs out."""
        self.context.close()

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains about; an answer that is a refusal by intent is no complaint."""
        refusal = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type in {"error", "warning"} and not refusal and message.text != BLOCKED:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def see(self, request: Request) -> None:
        """Keep requests that leave the academy."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asks {request.url}")


def new_window(browser: Browser, address: str, size: dict[str, int] = COMPUTER, **options: Any) -> Window:
    """Open a window of this size; `options` are Playwright's for a context.

    Without the service worker, which would answer before a test's own routes; `service_workers="allow"` lets it in.
    """
    usual = {
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "reduced_motion": "reduce",
        "service_workers": "block",
    }
    options = usual | options
    is_phone = size["width"] < 600
    context = browser.new_context(viewport=size, has_touch=is_phone, **options)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    window = Window(context, context.new_page(), address)
    window.page.on("console", window.hear)
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on("request", window.see)
    return window
