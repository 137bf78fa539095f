"""Beginning a translation and writing it back: structure, ids and right answers are always the source's."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Locale, Page, Revision

from courses.models import MicroCoursePage, Translation
from courses.reviewing.queries import require_shown
from courses.translating.queries import said_by_the_source
from courses.translating.segments import by_path, rewritten

# Beside the words, and what it is tagged with, a translation says of itself what its source says.
SYNCHRONISED = ("minutes", "review_by")


@transaction.atomic
def begin(*, source: MicroCoursePage, locale: Locale, user: Any, now: datetime) -> Translation:
    """Make the page in the other language, a draft with the source's words, and remember what it was made from.

    A page that is there already is taken as it is, its words as the translation of what the source says now. Begun twice
    at once, the second waits and finds the first's.
    """
    pages = Page.objects.select_for_update().filter(translation_key=source.translation_key).order_by("pk")
    list(pages.values_list("pk"))
    existing = source.get_translation_or_none(locale)
    said = said_by_the_source(source)
    seen = by_path(said) if existing else {}
    page = existing or _copied(source, said, locale, user)
    record, _ = Translation.objects.get_or_create(
        page_id=page.pk, defaults={"source_id": source.pk, "seen": seen, "confirmed_at": now}
    )
    return record


def _copied(source: MicroCoursePage, said: Page, locale: Locale, user: Any) -> Page:
    copy: MicroCoursePage = source.copy_for_translation(locale)
    copy.owner = user
    _fill(copy, said, lambda _path, text: text)
    copy.save()
    copy.save_revision(user=user, log_action=True)
    return copy


@transaction.atomic
def save(
    *, record: Translation, texts: Mapping[str, str], confirmed: Collection[str], shown: str, user: Any, now: datetime
) -> Revision:
    """Save a draft of the translation with these texts by path; what is not given keeps the words it has.

    Paths in `confirmed` say what the source says now. Steps, blocks, order, pictures, minutes and right answers become
    the source's, so that a translation can be taken in place of its source (docs/decisions/0009). `shown` is the mark of
    the draft that the texts were written on; raises NewerDraft when there is another by now, and writes nothing.
    """
    record = Translation.objects.select_for_update().get(pk=record.pk)
    require_shown(shown, record.page)
    source = said_by_the_source(record.source.specific)
    page = record.page.specific.get_latest_revision_as_object()
    theirs, said = by_path(page), by_path(source)
    _fill(page, source, lambda path, text: texts.get(path, theirs.get(path, "" if text else text)))
    if not page.first_published_at and page.title != source.title:
        page.slug = _free_slug(page)
    record.seen = {
        path: said[path] if path in confirmed else record.seen[path]
        for path in said
        if path in confirmed or path in record.seen
    }
    record.confirmed_at = now
    record.save(update_fields=["seen", "confirmed_at"])
    saved: Revision = page.save_revision(user=user, log_action=True, clean=False)
    return saved


def _fill(page: Any, source: Any, rewrite: Any) -> None:
    for name, value in rewritten(source, rewrite).items():
        stored = page._meta.get_field(name)
        setattr(page, name, stored.to_python(json.dumps(value)) if isinstance(value, list) else value)
    for name in SYNCHRONISED:
        setattr(page, name, getattr(source, name))
    for tags in page._meta.many_to_many:
        if isinstance(tags, ParentalManyToManyField):
            setattr(page, tags.name, list(getattr(source, tags.name).all()))


def _free_slug(page: Page) -> str:
    wanted = slugify(page.title)[:200] or page.slug
    taken = page.get_siblings(inclusive=False).filter(slug=wanted).exists() if page.pk else False
    return page.slug if taken else wanted
