"""Documents that tools keep beside statements: state, activity profiles and agent profiles (xAPI-Communication 2.2)."""

from typing import ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from analytics.models.statements import LONGEST_IRI
from learners.models import Organisation


class Document(ScopedModel):
    """One document of one tenant, kept octet for octet. It may hold personal data: `agent` says about whom.

    `place` stands for what the document is about: its kind, activity, agent and, of a state, registration or none. With
    the name it makes `key`, so that uniqueness needs no null and no index entry of any length (analytics.lrs.places).
    """

    class Kind(models.TextChoices):
        """Which of the three resources keeps it."""

        STATE = "state"
        ACTIVITY_PROFILE = "activity"
        AGENT_PROFILE = "agent"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.UUIDField(help_text="Of the document: its place and its name.")
    place = models.UUIDField(help_text="Of all documents about the same, whatever their registration.")
    name = models.TextField(help_text="stateId or profileId, as it was sent.")
    activity = models.CharField(max_length=LONGEST_IRI, blank=True)
    agent = models.CharField(max_length=LONGEST_IRI, blank=True, help_text="The agent's key, as statements have it.")
    registration = models.UUIDField(null=True)
    content = models.BinaryField()
    content_type = models.TextField()
    etag = models.CharField(max_length=40, help_text="SHA-1 of the content, in hexadecimal digits.")
    updated = models.DateTimeField()

    objects: ClassVar[ScopedManager["Document"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="document_key_per_tenant")]
        indexes = [
            models.Index(fields=["organisation", "place", "updated"], name="document_place"),
            # Whoever is erased, or asks what is known, is found by the agent; SQLite wants the condition said again.
            models.Index(fields=["organisation", "agent"], condition=~models.Q(agent=""), name="document_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ActivityDefinition(ScopedModel):
    """One definition that a statement has given of an activity. Appended when it is first said, and never changed.

    What is known of an activity is merged from its rows when it is asked for (analytics.lrs.definitions).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField(help_text="Of the activity's IRI.")
    said = models.UUIDField(help_text="Of the definition's text.")
    activity = models.CharField(max_length=LONGEST_IRI, help_text="The IRI, for people to read.")
    definition = models.TextField(help_text="JSON, as it was said.")

    objects: ClassVar[ScopedManager["ActivityDefinition"]] = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key", "said"], name="activity_definition_said_once")
        ]

    def __str__(self) -> str:
        return self.activity
