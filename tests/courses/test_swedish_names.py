"""Names that Wagtail gives in English: Swedish after the migrations, those that somebody has chosen left as they are."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from tests.conftest import Cast
from tests.courses.samples import catalogue, sample_course

MODERATION = "Moderators approval"


def migrate() -> None:
    import_module("courses.migrations.0005_swedish_names").name_in_swedish(apps, None)


def moderation() -> Workflow:
    """Wagtail's own workflow for every page, as an installation from before has it."""
    workflow: Workflow = Workflow.objects.create(name=MODERATION)
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name=MODERATION))
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    return workflow


@pytest.mark.django_db
def test_the_roots_are_named_in_swedish_and_a_chosen_name_stays() -> None:
    Page.objects.filter(depth=1).update(title="Root", draft_title="Root")
    Collection.objects.filter(depth=1).update(name="Bilder")
    migrate()
    root = Page.get_first_root_node()
    assert (root.title, root.draft_title, root.slug) == ("Alla sidor", "Alla sidor", "root")
    assert Collection.get_first_root_node().name == "Bilder"


@pytest.mark.django_db
def test_moderation_that_nobody_has_used_is_gone() -> None:
    moderation()
    others = set(Task.objects.exclude(name=MODERATION).values_list("name", flat=True))
    for _ in range(2):
        migrate()
        assert set(Workflow.objects.values_list("name", flat=True)) == {"Granskning"}
        assert set(Task.objects.values_list("name", flat=True)) == others
        assert not WorkflowPage.objects.filter(page__depth=1).exists()


def home() -> Page:
    page: Page = Page.objects.filter(depth=2).earliest("pk")
    return page


def one_more_step(workflow: Workflow) -> None:
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Juristen"))


def one_more_page(workflow: Workflow) -> None:
    WorkflowPage.objects.create(workflow=workflow, page=home())


def another_page(workflow: Workflow) -> None:
    WorkflowPage.objects.filter(workflow=workflow).update(page=home())


def images_too(workflow: Workflow) -> None:
    kind = ContentType.objects.get_for_model(Collection)
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)


@pytest.mark.parametrize("change", [one_more_step, one_more_page, another_page, images_too])
@pytest.mark.django_db
def test_moderation_that_somebody_made_their_own_stays_whole(change: Callable[[Workflow], None]) -> None:
    workflow = moderation()
    change(workflow)
    before = (Task.objects.count(), WorkflowTask.objects.count(), WorkflowPage.objects.count())
    migrate()
    workflow.refresh_from_db()
    assert workflow.name == "Godkännande av moderatorer"
    assert "Godkännande av moderatorer" in {task.name for task in workflow.tasks}
    assert (Task.objects.count(), WorkflowTask.objects.count(), WorkflowPage.objects.count()) == before


@pytest.mark.django_db
def test_moderation_that_was_used_keeps_its_history_under_a_swedish_name(cast: Cast) -> None:
    workflow = moderation()
    course = sample_course(catalogue())
    course.save_revision()
    workflow.start(course, cast.editor)
    migrate()
    workflow.refresh_from_db()
    assert (workflow.name, workflow.workflow_states.count()) == ("Godkännande av moderatorer", 1)
    assert [task.name for task in workflow.tasks] == ["Godkännande av moderatorer"]
    assert WorkflowPage.objects.filter(page__depth=1).exists()


@pytest.mark.django_db
def test_a_new_academy_has_no_english_names_and_one_workflow() -> None:
    assert (Page.get_first_root_node().title, Collection.get_first_root_node().name) == ("Alla sidor", "Huvudsamling")
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Granskning"]


@pytest.mark.django_db(transaction=True)
def test_an_emptied_one_neither(cast: Cast) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert (Page.get_first_root_node().title, Collection.get_first_root_node().name) == ("Alla sidor", "Huvudsamling")
