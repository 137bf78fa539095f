"""The thread: a course is written, taken on two devices, and seen in the municipality's figure."""

import csv
import io
import json
import re
import time
import urllib.request
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import editor, taking
from tests.browser.conftest import Windows
from tests.browser.people import AMINA, GORAN, MAJA, ULLA, YLVA, sign_in_by_code
from tests.browser.windows import COMPUTER, PHONE, Window

pytestmark = pytest.mark.browser

MONTH = datetime.now(ZoneInfo("Europe/Stockholm")).strftime("%Y-%m")
FIGURES = f"/nyckeltal/savsjo/?period={MONTH}&nyckeltal=completions"
FIGURE = f"/nyckeltal/savsjo/completions/hela/{MONTH}/"
PATIENCE_SECONDS = 30


def test_from_the_editor_to_the_figure(window: Windows, window_of: Windows, address: str, data: Path) -> None:
    _write_and_publish(window_of(YLVA))
    hr = window_of(AMINA)
    before = _completions(hr)

    phone = sign_in_by_code(window(PHONE), MAJA)
    left_at = _begin_and_be_interrupted(phone)
    computer = window_of(MAJA, COMPUTER)
    _go_on_and_finish(computer, left_at)
    finished = time.monotonic()

    while _completions(hr) == before:
        assert time.monotonic() - finished < PATIENCE_SECONDS, "the figure has not changed"
    assert _completions(hr) == before + 1
    _open_the_figure(hr, before + 1)
    assert _in_the_file(hr) == before + 1
    assert _in_the_feed(address, data) == before + 1
    for stranger in (GORAN, ULLA):
        _is_refused(window_of(stranger))


def _write_and_publish(admin: Window) -> None:
    page = admin.open("/admin/")
    editor.find_catalogue(page)
    editor.write_course(page)
    preview = editor.preview(page)
    expect(preview.get_by_role("heading", level=1, name=editor.TITLE)).to_be_visible()
    expect(preview.get_by_text(editor.QUESTION)).to_be_visible()
    expect(preview.get_by_role("img", name=editor.ALT)).to_be_visible()
    preview.close()
    editor.publish(page)


def _begin_and_be_interrupted(phone: Window) -> str:
    page = phone.page
    taking.open_course(page, editor.TITLE)
    page.get_by_role("button", name="Börja kursen").click()
    expect(page.get_by_role("heading", level=1, name=editor.STEPS[0])).to_be_visible()
    expect(page.get_by_role("img", name=editor.ALT)).to_be_visible()
    taking.go_on(page)
    taking.answer(page, editor.WRONG)
    expect(page.get_by_text("Inte riktigt")).to_be_visible()
    expect(page.get_by_text("Det står i alla listor.")).to_be_visible()
    left_at = phone.path.partition("#")[0]
    phone.close()
    return left_at


def _go_on_and_finish(computer: Window, left_at: str) -> None:
    page = computer.open("/")
    page.get_by_role("link", name="Fortsätt kursen").click()
    assert computer.path == left_at
    expect(page.get_by_text("Inte riktigt")).to_be_visible()
    taking.answer(page, editor.RIGHT)
    expect(page.get_by_text("Det stämmer")).to_be_visible()
    taking.go_on(page)
    expect(page.get_by_role("heading", level=1, name=editor.STEPS[2])).to_be_visible()
    taking.go_on(page, "Avsluta kursen")
    expect(page).to_have_url(re.compile("/klart/$"))
    expect(page.get_by_role("heading", level=1, name=editor.TITLE)).to_be_visible()
    expect(page.get_by_text("0 av 1")).to_be_visible()  # the first try was wrong, and that is what is told
    expect(page.get_by_text("Sävsjö kommun").first).to_be_visible()


def _completions(hr: Window) -> int:
    page = hr.open(FIGURES)
    text = page.locator("article[aria-labelledby=card-completions] .kpi-value").inner_text()
    return int(re.sub(r"\D", "", text))


def _open_the_figure(hr: Window, expected: int) -> None:
    page = hr.open(FIGURES)
    card = page.locator("article[aria-labelledby=card-completions]")
    card.locator("summary").click()
    card.locator(f"a[href='{FIGURE}']").click()
    expect(page).to_have_url(hr.address + FIGURE)
    facts = {term: _fact(page, term) for term in ("Betydelse", "Täljare", "Nämnare", "Beräknat")}
    assert re.match(rf"{expected}\b", facts["Täljare"])
    assert all(facts.values())
    assert datetime.now(ZoneInfo("Europe/Stockholm")).strftime("%Y") in facts["Beräknat"]


def _fact(page: Page, term: str) -> str:
    row = page.locator("dl.facts > div", has=page.get_by_text(term, exact=True))
    return " ".join(row.locator("dd").all_inner_texts())


def _in_the_file(hr: Window) -> int:
    page = hr.open(FIGURES)
    with page.expect_download() as download:
        page.locator("summary", has_text="Hämta").click()
        page.get_by_role("link", name="Alla värden, en rad per siffra (csv)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    (row,) = [row for row in rows if row["Period"] == MONTH and not row["Enhets-id"]]
    return int(row["Täljare"])


def _in_the_feed(address: str, data: Path) -> int:
    key = (data / "demo-key.txt").read_text(encoding="ascii").strip()
    url = f"{address}/api/v1/figures?kpi=completions&period_from={MONTH}&period_to={MONTH}"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request, timeout=30) as response:
        (value,) = json.load(response)["values"]
    assert value["municipality"] == "0684"
    return int(value["numerator"])


def _is_refused(stranger: Window) -> None:
    for path in (FIGURES, FIGURE, f"/nyckeltal/savsjo/csv/?period={MONTH}"):
        answer = stranger.page.request.get(stranger.address + path)
        assert answer.status == 404
        assert "Sävsjö" not in answer.text().partition("<footer")[0]
