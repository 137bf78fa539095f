"""Keys for other systems: one kind, for statements and figures alike."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.scoping import ScopedManager, ScopedModel
from learners.models import Organisation


class Credential(ScopedModel):
    """A key of one organisation, with scopes. Only a keyed hash of the secret is stored."""

    class Actors(models.TextChoices):
        """Whom statements written with the key may name."""

        OPAQUE = "opaque", _("Accounts without names only")
        ANY = "any", _("Anyone, also by name and email address")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=32, unique=True)
    secret_hash = models.CharField(max_length=128)
    scopes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    actors = models.CharField(max_length=6, choices=Actors, default=Actors.OPAQUE)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="Exact to a minute.")
    # The secret before the last rotation, which is taken until then, so that a system can be changed in peace.
    previous_hash = models.CharField(max_length=128, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ScopedManager["Credential"]] = ScopedManager()
    # A key decides which tenant is asking, so there is no scope yet: for lrs.auth.authenticate alone.
    for_authentication: ClassVar["models.Manager[Credential]"] = models.Manager()

    def __str__(self) -> str:
        return self.name

    def is_valid(self, now: datetime) -> bool:
        """Tell whether the credential has neither expired nor been revoked."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
