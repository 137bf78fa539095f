"""The kernel's tables: what must reach the outside world, and when its own jobs were last done."""

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
        # Thrown away by an operator.
        DROPPED = "dropped"

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


class Pulse(models.Model):
    """When a job was last done to its end: what beat asked for, the broker carried and a worker did."""

    unscoped_because: ClassVar[str] = "names jobs and moments, and holds nobody's data"

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
