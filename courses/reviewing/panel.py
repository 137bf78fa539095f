"""What stands above the text of a page under review: where it is, what to look at, and what the reviewer wrote."""

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import TaskState, WorkflowState

from courses.gates import problems_of


class ReviewPanel(Panel):
    """Shown while a page is in review, or has come back with changes to make."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page for one reader."""

        template_name = "courses/review/panel.html"

        def is_shown(self) -> bool:
            """Tell whether there is anything to say."""
            return super().is_shown() and self.state is not None

        @property
        def state(self) -> WorkflowState | None:
            """Where the page is in its review, or None."""
            found: WorkflowState | None = self.instance.current_workflow_state if self.instance.pk else None
            return found

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the steps, the checklist of the present one, and the last words of a reviewer."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            state = self.state
            task_state = state.current_task_state if state else None
            if state is None or task_state is None:
                return context
            return context | {
                "steps": state.all_tasks_with_status(),
                "task": task_state.task.specific,
                "task_state": task_state,
                "changes_asked": task_state.status == TaskState.STATUS_REJECTED,
                "problems": problems_of(self.instance),
            }
