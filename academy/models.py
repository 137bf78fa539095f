"""The kernel's only table: what must reach the outside world."""

import uuid
from typing import Any, ClassVar

from django.db import models


class Delivery(models.Model):
    """One thing to send: a row first, a job second, so that a dead broker or mail server loses nothing."""

    unscoped_because: ClassVar[str] = "read by the sweep alone; the payload is emptied once it is delivered"

    class State(models.TextChoices):
        """Where a delivery stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
