"""Keys for other systems: one kind, for statements and figures alike."""

from typing import Any, ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from learners.models import Organisation


class Credential(ScopedModel):
    """A key of one organisation, with scopes. Only a keyed hash of the secret is stored."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=32, unique=True)
    secret_hash = models.CharField(max_length=128)
    scopes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager["Credential"]] = ScopedManager()

    def __str__(self) -> str:
        return self.name
