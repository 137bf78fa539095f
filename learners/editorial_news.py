"""What happens in the CMS becomes messages of the academy. Wagtail's own mails are silenced: they keep no budget."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from academy.events import handles
from academy.periods import local_day
from courses.events import PageExpired, PublicationFailed, ReviewDue
from courses.models import ReviewTask
from courses.reviewing.queries import writers
from learners.actions import editorial

_NOTICES = ("submitted", "approved", "rejected", "updated_comments")
_WAGTAILS_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def silence_wagtail() -> None:
    """Take away the mails that Wagtail sends by itself about the workflow. Those about comments ask the profile."""
    for signal, sender, uid in _WAGTAILS_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=uid)


@receiver(pre_save, sender=UserProfile, dispatch_uid="learners.no_mails_of_wagtail")
def no_mails_of_wagtail(instance: UserProfile, **_: Any) -> None:
    """Keep Wagtail's notices off in every profile, also in one that is made while a mail is about to be sent."""
    for notice in _NOTICES:
        setattr(instance, f"{notice}_notifications", False)


@receiver(task_submitted, dispatch_uid="learners.review_waits")
def review_waits(instance: TaskState, **_: Any) -> None:
    """Ask the reviewers when a step begins."""
    task = instance.task.specific
    page = instance.workflow_state.content_object
    if isinstance(task, ReviewTask) and isinstance(page, Page):
        asker = instance.workflow_state.requested_by_id
        editorial.ask_for_review(
            task_state_id=instance.pk,
            step=task.kind,
            page_id=page.pk,
            title=page.get_admin_display_title(),
            besides=writers(page) | ({asker} if asker else set()),
            now=timezone.now(),
        )


@receiver(workflow_rejected, dispatch_uid="learners.changes_are_asked")
def changes_are_asked(instance: WorkflowState, **_: Any) -> None:
    """Tell the author when a reviewer asks for changes."""
    page = instance.content_object
    if instance.requested_by_id and instance.current_task_state_id and isinstance(page, Page):
        editorial.tell_of_changes_asked(
            task_state_id=instance.current_task_state_id,
            person_id=instance.requested_by_id,
            page_id=page.pk,
            title=page.get_admin_display_title(),
            now=timezone.now(),
        )


@receiver(workflow_approved, dispatch_uid="learners.course_is_out")
def course_is_out(instance: WorkflowState, user: Any, **_: Any) -> None:
    """Tell the author when the last step is done by somebody else."""
    page = instance.content_object
    if not isinstance(page, Page) or not instance.requested_by_id or instance.requested_by == user:
        return
    go_live = page.get_latest_revision_as_object().go_live_at
    editorial.tell_of_approval(
        workflow_state_id=instance.pk,
        person_id=instance.requested_by_id,
        page_id=page.pk,
        title=page.get_admin_display_title(),
        day=local_day(go_live).isoformat() if go_live and go_live > timezone.now() else "",
        now=timezone.now(),
    )


@receiver(post_save, sender=Comment, dispatch_uid="learners.comment_is_written")
def comment_is_written(instance: Comment, created: bool, **_: Any) -> None:
    """Tell those who write and review the page of a new comment."""
    if created:
        _tell_of(instance, f"{instance.pk}", instance.user_id)


@receiver(post_save, sender=CommentReply, dispatch_uid="learners.answer_is_written")
def answer_is_written(instance: CommentReply, created: bool, **_: Any) -> None:
    """Tell them of an answer too."""
    if created:
        _tell_of(instance.comment, f"{instance.comment_id}:{instance.pk}", instance.user_id)


def _tell_of(comment: Comment, name: str, by: int) -> None:
    page = comment.page
    state = page.current_workflow_state
    takers = {page.owner_id, state.requested_by_id if state else None, comment.user_id}
    takers |= {reply.user_id for reply in comment.replies.all()}
    editorial.tell_of_comment(
        comment=name,
        receivers={person for person in takers if person and person != by},
        page_id=page.pk,
        title=page.get_admin_display_title(),
        now=timezone.now(),
    )


@handles(PublicationFailed)
def publication_failed(event: PublicationFailed) -> None:
    """Tell the writer."""
    editorial.tell_of_failure(
        event_id=event.event_id,
        writer_id=event.writer_id,
        page_id=event.page_id,
        title=event.title,
        now=event.occurred_at,
    )


@handles(PageExpired)
def page_expired(event: PageExpired) -> None:
    """Tell the writer."""
    editorial.tell_of_expiry(
        event_id=event.event_id,
        writer_id=event.writer_id,
        page_id=event.page_id,
        title=event.title,
        now=event.occurred_at,
    )


@handles(ReviewDue)
def review_due(event: ReviewDue) -> None:
    """Tell the writer, or the academy admins of a page that nobody owns."""
    editorial.tell_of_review_due(
        writer_id=event.writer_id,
        page_id=event.page_id,
        title=event.title,
        day=event.review_by.isoformat(),
        now=event.occurred_at,
    )
