"""What a card shows of a module."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from courses.activities import ModuleKind

if TYPE_CHECKING:
    from courses.models import MicroCoursePage

KIND_LABELS = {ModuleKind.MICRO_COURSE: _("Micro-course")}
# The name of the kind in the design system: its colour and icon.
KIND_LOOKS = {ModuleKind.MICRO_COURSE: "micro"}


@dataclass(frozen=True)
class ModuleCard:
    """A module as a card."""

    key: UUID
    title: str
    url: str
    summary: str
    minutes: int
    module_kind: ModuleKind
    first_published_at: datetime | None

    @classmethod
    def of(cls, page: "MicroCoursePage") -> "ModuleCard":
        """Return the card of a page."""
        url, began = page.get_url() or "", page.first_published_at
        return cls(page.translation_key, page.title, url, page.summary, page.minutes, page.kind, began)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(KIND_LABELS[self.module_kind])

    @property
    def kind(self) -> str:
        """The kind as the design system names it."""
        return KIND_LOOKS[self.module_kind]
