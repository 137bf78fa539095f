"""Tags on a module: kept by copies and revisions, told by module key, and pinned with the content."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from courses.api import capability_keys, content, current_revision
from courses.competences.queries.choosing import by_keys, choosable, goals_by_keys
from courses.competences.queries.tags import developed_by
from courses.models import Capability, MicroCoursePage
from courses.site import ensure_site
from tests.courses.samples import catalogue, sample_course

pytestmark = pytest.mark.django_db
KEYS = ("avveckla", "inkludera")


@pytest.fixture
def module() -> MicroCoursePage:
    """A published course with two capabilities and a goal."""
    ensure_site()
    page = sample_course(catalogue(), capabilities=KEYS)
    page.goals = goals_by_keys(["digital-ledning"])
    page.save_revision().publish()
    stored: MicroCoursePage = MicroCoursePage.objects.get(pk=page.pk)
    return stored


def keys(page: MicroCoursePage) -> list[str]:
    return sorted(row.key for row in page.capabilities.all())


def test_a_translation_and_a_copy_keep_capabilities_and_goals(module: MicroCoursePage) -> None:
    english = module.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    copy = module.copy(update_attrs={"slug": "kopia", "title": "Kopia"})
    for page in (english, copy):
        stored = MicroCoursePage.objects.get(pk=page.pk)
        assert keys(stored) == keys(stored.get_latest_revision_as_object()) == list(KEYS)
        assert [goal.key for goal in stored.goals.all()] == ["digital-ledning"]
    assert copy.translation_key != module.translation_key


def test_a_moved_module_keeps_them(module: MicroCoursePage) -> None:
    module.move(Page.objects.get(pk=catalogue("en").pk), pos="last-child")
    assert keys(MicroCoursePage.objects.get(pk=module.pk)) == list(KEYS)


def test_an_attempt_is_pinned_to_what_its_revision_said(module: MicroCoursePage) -> None:
    begun_with = current_revision(module)
    module.capabilities = by_keys(["utbilda"])
    module.save_revision().publish()
    assert capability_keys([module.translation_key]) == {module.translation_key: ("utbilda",)}
    assert content(begun_with.pk).capabilities == KEYS
    assert content(current_revision(MicroCoursePage.objects.get(pk=module.pk)).pk).capabilities == ("utbilda",)


def test_a_draft_changes_nothing_before_it_is_published(module: MicroCoursePage) -> None:
    module.capabilities = by_keys(["utbilda"])
    draft = module.save_revision()
    assert capability_keys([module.translation_key]) == {module.translation_key: KEYS}
    assert keys(draft.as_object()) == ["utbilda"]


def test_modules_tell_their_keys_at_once_and_all_languages_together(module: MicroCoursePage) -> None:
    english = module.copy_for_translation(Locale.objects.get(language_code="en"))
    english.capabilities = by_keys(["utbilda", "avveckla"])
    english.save_revision().publish()
    other = sample_course(catalogue(), "Annan", "annan", capabilities=("nytankande",))
    hidden = sample_course(catalogue(), "Dold", "dold", capabilities=("nytankande",))
    hidden.unpublish()
    asked = [module.translation_key, other.translation_key, hidden.translation_key, uuid.uuid4()]
    with CaptureQueriesContext(connection) as queries:
        found = capability_keys(asked)
    assert found == {
        module.translation_key: ("avveckla", "inkludera", "utbilda"),
        other.translation_key: ("nytankande",),
    }
    assert len(queries) == 1


def test_a_retired_capability_stays_on_its_modules_and_is_offered_nowhere_else(module: MicroCoursePage) -> None:
    Capability.objects.filter(key="avveckla").update(retired_in=2)
    assert capability_keys([module.translation_key]) == {module.translation_key: KEYS}
    assert [one.row.key for one in developed_by(module)] == ["inkludera"]
    assert {row.key for row in choosable(module)} >= set(KEYS)
    offered = {row.key for row in choosable(MicroCoursePage())}
    assert "avveckla" not in offered
    assert len(offered) == 54


def test_unknown_keys_are_named() -> None:
    with pytest.raises(KeyError, match="finns-inte"):
        by_keys(["avveckla", "finns-inte"])
    with pytest.raises(KeyError, match="finns-inte"):
        goals_by_keys(["finns-inte"])
    assert [row.key for row in by_keys(["utbilda", "avveckla"])] == ["utbilda", "avveckla"]
