"""The pages, locales and editors' groups that every installation has; kept in place after each migration."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from courses.groups import AUTHORS, EDITORS, REVIEWERS
from courses.models import CataloguePage, HomePage
from courses.reviewing.setup import ensure_review

# What each group does with pages: authors write, reviewers also hold a page still while they read, and publishing is for
# academy admins alone. Who is in a group follows from roles (learners.actions.editors), never from the CMS.
PAGE_PERMISSIONS = {
    AUTHORS: ("add_page", "change_page"),
    REVIEWERS: ("add_page", "change_page", "lock_page", "unlock_page"),
    EDITORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
IMAGE_PERMISSIONS = ("add_image", "change_image", "choose_image")
# What the CMS alone shows; Wagtail's own names are English (courses/migrations/0005_swedish_names.py).
ROOT, MAIN_COLLECTION = "Alla sidor", "Huvudsamling"
TEXTS = {
    "sv": ("Start", "start", "Katalog", "katalog", "Korta kurser som ryms i en paus."),
    "en": ("Start", "start-en", "Catalogue", "catalogue", "Short courses that fit in a break."),
}


@transaction.atomic
def ensure_site(**_: Any) -> None:
    """Create what is missing of locales, root pages, catalogues and the editors' groups.

    Safe to run again, also after `manage.py flush`.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in TEXTS}
    home = _home(locales["sv"])
    _site(home)
    catalogue = _catalogue(home)
    english = _translated(home, locales["en"], *TEXTS["en"][:2])
    translated = _translated(catalogue, locales["en"], *TEXTS["en"][2:])
    for name, page_permissions in PAGE_PERMISSIONS.items():
        _group(name, page_permissions, [home, english])
    ensure_review([catalogue, translated])


def _home(locale: Locale) -> Any:
    existing = HomePage.objects.filter(locale=locale).first()
    if existing:
        return existing
    root = Page.get_first_root_node() or Page.add_root(title=ROOT, slug="root", locale=locale)
    title, slug, *_ = TEXTS["sv"]
    return root.add_child(instance=HomePage(title=title, slug=slug, locale=locale))


def _site(home: Any) -> None:
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=home)
    welcome = None if site.root_page_id == home.pk else site.root_page
    site.hostname, site.port, site.root_page = address.hostname, port, home
    site.save()
    if welcome and not welcome.is_root() and welcome.specific_class is Page:
        Page.objects.get(pk=welcome.pk).delete()


def _catalogue(home: Any) -> Any:
    existing = CataloguePage.objects.child_of(home).first()
    if existing:
        return existing
    _, _, title, slug, intro = TEXTS["sv"]
    return home.add_child(instance=CataloguePage(title=title, slug=slug, intro=intro))


def _translated(page: Any, locale: Locale, title: str, slug: str, intro: str | None = None) -> Any:
    existing = page.get_translation_or_none(locale)
    if existing:
        return existing
    copy = page.copy_for_translation(locale)
    copy.title, copy.slug = title, slug
    if intro is not None:
        copy.intro = intro
    copy.live = True
    copy.save_revision().publish()
    return copy


def _group(name: str, page_permissions: tuple[str, ...], homes: list[Any]) -> None:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=page_permissions):
        for home in homes:
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    collection = Collection.get_first_root_node() or Collection.add_root(name=MAIN_COLLECTION)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=IMAGE_PERMISSIONS
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
