"""One attempt at a module: pinned to the revision taken, with the steps done and the questions answered."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from wagtail.models import Revision

from academy.scoping import ScopedManager, ScopedModel
from learners.models.accounts import User
from learners.models.memberships import Membership
from learners.models.organisations import Organisation


class Enrolment(ScopedModel):
    """A person's attempt at a module; a new attempt is a new row.

    `registration` ties its statements together. Addresses carry `public_id` instead: an address is seen by proxies and
    histories that know who the reader is, and must not lead from there to a statement.
    """

    class Source(models.TextChoices):
        """How the enrolment came about."""

        SELF = "self"

    registration = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="enrolments")
    module_key = models.UUIDField(db_index=True)
    # PROTECT: what someone has taken is never purged from under their history.
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=Source, default=Source.SELF)
    due_on = models.DateField(null=True, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    correct = models.PositiveSmallIntegerField(default=0)
    questions = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[ScopedManager["Enrolment"]] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["person", "module_key"], name="enrolment_person_module")]
        constraints = [
            models.UniqueConstraint(
                # A person may work in two organisations; neither sees an attempt made through the other.
                fields=["person", "organisation", "module_key"],
                condition=Q(completed_at__isnull=True, withdrawn_at__isnull=True),
                name="enrolment_one_open_attempt",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the organisation is always that of the membership enrolled through."""
        if self._state.adding:
            self.organisation_id = self.membership.organisation_id
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Tell whether the attempt is neither finished nor withdrawn."""
        return self.completed_at is None and self.withdrawn_at is None


class StepProgress(ScopedModel):
    """A step that has been done in an attempt."""

    scope_lookup: ClassVar[str] = "enrolment__organisation_id"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="steps")
    step_id = models.UUIDField()
    completed_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["StepProgress"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_id"], name="step_done_once")]

    def __str__(self) -> str:
        return str(self.step_id)


class Answer(ScopedModel):
    """What a person last answered a question, and how the first try went. Never leaves the domain rows."""

    scope_lookup: ClassVar[str] = "enrolment__organisation_id"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="answers")
    question_id = models.UUIDField()
    choice_id = models.UUIDField()
    is_correct = models.BooleanField()
    first_was_correct = models.BooleanField()
    attempts = models.PositiveSmallIntegerField(default=1)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="When the right answer was shown, if asked for.")
    answered_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["Answer"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "question_id"], name="answer_once")]

    def __str__(self) -> str:
        return str(self.question_id)

    @property
    def is_settled(self) -> bool:
        """Tell whether the learner may go on: answered rightly, or shown the answer."""
        return self.is_correct or self.shown_at is not None
