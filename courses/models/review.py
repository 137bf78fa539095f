"""A step of review as Wagtail's workflow knows it: who may take it follows from the role acted through."""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page, Task, TaskState

from courses.gates import problems_of
from courses.groups import acts_through
from courses.reviewing.forms import ApproveForm, OverrideForm, ReasonForm
from courses.reviewing.kinds import CHECKLISTS, MAY_OVERRIDE, MAY_REVIEW, ReviewKind
from courses.reviewing.newer import comparison
from courses.reviewing.queries import NewerDraft, is_own_work, require_shown

APPROVE, ASK_FOR_CHANGES, OVERRIDE = "approve", "reject", "override"


class ReviewTask(Task):
    """One step of review. Nobody approves what they have written; an academy admin may, with a reason that is kept."""

    unscoped_because: ClassVar[str] = "a step that every course goes through; it holds nobody's data"

    kind = models.CharField(max_length=10, choices=ReviewKind, unique=True)

    @property
    def checklist(self) -> tuple[object, ...]:
        """What whoever takes this step looks at, as sentences."""
        return CHECKLISTS[self.kind]

    def may_be_taken_by(self, user: Any) -> bool:
        """Tell whether the role that the user acts through takes this step."""
        return acts_through(user, MAY_REVIEW[self.kind])

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        """Let whoever takes the step read and edit."""
        return self.may_be_taken_by(user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """Keep the text still under review: for whoever has submitted it, and for whoever does not take the step."""
        state = obj.current_workflow_state
        has_submitted = bool(state and state.requested_by_id == user.pk)
        return not self.may_be_taken_by(user) or (has_submitted and not acts_through(user, MAY_OVERRIDE))

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        """Let whoever takes the step hold the page still while they read."""
        return self.may_be_taken_by(user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what the user may do with the page at this step: name, words, and that each opens a form."""
        if not self.may_be_taken_by(user):
            return []
        is_own = is_own_work(obj, user)
        if is_own and not acts_through(user, MAY_OVERRIDE):
            return []
        actions: list[tuple[str, Any, bool]] = [(ASK_FOR_CHANGES, _("Request changes"), True)]
        if not problems_of(obj.get_latest_revision_as_object()):
            approval = (OVERRIDE, _("Approve my own work"), True) if is_own else (APPROVE, _("Approve"), True)
            actions.insert(0, approval)
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """Ask for a comment; for a reason where something is refused or let through against the rule."""
        return {APPROVE: ApproveForm, OVERRIDE: OverrideForm}.get(action, ReasonForm)

    def get_template_for_action(self, action: str) -> str:
        """Show the checklist beside the comment."""
        return "courses/review/action.html"

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **given: Any) -> str | None:
        """Do what the user has chosen with the draft that they were shown; return where to look when it is another.

        What they may not do after all, having just changed the text, is not done.
        """
        page: Any = task_state.workflow_state.content_object
        shown, comment = str(given.get("shown") or ""), str(given.get("comment") or "").strip()
        try:
            with transaction.atomic():
                if action_name != ASK_FOR_CHANGES:
                    require_shown(shown, page, user)
                page.refresh_from_db()  # the editor has just saved another revision
                if action_name in {name for name, *_ in self.get_actions(page, user)}:
                    self._take(task_state, user, action_name, comment)
        except NewerDraft:
            page.refresh_from_db()
            return comparison(page, shown)
        return None

    def _take(self, task_state: TaskState, user: Any, action_name: str, comment: str) -> None:
        if action_name == APPROVE:
            task_state.approve(user=user, comment=comment)
        elif comment and action_name == ASK_FOR_CHANGES:
            task_state.reject(user=user, comment=comment)
        elif comment and action_name == OVERRIDE:
            page: Any = task_state.workflow_state.content_object
            log(instance=page.specific, action="courses.review.own", user=user, data={"reason": comment})
            task_state.approve(user=user, comment=comment)

    def get_task_states_user_can_moderate(self, user: Any, **_kwargs: Any) -> Any:
        """Return what waits for the user at this step; what they have submitted themselves waits for somebody else."""
        if not self.may_be_taken_by(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = {} if acts_through(user, MAY_OVERRIDE) else {"workflow_state__requested_by": user}
        return waiting.exclude(**mine) if mine else waiting

    @classmethod
    def get_description(cls) -> str:
        """Say what kind of task this is."""
        return str(_("A step of review, by the roles of the academy"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
