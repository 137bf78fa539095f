"""The fixed pages and the editors' group: in place after every migration, also when that is run again."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from courses.groups import EDITORS
from courses.models import CataloguePage, HomePage
from courses.site import ensure_site
from tests.conftest import Cast

MODELS = (
    Page,
    HomePage,
    CataloguePage,
    Locale,
    Site,
    Group,
    GroupPagePermission,
    GroupCollectionPermission,
    Collection,
)


def everything() -> dict[str, Any]:
    found: dict[str, Any] = {
        model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in MODELS
    }
    group = Group.objects.get(name=EDITORS)
    return found | {"permissions": sorted(group.permissions.values_list("codename", flat=True))}


@pytest.mark.django_db
def test_both_languages_have_a_root_and_a_catalogue() -> None:
    ensure_site()
    pages = CataloguePage.objects.order_by("pk")
    assert [(page.locale.language_code, page.get_url(), page.live) for page in pages] == [
        ("sv", "/katalog/", True),
        ("en", "/en/catalogue/", True),
    ]
    swedish, english = pages
    assert swedish.translation_key == english.translation_key
    assert HomePage.objects.count() == 2
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get(locale__language_code="sv")


@pytest.mark.django_db
def test_running_it_again_changes_nothing() -> None:
    ensure_site()
    before = everything()
    ensure_site()
    assert everything() == before


@pytest.mark.django_db
def test_what_an_editor_changed_stays() -> None:
    ensure_site()
    page = CataloguePage.objects.get(locale__language_code="sv")
    page.title, page.intro = "Kurser", "Egna ord."
    page.save_revision().publish()
    ensure_site()
    page.refresh_from_db()
    assert (page.title, page.intro) == ("Kurser", "Egna ord.")


@pytest.mark.django_db
def test_editors_write_and_publish_and_manage_nobody() -> None:
    ensure_site()
    group = Group.objects.get(name=EDITORS)
    assert sorted(group.permissions.values_list("codename", flat=True)) == ["access_admin"]
    rights = GroupPagePermission.objects.filter(group=group)
    assert {right.permission.codename for right in rights} == {
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    }
    assert {right.page_id for right in rights} == set(HomePage.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_is_put_in_order_again(cast: Cast) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert [page.get_url() for page in CataloguePage.objects.order_by("pk")] == ["/katalog/", "/en/catalogue/"]
    group = Group.objects.get(name=EDITORS)
    assert sorted(group.permissions.values_list("codename", flat=True)) == ["access_admin"]
