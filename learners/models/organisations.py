"""Federations, their organisations, and the tree of units inside an organisation."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.scoping import ScopedManager, ScopedModel


class Federation(models.Model):
    """Organisations that learn together, such as the municipalities of Höglandet."""

    unscoped_because: ClassVar[str] = "names the tenants and holds nobody's data"
    TRIAL: ClassVar[str] = "trial"
    """The key of the one that holds organisations for trying tools on; it takes part in nothing shared."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    launched_on = models.DateField(help_text=_("Statements dated before this day count on the day they are stored."))

    def __str__(self) -> str:
        return self.name

    @property
    def is_trial(self) -> bool:
        """Tell whether its organisations are nobody's."""
        return self.key == self.TRIAL


class Organisation(ScopedModel):
    """A tenant: a municipality, a company or a joint body."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("municipality")
        COMPANY = "company", _("company")
        JOINT_BODY = "joint_body", _("joint body")

    scope_lookup: ClassVar[str] = "id"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    scb_code = models.CharField(_("municipality code (SCB)"), max_length=4, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    objects: ClassVar[ScopedManager["Organisation"]] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scb_code"], condition=~models.Q(scb_code=""), name="organisation_scb_code")
        ]

    def __str__(self) -> str:
        return self.name


class JointMember(models.Model):
    """A municipality or company that owns a joint body together with others, dated. Many to many, both ways."""

    unscoped_because: ClassVar[str] = "who owns a joint body is public, and says nothing about anyone"

    joint_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="joint_members")
    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="joint_bodies")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["joint_body", "member", "valid_from"], name="joint_member_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="joint_member_dates",
            ),
            models.CheckConstraint(condition=~models.Q(joint_body=models.F("member")), name="joint_member_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.joint_body_id}"


class Sector(models.Model):
    """A field of work, such as care or education, named alike in a whole federation so that figures can be compared."""

    unscoped_because: ClassVar[str] = "names fields of work and holds nobody's data"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="sectors")
    key = models.SlugField(_("key"), max_length=60, help_text=_("Stays for ever: statements carry it."))
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    closed_on = models.DateField(null=True, blank=True, help_text=_("Last day, or empty."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["federation", "key"], name="sector_key")]

    def __str__(self) -> str:
        return self.key


class Unit(ScopedModel):
    """A part of an organisation. `path` holds the ids from the root, so that a subtree is a prefix."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=255, db_index=True, editable=False)
    is_controller = models.BooleanField(
        _("own data controller"), default=False, help_text=_("A nämnd is the controller of its own personal data.")
    )
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar[ScopedManager["Unit"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "path"], name="unit_path")]

    def __str__(self) -> str:
        return self.name

    @property
    def lineage(self) -> tuple[int, ...]:
        """The ids from the organisation's root unit down to this one."""
        return tuple(int(part) for part in self.path.strip("/").split("/"))

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return len(self.lineage) - 1
