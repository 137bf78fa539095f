"""What organisations show each other: who takes part, dated snapshots that never change, and the log of revisions."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.scoping import ScopedManager, ScopedModel
from analytics.models.figures import PART, Figure
from analytics.models.reasons import LONGEST_REASON, Reason
from learners.models import Federation, Organisation


class Unchangeable(TypeError):
    """A published value is never changed or deleted. A later snapshot corrects it; purging is an exception of its own."""


class PublishedRows(models.QuerySet[Any]):
    """Rows that can be added and read, and neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raise Unchangeable."""
        raise Unchangeable("What is published is never changed.")

    def delete(self) -> NoReturn:
        """Raise Unchangeable."""
        raise Unchangeable("What is published is never deleted.")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert new rows; raise Unchangeable for what would change those that are there."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts") or len(args) > 1:
            raise Unchangeable("What is published is never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def emptied(self) -> int:
        """Take the values out of these figures, for a purge alone, which writes down why; return how many."""
        return super().update(state=SharedFigure.State.PURGED, numerator=None, denominator=None, denominator_as_of=None)


class Published(models.Model):
    """A row that stays as it was published."""

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(PublishedRows)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert a new row; raise Unchangeable for one that is published."""
        if not self._state.adding:
            raise Unchangeable("What is published is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise Unchangeable."""
        raise Unchangeable("What is published is never deleted.")


class SharingChoice(ScopedModel):
    """An organisation's decision to take part in the shared figures or not, from a day until its next decision."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    takes_part = models.BooleanField()
    valid_from = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ScopedManager["SharingChoice"]] = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "decided_at"], name="sharing_decided")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.takes_part} from {self.valid_from}"


class Snapshot(Published):
    """One publication of a federation's shared figures of one period. Numbered from 1; a later one corrects."""

    unscoped_because: ClassVar[str] = "published to all organisations of its federation, and says nothing about anyone"

    class Reason(models.TextChoices):
        """Why it was taken."""

        CLOSED = "closed", _("The period ended")
        CORRECTED = "corrected", _("Figures were corrected after the snapshot before")

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(help_text="A month as YYYYMM, or a year as YYYY.")
    number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason)
    because = models.CharField(
        max_length=300, blank=True, default="", help_text="Why an operator did not wait for the round."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["federation", "period", "number"], name="snapshot_number")]

    def __str__(self) -> str:
        return f"{self.federation_id} {self.period} #{self.number}"


class ExaminedPeriod(models.Model):
    """The month in whose round a federation's period was last looked at: a period is looked at once a month, news or not."""

    unscoped_because: ClassVar[str] = "read by the job that publishes; says nothing about anyone"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="+")
    period = models.PositiveIntegerField(help_text="A month as YYYYMM, or a year as YYYY.")
    month = models.PositiveIntegerField(help_text="When, as YYYYMM.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["federation", "period"], name="examined_period")]

    def __str__(self) -> str:
        return f"{self.federation_id} {self.period} in {self.month}"


class SharedFigure(Published):
    """One cell of a snapshot: what other organisations see of one. A hidden cell holds no number, so none can slip out."""

    unscoped_because: ClassVar[str] = (
        "released to all organisations of the snapshot's federation by the rule of release"
    )

    class State(models.TextChoices):
        """Whether there is a value to show, and if not, why."""

        SHOWN = "shown"
        FEW = "few"
        POPULATION = "population"
        LINKED = "linked"
        NO_DENOMINATOR = "no_denominator"
        NOT_TAKING_PART = "not_taking_part"
        PURGED = "purged"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kpi = models.CharField(max_length=40)
    kpi_version = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=40, blank=True, default="", help_text=PART)
    state = models.CharField(max_length=16, choices=State)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    denominator_as_of = models.DateField(null=True)
    corrected_because = models.CharField(max_length=LONGEST_REASON, choices=Reason, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "organisation", "kpi", "part"], name="shared_figure_cell"),
            models.CheckConstraint(
                condition=models.Q(state="shown", numerator__isnull=False)
                | (~models.Q(state="shown") & models.Q(numerator__isnull=True, denominator__isnull=True)),
                name="shared_figure_hidden_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.organisation_id} in {self.snapshot_id}"


class Purge(models.Model):
    """The recorded exception: a wrongly published personal figure has been taken out of the snapshots that held it."""

    unscoped_because: ClassVar[str] = "read by operators; names an organisation and a KPI, and never the value"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kpi = models.CharField(max_length=40)
    period = models.PositiveIntegerField()
    figures = models.PositiveIntegerField(help_text="How many published values were taken out.")
    reason = models.CharField(max_length=300)
    purged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kpi} {self.organisation_id} {self.period}"


class Revision(ScopedModel):
    """A figure of a period that had ended got another value: from what, to what, and why."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(help_text="The figure's version after it.")
    reason = models.CharField(max_length=LONGEST_REASON, choices=Reason)
    revised_at = models.DateTimeField()
    from_kpi_version = models.PositiveSmallIntegerField()
    to_kpi_version = models.PositiveSmallIntegerField()
    from_numerator = models.BigIntegerField()
    to_numerator = models.BigIntegerField()
    from_denominator = models.BigIntegerField(null=True)
    to_denominator = models.BigIntegerField(null=True)

    objects: ClassVar[ScopedManager["Revision"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "version"], name="revision_of_version")]
        indexes = [models.Index(fields=["organisation", "revised_at"], name="revision_when")]

    def __str__(self) -> str:
        return f"{self.figure_id} version {self.version}"
