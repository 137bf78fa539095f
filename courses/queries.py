"""Reads of published modules and of what an attempt is pinned to."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Revision

from courses.content import ModuleContent, content_of
from courses.listing import ModuleCard
from courses.models import CataloguePage, MicroCoursePage
from courses.searching import found

PER_PAGE = 24


def module_page(key: UUID, language: str | None = None) -> MicroCoursePage | None:
    """Return the live page of a module in the language, else in any language, else None."""
    pages = MicroCoursePage.objects.live().filter(translation_key=key).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    wanted = language or get_language() or ""
    return by_language.get(wanted) or next(iter(by_language.values()), None)


def current_revision(page: MicroCoursePage) -> Revision:
    """Return the revision that is live, which a new enrolment is pinned to. Every published page has one."""
    revision: Revision | None = page.live_revision
    if revision is None:
        revision = page.save_revision()
        revision.publish()
        page.refresh_from_db()
    return revision


def content(revision_id: int, language: str | None = None) -> ModuleContent:
    """Return what an attempt pinned to the revision shows.

    In another language than the revision's, the live translation is shown when it has the same steps and questions;
    otherwise the learner goes on in the language of the revision.
    """
    pinned = _pinned(revision_id)
    wanted = language or get_language() or ""
    if wanted in {"", pinned.activity.language}:
        return pinned
    live = MicroCoursePage.objects.live().filter(translation_key=pinned.activity.key, locale__language_code=wanted)
    translated_id = live.values_list("live_revision_id", flat=True).first()
    translated = _pinned(translated_id) if translated_id else None
    return translated if translated and translated.shape == pinned.shape else pinned


@lru_cache(maxsize=256)
def _pinned(revision_id: int) -> ModuleContent:
    # A revision never changes, so what it holds may be remembered.
    page = Revision.objects.get(pk=revision_id).as_object()
    found: ModuleContent = content_of(page)
    return found


def cards(language: str | None = None) -> list[ModuleCard]:
    """Return the cards of all published modules in the language, newest first."""
    pages = MicroCoursePage.objects.live().filter(locale__language_code=language or get_language() or "sv")
    return [page.card() for page in pages.order_by("-first_published_at", "title")]


def titles(keys: set[UUID], language: str | None = None) -> dict[UUID, ModuleCard]:
    """Return the cards of the modules asked for, in the language where it exists, by key."""
    published = MicroCoursePage.objects.filter(translation_key__in=keys, first_published_at__isnull=False)
    wanted = language or get_language() or "sv"
    # The last one wins: live before retired, then the wanted language; a draft that was never published shows nowhere.
    ordered = sorted(
        published.select_related("locale"), key=lambda page: (page.live, page.locale.language_code == wanted)
    )
    return {page.translation_key: page.card() for page in ordered}


def catalogue_address() -> str:
    """Return the catalogue's address in the reader's language."""
    page = CataloguePage.objects.live().filter(locale__language_code=get_language() or "sv").first()
    return (page.get_url() if page else None) or "/"


def catalogue_to_write_in(user: Any) -> CataloguePage | None:
    """Return the catalogue in which new courses begin, that of the first language, if the user may write there."""
    found: CataloguePage | None = CataloguePage.objects.filter(locale=Locale.get_default()).first()
    return found if found and found.permissions_for_user(user).can_add_subpage() else None


def matching(catalogue: CataloguePage, query: str) -> "QuerySet[Any]":
    """Return the catalogue's published modules, or those that are about all of the words."""
    pages: QuerySet[Any] = MicroCoursePage.objects.child_of(catalogue).live().public()
    return found(pages, query, catalogue.locale.language_code) if query else pages


def page_of_modules(pages: "QuerySet[Any]", number: str | None) -> "ListPage[Any]":
    """Return one page of the modules, newest first."""
    return Paginator(pages.order_by("-first_published_at", "title"), PER_PAGE).get_page(number)


def translated_address(address: str, language: str) -> str | None:
    """Return the address of the same page in another language, or of the nearest page above it that has one.

    None when the address is not a page's.
    """
    for page in Page.objects.filter(url_path__endswith=_tail(address)).select_related("locale")[:10]:
        if page.get_url() == address:
            locale = Locale.objects.get(language_code=language)
            above = page.get_ancestors(inclusive=True).reverse()
            translations = (ancestor.get_translation_or_none(locale) for ancestor in above)
            return next((found.get_url() for found in translations if found and found.live), None)
    return None


def _tail(address: str) -> str:
    return f"/{address.strip('/').rsplit('/', 1)[-1]}/"


def picture_file(image_id: int | None) -> Image | None:
    """Return a picture of the CMS, or None when it has been deleted."""
    found: Image | None = Image.objects.filter(pk=image_id or 0).first()
    return found
