"""What is written down about records of people: who has read them, and who has changed what and why."""

from typing import Any, ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from learners.models.accounts import User
from learners.models.memberships import Membership
from learners.models.organisations import Organisation


class ReadEntry(ScopedModel):
    """Someone has read another person's record, at most one row a day for the same reader and page."""

    class Page(models.TextChoices):
        """Which page showed the record."""

        PEOPLE = "people"
        PERSON = "person"
        TEAM = "team"
        FILE = "file"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # The membership read through: it says as what.
    reader_membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(User, on_delete=models.CASCADE, related_name="read_entries")
    page = models.CharField(max_length=10, choices=Page)
    day = models.DateField(help_text="In Sweden.")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["ReadEntry"]] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader_membership", "subject", "page", "day"], name="read_once_a_day")
        ]
        indexes = [models.Index(fields=["subject", "-last_at"], name="read_by_subject")]

    def __str__(self) -> str:
        return f"{self.page} {self.day}"


class Change(ScopedModel):
    """Someone has changed an organisation, a unit, a team, a membership or a role; with the reason where one is asked."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40, help_text="As learners.journal declares it.")
    # The person it is about, if any: deleted with them.
    subject = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Never a person's name: units, teams, dates and roles.
    about = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    after: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)

    objects: ClassVar[ScopedManager["Change"]] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="change_of_organisation")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
