"""Teams (arbetslag): people who work and learn together, inside one organisation."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from academy.scoping import ScopedManager, ScopedModel
from learners.models.memberships import Membership
from learners.models.organisations import Organisation, Unit


class Team(ScopedModel):
    """A team. It stands in a unit, whose leaders see it; its members may come from the whole organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=120)
    closed_on = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    objects: ClassVar[ScopedManager["Team"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="team_name_in_unit")]

    def __str__(self) -> str:
        return self.name


class TeamPlace(ScopedModel):
    """A membership's place in a team, dated. It ends with the membership, whatever its own last day."""

    scope_lookup: ClassVar[str] = "team__organisation_id"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="team_places")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    objects: ClassVar[ScopedManager["TeamPlace"]] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership", "valid_from"], name="team_place_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="team_place_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.membership_id} in team {self.team_id}"
