"""Where a person works, from when to when, and what they may do there."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from academy.scoping import ScopedManager, ScopedModel
from learners.models.accounts import User
from learners.models.organisations import Organisation, Unit
from learners.roles import Role


class LeaderGroup(models.TextChoices):
    """The three groups that change needs in every municipality; blank for everyone else."""

    ELECTED = "elected", _("elected member")
    OFFICIAL = "official", _("official")
    KEY_PERSON = "key_person", _("key person")


class Membership(ScopedModel):
    """A person in a unit, dated. A person may hold several at once."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    position = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    leader_group = models.CharField(max_length=10, choices=LeaderGroup, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    objects: ClassVar[ScopedManager["Membership"]] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["person", "valid_from"], name="membership_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="membership_dates"
            ),
            models.UniqueConstraint(
                # The same person may be both official and elected member in one unit.
                fields=["person", "unit", "valid_from", "leader_group", "position"],
                name="membership_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the organisation is always that of the unit."""
        self.organisation_id = self.unit.organisation_id
        super().save(*args, **kwargs)


class RoleAssignment(ScopedModel):
    """One role that a membership gives, over one subtree of units: never the union of several."""

    scope_lookup: ClassVar[str] = "membership__organisation_id"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[ScopedManager["RoleAssignment"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "role", "unit"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.role} of membership {self.membership_id}"
