"""Writing a micro-course in Wagtail's editor, as an academy admin does."""

import re
import struct
import zlib

from playwright.sync_api import Locator, Page, expect

TITLE = "Långa lösenord"
STEPS = ("Fyra vanliga ord", "Välj rätt", "Till sist")
QUESTION = "Vilket lösenord är svårast att gissa?"
WRONG, RIGHT = "Sommar2026!", "gran kaffe tåg moln"
ALT = "Ett lås på en gren"


def png(width: int = 640, height: int = 400) -> bytes:
    """Return a small picture in one colour."""
    rows = b"".join(b"\0" + bytes((30, 90, 70)) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def find_catalogue(page: Page) -> None:
    """Go from the editor's first page to the Swedish catalogue, and begin a new page under it."""
    page.goto(f"{page.url.rstrip('/')}/pages/")
    page.locator("main table tr", has=page.locator("a[href='/']")).locator("td.children a").click()
    page.locator("main table tr", has=page.locator("a[href='/katalog/']")).locator("td.children a").click()
    page.locator("main table", has_text="GDPR i vardagen").wait_for()
    page.locator("a[href$='/add_subpage/']").first.click()
    expect(page.locator("#id_title")).to_be_visible()


def write_course(page: Page, title: str = TITLE) -> None:
    """Fill in the form of a new micro-course: a text with a picture, a question, and a last text."""
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill("Fyra ord räcker långt.")
    page.locator("#id_minutes").fill("3")
    for number, heading in enumerate(STEPS):
        page.locator("[data-contentpath=steps] > * button.c-sf-add-button:visible").last.click()
        page.locator(f"#steps-{number}-value-title").fill(heading)
    _write_text(page, 0, "Fyra vanliga ord är svårare att gissa än åtta konstiga tecken.")
    _add_picture(page, title)
    _ask(page)
    _write_text(page, 2, "Byt ett lösenord i dag.")
    _choose_capability(page)


def _choose_capability(page: Page) -> None:
    page.get_by_label("Hitta en förmåga").fill("INFORMATIONSSÄK")
    expect(page.locator(".choose-find [role=status]")).to_have_text("Hittade förmågor: 1")
    expect(page.locator(".choose-option:visible")).to_have_count(1)
    page.get_by_label("Upprätthålla IT- och informationssäkerhet").check()
    expect(page.locator(".choose-capabilities summary:visible")).to_have_text("Förvalta Valda: 1")


def _add_block(page: Page, step: int, kind: str) -> None:
    _body(page, step).locator("button.c-sf-add-button:visible").last.click()
    page.get_by_role("option", name=kind, exact=True).click()


def _body(page: Page, step: int) -> Locator:
    return page.locator("[data-contentpath=body]").nth(step)


def _write_text(page: Page, step: int, text: str) -> None:
    _add_block(page, step, "Text")
    _body(page, step).locator("[contenteditable=true]").last.click()
    page.keyboard.type(text)


def _add_picture(page: Page, title: str) -> None:
    _add_block(page, 0, "Bild")
    page.get_by_role("button", name="Välj en bild").click()
    chooser = page.get_by_role("dialog").last
    chooser.get_by_role("tab", name="Ladda upp").click()
    # A picture of its own for each course: Wagtail asks about one that it has already.
    file = {"name": "las.png", "mimeType": "image/png", "buffer": png(600 + len(title))}
    chooser.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    chooser.get_by_label("Titel").fill("Lås")
    chooser.locator("form").get_by_role("button", name="Ladda upp").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("#steps-0-value-body-1-value-image-alt_text").fill(ALT)
    page.locator("#steps-0-value-body-1-value-credit").fill("Ylva Ekwall, CC0")


def _ask(page: Page) -> None:
    _add_block(page, 1, "Fråga")
    form = "#steps-1-value-body-0-value"
    page.locator(f"{form}-text").fill(QUESTION)
    page.locator("[data-contentpath=choices] button.c-sf-add-button:visible").last.click()
    for number, (text, feedback) in enumerate(((WRONG, "Det står i alla listor."), (RIGHT, "Längden avgör."))):
        page.locator(f"{form}-choices-{number}-value-text").fill(text)
        page.locator(f"{form}-choices-{number}-value-feedback").fill(feedback)
    page.locator(f"{form}-choices-1-value-is_correct").check()


def publish(page: Page) -> None:
    """Publish what is in the form without review, and say why."""
    page.get_by_role("button", name="Fler åtgärder").last.click()
    page.get_by_role("button", name="Publicera").click()
    page.get_by_label("Skriv varför").fill("Alla andra är på kurs.")
    page.get_by_role("button", name="Publicera").click()
    page.get_by_text(f"”{TITLE}” är publicerad.").wait_for(timeout=60_000)


def preview(page: Page) -> Page:
    """Open the preview in a window of its own, as an editor does before publishing."""
    page.get_by_role("button", name="förhandsvisningen").first.click()
    # Until the new page has been saved by itself, the panel shows one that is yet to be made, whose address would be taken.
    expect(page.locator("[data-w-preview-target=newTab]").last).to_have_attribute("href", re.compile("/edit/preview/"))
    # The panel renews itself while one writes; the other window shows what the panel showed last.
    beside = page.frame_locator("[data-w-preview-target=iframe]").last
    expect(beside.get_by_role("heading", level=1, name=TITLE)).to_be_attached()
    expect(beside.get_by_text(QUESTION)).to_be_attached()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Förhandsvisa i ny flik").click()
    return popup.value
