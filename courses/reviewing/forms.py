"""The forms that let a draft through: each carries which draft was shown, and says so when there is a newer one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from courses.reviewing.newer import told_of_newer
from courses.reviewing.queries import NewerDraft, mark_of, require_shown, shown_by


class ShownForm(forms.Form):
    """Carries the mark of the draft that was shown. `newest` is that of a newer one, once it has been told of."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    newest = ""

    def tell_of_newer(self, page: Page) -> None:
        """Say that there is a newer draft: whoever has looked at it presses once more, with its mark."""
        page.refresh_from_db(fields=["latest_revision", "latest_revision_created_at", "live_revision"])
        self.add_error(None, ValidationError(told_of_newer(page, self.data.get("shown", ""))))
        self.newest = mark_of(page.latest_revision_id, page.latest_revision_created_at)


class PublishForm(ShownForm):
    """Why it is published without review."""

    reason = forms.CharField(
        label=_("Write why"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: a date is corrected. It is kept in the page’s history."),
    )


class _ApprovalForm(ShownForm):
    def clean(self) -> dict[str, Any]:
        """Refuse what somebody else has saved since, before the editor saves anything; the step asks once more."""
        cleaned = super().clean() or {}
        mark = cleaned.get("shown", "")
        revision = shown_by(mark)
        if revision is None:
            raise ValidationError(_("Open the draft again and approve it there."))
        page: Any = revision.content_object
        try:
            require_shown(mark, page, get_active_log_context().user)
        except NewerDraft:
            self.tell_of_newer(page)
        return cleaned


class ApproveForm(_ApprovalForm, TaskStateCommentForm):
    """A comment that may be there."""


class ReasonForm(forms.Form):
    """A comment that has to be there."""

    comment = forms.CharField(label=_("Write why"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class OverrideForm(_ApprovalForm, ReasonForm):
    """Why one's own work is let through."""
