"""What the academy has written, or is about to write, to a person; and what that person wants to get."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.models import Delivery
from academy.scoping import ScopedManager, ScopedModel
from learners.messages.budget import Rhythm
from learners.models.accounts import User
from learners.models.organisations import Organisation


class Message(ScopedModel):
    """One message to one person, and its fate. Its words are forgotten once it has been handed to a delivery."""

    class State(models.TextChoices):
        """Where a message stands."""

        WAITING = "waiting", _("Waits")
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        WITHHELD = "withheld", _("Not sent")

    class Because(models.TextChoices):
        """Why a message was not sent."""

        DECLINED = "declined", _("The receiver has chosen not to get it")
        INACTIVE = "inactive", _("The receiver’s account is closed")
        NO_MEMBERSHIP = "no_membership", _("The receiver works nowhere here today")
        UNKNOWN_KIND = "unknown_kind", _("The academy no longer writes such messages")
        DROPPED = "dropped", _("An operator has thrown it away")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Nobody, when someone has typed an address that we do not know: that address is told so.
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="messages_to")
    # On whose behalf; none for what is between the academy and the person, such as sign-in codes.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40, help_text="As learners.messages.catalogue declares it.")
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    because = models.CharField(max_length=13, choices=Because, blank=True)
    # Emptied when the message is rendered or withheld.
    context: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    in_digest = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    # When it was handed over to be sent, and when that was settled either way.
    went_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ScopedManager["Message"]] = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="message_due"),
            models.Index(fields=["person", "-created_at"], name="message_of_person"),
            models.Index(fields=["organisation", "-created_at"], name="message_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class MessageWishes(models.Model):
    """What a person wants to get: one row, made when the first message to them is due, and locked while it is served."""

    unscoped_because: ClassVar[str] = "a person's own choices, whatever organisation they act for; read by person alone"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm, default=Rhythm.DAILY)
    # Keys of kinds; one that the catalogue no longer lets anyone decline is not heeded.
    declined: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"wishes {self.pk}"
