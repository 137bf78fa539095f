"""How people came in: an invitation, singly or as a row of a file that can be taken back."""

import uuid
from typing import Any, ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from learners.models.accounts import User
from learners.models.memberships import Membership
from learners.models.organisations import Organisation


class PeopleFile(ScopedModel):
    """A file of people: read and shown as it would turn out, then applied, then perhaps taken back."""

    class State(models.TextChoices):
        """Where the file stands."""

        CHECKED = "checked"
        WAITING = "waiting"
        FAILED = "failed"
        APPLIED = "applied"
        UNDOING = "undoing"
        UNDONE = "undone"
        DISCARDED = "discarded"

    class Problem(models.TextChoices):
        """Why the last attempt at the file came to nothing."""

        ROWS = "rows"
        REACH = "reach"
        LATE = "late"
        BROKEN = "broken"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    # Names and addresses: emptied when the file is applied or discarded.
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    size = models.PositiveIntegerField(default=0, help_text="Rows in the file, the heading aside.")
    problem = models.CharField(max_length=8, choices=Problem, blank=True)
    # What a worker needs: whose rights it works by, and how often it has tried.
    asked_through = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[ScopedManager["PeopleFile"]] = ScopedManager()

    def __str__(self) -> str:
        return str(self.public_id)


class PeopleFileRow(ScopedModel):
    """What one row of an applied file did, so that it can be taken back."""

    scope_lookup: ClassVar[str] = "file__organisation_id"

    file = models.ForeignKey(PeopleFile, on_delete=models.CASCADE, related_name="done")
    number = models.PositiveIntegerField(help_text="Row in the file, the heading being row 1.")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_person = models.BooleanField()
    made_membership = models.BooleanField()
    # The membership's values as the file gave them, and which invitation and role came with it: never a name.
    made: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    kept = models.CharField(max_length=12, blank=True, help_text="Why it stayed when the file was taken back.")

    objects: ClassVar[ScopedManager["PeopleFileRow"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="people_file_row_once")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.file_id}"


class Invitation(ScopedModel):
    """That a person has been asked in. It is accepted by signing in, so nothing in it is secret.

    Until the person has signed in, the organisation sees the name that was typed, never one that is known elsewhere:
    otherwise an address would be enough to learn whose it is (docs/decisions/0015-invitations.md).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    first_name = models.CharField(max_length=80, blank=True, help_text="As typed by whoever invited.")
    last_name = models.CharField(max_length=80, blank=True, help_text="As typed by whoever invited.")
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="When it was last sent.")
    times = models.PositiveSmallIntegerField(default=1)

    objects: ClassVar[ScopedManager["Invitation"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="invitation_once")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
