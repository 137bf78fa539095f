"""The data of attachments: one row for one content of one tenant, and the name of its file."""

from typing import ClassVar

from django.db import models

from academy.scoping import ScopedManager, ScopedModel
from learners.models import Organisation

LONGEST_SHA2 = 128


class Attachment(ScopedModel):
    """The data that statements of one tenant know by a SHA-2 hash. The file lies where no address leads to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sha2 = models.CharField(max_length=LONGEST_SHA2, help_text="As statements say it, in lower case.")
    file = models.CharField(max_length=100, help_text="Its name in the storage of attachments.")
    length = models.PositiveBigIntegerField(help_text="In octets.")
    stored = models.DateTimeField()

    objects: ClassVar[ScopedManager["Attachment"]] = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "sha2"], name="attachment_once_per_tenant")]
        indexes = [models.Index(fields=["file"], name="attachment_file")]

    def __str__(self) -> str:
        return self.sha2
