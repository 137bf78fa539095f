"""The demo's courses: from TOML to published pages in both languages, with permanent ids."""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Locale, Revision

from academy.html import clean_html
from courses.competences.queries.choosing import by_keys, goals_by_keys
from courses.models import CataloguePage, MicroCoursePage
from courses.translating.actions import begin as begin_translation

CONTENT = Path(__file__).parent / "content"
NAMESPACE = uuid.UUID("b1b6a1f4-52f0-4cf5-8f55-7c0f8a5c2e11")
# The catalogue shows the newest first: the last of these stands at its top.
COURSES = ("kotter", "procurement", "needs", "ai-act", "security", "gdpr")

# What the pictures are called where editors choose among them: both languages of a course share one.
PICTURES = {
    "ai-act-levels.png": "Trappa med fyra steg",
    "gdpr-purpose.png": "Kort på väg till ett hus",
    "kotter-hill.png": "Backe i åtta avsatser",
    "needs-iceberg.png": "Isberg i tvärsnitt",
    "procurement-zones.png": "Tre runda fält på rad",
    "security-three.png": "Mapp med tre vägar ut",
}


@dataclass(frozen=True)
class Record:
    """What is known of a course beside its text: who wrote it, when it came out, and when to look through it again.

    `revised_at` is when the text was brought up to what it says now, if that was later.
    """

    owner_id: int
    published_at: datetime
    review_by: date
    revised_at: datetime | None = None


def load_courses(records: Mapping[str, Record] | None = None) -> dict[str, MicroCoursePage]:
    """Publish each course where it is not there yet, the English as translation of the Swedish; return that by key."""
    return {key: _course(key, (records or {}).get(key)) for key in COURSES}


def _course(key: str, record: Record | None) -> MicroCoursePage:
    swedish = _published(_read(key, "sv"), "sv", record)
    english = _published(_read(key, "en"), "en", record)
    now = (record.revised_at or record.published_at) if record else timezone.now()
    begin_translation(source=swedish, locale=english.locale, user=None, now=now)
    return swedish


def _read(key: str, language: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{key}.{language}.toml").read_text(encoding="utf-8"))


def _published(source: dict[str, Any], language: str, record: Record | None) -> MicroCoursePage:
    locale = Locale.objects.get(language_code=language)
    key = _id(source["key"])
    existing: MicroCoursePage | None = MicroCoursePage.objects.filter(translation_key=key, locale=locale).first()
    if existing:
        return existing
    page = MicroCoursePage(translation_key=key, locale=locale, **_fields(source))
    page.capabilities, page.goals = by_keys(source["capabilities"]), goals_by_keys(source["goals"])
    if record:
        page.owner_id, page.review_by = record.owner_id, record.review_by
    CataloguePage.objects.get(locale=locale).add_child(instance=page)
    page.full_clean()
    page.save_revision().publish()
    page.refresh_from_db()
    if record:
        _date(page, record.published_at, record.revised_at or record.published_at)
        page.refresh_from_db()
    return page


def _date(page: MicroCoursePage, first: datetime, last: datetime) -> None:
    """Say that the page came out in the past, and when it last did; publishing knows the present alone."""
    MicroCoursePage.objects.filter(pk=page.pk).update(
        first_published_at=first, last_published_at=last, latest_revision_created_at=last
    )
    Revision.objects.filter(pk=page.live_revision_id).update(created_at=last)


def _fields(source: dict[str, Any]) -> dict[str, Any]:
    plain = {name: source[name] for name in ("title", "slug", "summary", "minutes")}
    return plain | {
        "outcomes": _listed(source, "outcome"),
        "sources": _listed(source, "source"),
        "at_work": clean_html(source["at_work"]),
        "steps": [_step(source["key"], step) for step in source["steps"]],
    }


def _listed(source: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return a list of one kind of block; its places are the same in both languages."""
    values = enumerate(source[f"{kind}s"])
    return [{"id": str(_id(f"{source['key']}/{kind}/{at}")), "type": kind, "value": value} for at, value in values]


def _step(course: str, step: dict[str, Any]) -> dict[str, Any]:
    path = f"{course}/{step['id']}"
    body = [_block(f"{path}/{number}", block) for number, block in enumerate(step["blocks"])]
    return {
        "id": str(_id(path)),
        "type": "step",
        "value": {"title": step["title"], "minutes": step["minutes"], "body": body},
    }


def _block(path: str, block: dict[str, Any]) -> dict[str, Any]:
    kind = block["type"]
    value: Any
    if kind == "text":
        value = clean_html(block["html"])
    elif kind in {"scenario", "fold"}:
        value = {"title": block["title"], "text": clean_html(block["html"])}
    elif kind == "reflection":
        value, path = {"text": block["text"]}, f"{path}/{block['id']}"
    elif kind == "image":
        picture = {"image": _image(block["file"], block["alt"]).pk, "alt_text": block["alt"], "decorative": False}
        value = {"image": picture, "caption": block.get("caption", ""), "credit": block.get("credit", "")}
    else:
        value = {"text": block["text"], "choices": [_choice(path, block, choice) for choice in block["choices"]]}
        path = f"{path}/{block['id']}"
    return {"id": str(_id(path)), "type": kind, "value": value}


def _choice(path: str, block: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    value = {"text": choice["text"], "is_correct": choice["correct"], "feedback": choice["feedback"]}
    return {"id": str(_id(f"{path}/{block['id']}/{choice['id']}")), "type": "item", "value": value}


def _image(name: str, description: str) -> Image:
    title = PICTURES[name]
    existing: Image | None = Image.objects.filter(title=title).first()
    if existing:
        return existing
    with (CONTENT / name).open("rb") as file:
        image: Image = Image.objects.create(title=title, description=description[:255], file=ImageFile(file, name=name))
    return image


def _id(path: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, path)
