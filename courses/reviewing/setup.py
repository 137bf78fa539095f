"""The review as Wagtail's data: one workflow of two steps for everything in the catalogues."""

from collections.abc import Iterable

from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import ReviewTask
from courses.reviewing.kinds import ReviewKind

# Names are rows, and rows have one language; what editors press is translated (courses.wagtail_hooks).
WORKFLOW = "Granskning"
NAMES = {ReviewKind.SUBJECT: "Ämnesgranskning", ReviewKind.LANGUAGE: "Granskning av språk och tillgänglighet"}


def ensure_review(catalogues: Iterable[Page]) -> None:
    """Create what is missing of the steps, their order, and that they hold for everything in the catalogues."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (kind, name) in enumerate(NAMES.items()):
        task, _ = ReviewTask.objects.get_or_create(kind=kind, defaults={"name": name})
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for page in catalogues:
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
