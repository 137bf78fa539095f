"""From counted windows to released figures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from academy.scoping import ScopedManager, ScopedModel
from learners.models import Federation, Organisation, Unit


class Level(models.TextChoices):
    """How much a window covers: a unit with all below it, an organisation, a federation."""

    UNIT = "unit"
    ORGANISATION = "organisation"
    FEDERATION = "federation"


PART = "Whom of the window it counts, such as a leader group; empty for everyone."


class Fact(models.Model):
    """What one KPI's measure counts in one window. Not for eyes: release decides what is shown."""

    unscoped_because: ClassVar[str] = "windows of all levels, read by the fill and by release alone"

    kpi = models.CharField(max_length=40)
    kpi_version = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    scope_id = models.BigIntegerField(help_text="Id of the unit, organisation or federation.")
    period = models.PositiveIntegerField(help_text="A month as YYYYMM, or a year as YYYY.")
    part = models.CharField(max_length=40, blank=True, default="", help_text=PART)
    count = models.BigIntegerField()
    filled_at = models.DateTimeField()

    class Meta:
        # The window first: the fill asks for windows, whatever the KPI.
        constraints = [
            models.UniqueConstraint(
                fields=["level", "scope_id", "period", "kpi", "part", "kpi_version"], name="fact_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.scope_id} {self.period}"


class Coverage(models.Model):
    """How far an organisation has been looked through for months that nobody has counted.

    Every month from `first` (none: nothing has been counted at all) to `through` has been counted for `kpis`, or has a
    dirty mark. Without it each look would read all of history.
    """

    unscoped_because: ClassVar[str] = "two months an organisation, which say nothing about anyone"

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    first = models.PositiveIntegerField(null=True)
    through = models.PositiveIntegerField()
    kpis = models.TextField(help_text="Keys and versions of all KPIs, as declared then.")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.first} to {self.through}"


class FillTurn(models.Model):
    """Whose turn it is to write a federation's facts and figures: whoever writes raises the number.

    A fill remembers the number before it reads anything, and gives up if it has risen when the time comes to write.
    """

    unscoped_because: ClassVar[str] = "one number a federation, which says nothing about anyone"

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.federation_id}: {self.number}"


class Headcount(ScopedModel):
    """How many employees a unit with all below it had on a day, and who says so. Elected members are not employees."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    employees = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    objects: ClassVar[ScopedManager["Headcount"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "as_of"], name="headcount_once_a_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.as_of}"


class Figure(ScopedModel):
    """One released value, the only thing that pages, files and feeds show. Value = numerator / denominator × scale.

    The internal channel alone: an organisation's own figures, overwritten as long as they change. Shared snapshots and
    the log of revisions are tables of their own, for they are never overwritten.
    """

    class Audience(models.TextChoices):
        """Who may see it."""

        INTERNAL = "internal"

    class State(models.TextChoices):
        """Whether there is a value to show, and if not, why."""

        SHOWN = "shown"
        NO_DENOMINATOR = "no_denominator"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience)
    kpi = models.CharField(max_length=40)
    kpi_version = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=Level)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    period = models.PositiveIntegerField()
    part = models.CharField(max_length=40, blank=True, default="", help_text=PART)
    state = models.CharField(max_length=16, choices=State)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    denominator_as_of = models.DateField(null=True)
    is_preliminary = models.BooleanField()
    version = models.PositiveIntegerField(default=1)
    as_of = models.DateTimeField()

    objects: ClassVar[ScopedManager["Figure"]] = ScopedManager()

    class Meta:
        # Two, because SQLite cannot say that two empty units are the same.
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "audience", "kpi", "unit", "period", "part"],
                condition=Q(level=Level.UNIT),
                name="figure_unit_window",
            ),
            models.UniqueConstraint(
                fields=["organisation", "audience", "kpi", "period", "part"],
                condition=Q(level=Level.ORGANISATION),
                name="figure_organisation_window",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.UNIT, unit__isnull=False) | Q(level=Level.ORGANISATION, unit__isnull=True),
                name="figure_unit_fits_level",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "period"], name="figure_period"),
            models.Index(fields=["period"], condition=Q(is_preliminary=True), name="figure_preliminary"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.level} {self.period}"
