"""What the first page of the CMS shows: what waits for review, what is to be looked through again, and what is new."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from academy.periods import local_day
from courses.models import CataloguePage
from courses.reviewing.queries import latest, to_renew


class Awaiting(WorkflowObjectsToModeratePanel):
    """Wagtail's panel of what waits for the reader's review, with whoever asked for each (academy/cms_templates.py)."""

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return Wagtail's context, those who asked looked up for all rows at once."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        asked = [state["task_state"].workflow_state for state in context["states"]]
        prefetch_related_objects(asked, "requested_by")
        return context


class Begin(Component):  # type: ignore[misc] # Wagtail's is untyped
    """The way to a new course, for whoever may write one."""

    name = "begin"
    order = 50
    template_name = "courses/home/begin.html"

    def __init__(self, catalogue: CataloguePage) -> None:
        self.catalogue = catalogue

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the catalogue in which the course begins."""
        return {"catalogue": self.catalogue}


class ToRenew(Component):  # type: ignore[misc] # Wagtail's is untyped
    """Published modules whose review comes or has passed, and those that have no date and were not touched for a year."""

    name = "to_renew"
    order = 220
    template_name = "courses/home/renew.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the pages, the most urgent first."""
        now = timezone.now()
        return {"pages": to_renew(now), "today": local_day(now)}


class Latest(Component):  # type: ignore[misc]
    """The modules that were published last, whoever published them."""

    name = "latest"
    order = 270
    template_name = "courses/home/latest.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the pages, the newest first."""
        return {"pages": latest()}
