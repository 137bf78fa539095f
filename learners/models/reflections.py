"""What people write to themselves while they learn."""

from typing import ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from learners.models.enrolments import Enrolment

NOTE_LENGTH = 2000


class Note(ScopedModel):
    """A private note to a reflection in one's own attempt. Nobody else reads it, and no event or statement tells of it."""

    scope_lookup: ClassVar[str] = "enrolment__organisation_id"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="notes")
    reflection_id = models.UUIDField()
    text = models.TextField(max_length=NOTE_LENGTH)
    written_at = models.DateTimeField()

    objects: ClassVar[ScopedManager["Note"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "reflection_id"], name="note_once")]

    def __str__(self) -> str:
        return str(self.reflection_id)
