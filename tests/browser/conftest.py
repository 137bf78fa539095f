"""The product in front of a browser: a demo and a Chromium for each process of the run, a window for each person."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from postgres_cluster import free_port

from tests.browser.demo import Demo
from tests.browser.people import sign_in
from tests.browser.windows import COMPUTER, Window, new_window

CHROMIUM_OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

expect.set_options(timeout=20_000)

Windows = Callable[..., Window]
Cookies = Callable[[str], Any]


@dataclass
class Starts:
    """How the demo started in an empty folder, how it stopped with Ctrl-C, and how it started again."""

    first_seconds: float
    stop_code: int
    left_behind: list[str]
    second_seconds: float


@dataclass
class Started:
    """The demo as the tests of one process use it, and how one of them has started, stopped and started it again."""

    demo: Demo
    starts: Starts


def _start(demo: Demo, folder: Path) -> Starts:
    """Start the demo on content that one process of the run loads, alone on the machine, and the others copy."""
    loaded, told = folder / "demo", folder / "demo.json"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            first, code, left_behind = demo.start(), demo.stop(), demo.processes()
            shutil.copytree(demo.data, loaded)
            starts = Starts(first, code, left_behind, demo.start())
            told.write_text(json.dumps(asdict(starts)))
            return starts
    shutil.copytree(loaded, demo.data)
    demo.start()
    return Starts(**json.loads(told.read_text()))


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> Iterator[Started]:
    """Give a demo that was started, stopped with Ctrl-C and started again; stop it cleanly at the end."""
    demo = Demo(tmp_path_factory.mktemp("demo") / "data", free_port())
    try:
        starts = _start(demo, shared_folder)
        yield Started(demo, starts)
        assert demo.stop() == 0, demo.last_words()
        assert demo.processes() == []
        assert not demo.answers()
    finally:
        if demo.process is not None and demo.process.poll() is None:
            demo.process.terminate()
            demo.process.wait()


@pytest.fixture(scope="session")
def address(started: Started) -> str:
    """Where the academy answers."""
    return started.demo.address


@pytest.fixture(scope="session")
def data(started: Started) -> Path:
    """The demo's data folder."""
    return started.demo.data


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that the machine has."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(chromium: Browser, address: str) -> Cookies:
    """Return a person's cookies. Each signs in once in a run: people do not sign in for every page either."""
    known: dict[str, Any] = {}

    def of(email: str) -> Any:
        if email not in known:
            one = sign_in(new_window(chromium, address), email)
            known[email] = one.context.storage_state()
            one.close()
        return known[email]

    return of


@pytest.fixture
def window(chromium: Browser, address: str) -> Iterator[Windows]:
    """Open windows of a stranger; at the end nobody may have complained."""
    opened: list[Window] = []

    def open_window(size: dict[str, int] = COMPUTER, **options: Any) -> Window:
        opened.append(new_window(chromium, address, size, **options))
        return opened[-1]

    yield open_window
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.close()
    assert complaints == []


@pytest.fixture
def window_of(window: Windows, cookies: Cookies) -> Windows:
    """Open windows in which a person is signed in."""

    def open_window(email: str, size: dict[str, int] = COMPUTER, **options: Any) -> Window:
        return window(size, storage_state=cookies(email), **options)

    return open_window
