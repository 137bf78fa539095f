"""The record store's tables: the statement as text, its indexed values and as-was dimensions in columns beside it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from academy.scoping import ScopedManager, ScopedModel
from analytics.models.reasons import LONGEST_REASON, Reason
from learners.models import Organisation, Unit

LONGEST_IRI = 2000


class Statement(ScopedModel):
    """One xAPI statement of one tenant. `raw` is never changed; ids are unique per tenant."""

    class Kind(models.TextChoices):
        """What the object of a statement of ours is; blank for statements from other tools."""

        MODULE = "module"
        STEP = "step"
        QUESTION = "question"

    # Every other index begins with the organisation, and statements of tools have no unit: what nobody asks by costs each
    # insert a look-up all the same.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    statement_id = models.UUIDField()
    raw = models.TextField()
    stored = models.DateTimeField()
    timestamp = models.DateTimeField()
    month = models.PositiveIntegerField(help_text="Swedish month in which it counts, as YYYYMM; fixed at ingest.")
    actor = models.CharField(max_length=LONGEST_IRI)
    verb = models.CharField(max_length=LONGEST_IRI)
    activity = models.CharField(max_length=LONGEST_IRI, help_text="The object's id.")
    registration = models.UUIDField(null=True)
    authority = models.CharField(max_length=80, help_text="'platform', or 'credential:' and its key.")
    # as-was dimensions
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    sector = models.CharField(max_length=60, blank=True)
    leader_group = models.CharField(max_length=10, blank=True)
    object_kind = models.CharField(max_length=8, choices=Kind, blank=True)
    module_key = models.UUIDField(null=True)
    module_kind = models.CharField(max_length=20, blank=True)
    # voiding, and other statements about statements
    refers_to = models.UUIDField(null=True, help_text="The statement that the object refers to (StatementRef).")
    voids = models.UUIDField(null=True)
    is_voided = models.BooleanField(default=False)

    objects: ClassVar[ScopedManager["Statement"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "statement_id"], name="statement_id_per_tenant")]
        indexes = [
            models.Index(fields=["organisation", "stored", "id"], name="statement_stored"),
            models.Index(fields=["organisation", "actor", "stored"], name="statement_actor"),
            models.Index(fields=["organisation", "verb", "stored"], name="statement_verb"),
            models.Index(fields=["organisation", "activity", "stored"], name="statement_activity"),
            models.Index(fields=["organisation", "registration", "stored"], name="statement_registration"),
            models.Index(fields=["organisation", "authority", "stored"], name="statement_authority"),
            # All that a measure looks at, so that counting reads the index and never the texts (docs/figures.md).
            # The last two are in the condition already, but SQLite would go to the table for them.
            models.Index(
                fields=[
                    *("organisation", "month", "unit", "verb", "object_kind", "leader_group", "actor"),
                    *("authority", "is_voided"),
                ],
                condition=Q(authority="platform", is_voided=False),
                name="statement_counted",
            ),
            models.Index(
                fields=["organisation", "refers_to"], condition=Q(refers_to__isnull=False), name="statement_refers_to"
            ),
            # Asked before a unit is deleted.
            models.Index(fields=["unit"], condition=Q(unit__isnull=False), name="statement_unit"),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)


class StatementReference(ScopedModel):
    """One thing by which a statement is found, beyond its columns. Appended with the statement, and never changed.

    `statement` is found by `key` (analytics.lrs.mentions) because `via` says so: itself or, where it refers to another
    statement, that one. `stored` is the found statement's, for the order of pages. The key is the whole row, so the
    table has one index.
    """

    pk = models.CompositePrimaryKey("organisation_id", "key", "stored", "statement_id", "via_id")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    key = models.UUIDField()
    stored = models.DateTimeField()
    # No constraints in the database: each costs every insert a look-up, and the rows are written where the
    # statements have just been.
    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, related_name="references", db_constraint=False, db_index=False
    )
    via = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)

    objects: ClassVar[ScopedManager["StatementReference"]] = ScopedManager()

    def __str__(self) -> str:
        return f"{self.statement_id} by {self.key}"


class DirtyMark(ScopedModel):
    """A window to refill, appended in the statement's transaction and consumed by the fill that counts it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    month = models.PositiveIntegerField()
    reason = models.CharField(max_length=LONGEST_REASON, choices=Reason, default=Reason.STATEMENT)

    objects: ClassVar[ScopedManager["DirtyMark"]] = ScopedManager()

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.unit_id}/{self.month}"
