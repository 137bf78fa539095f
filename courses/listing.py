"""What the catalogue shows of a module, and which modules it shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.models import CataloguePage, MicroCoursePage

KIND_LABELS = {"micro": _("Micro-course")}
PER_PAGE = 24


@dataclass(frozen=True)
class ModuleCard:
    """A module as a card: `kind` names its colour and icon in the design system."""

    key: UUID
    title: str
    url: str
    summary: str
    minutes: int
    kind: str = "micro"

    @classmethod
    def of(cls, page: "MicroCoursePage") -> "ModuleCard":
        """Return the card of a page."""
        return cls(page.translation_key, page.title, page.get_url() or "", page.summary, page.minutes)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(KIND_LABELS[self.kind])


def page_of_modules(catalogue: "CataloguePage", query: str, number: str | None) -> "ListPage[Any]":
    """Return one page of the catalogue's published modules, newest first, or those whose title or summary match."""
    from courses.models import MicroCoursePage

    pages = MicroCoursePage.objects.child_of(catalogue).live().public()
    if query:
        pages = pages.filter(title__icontains=query) | pages.filter(summary__icontains=query)
    return Paginator(pages.order_by("-first_published_at", "title"), PER_PAGE).get_page(number)
