"""A micro-course: short steps that fit a break."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Revision
from wagtail.search import index

from courses.activities import ModuleKind
from courses.blocks.steps import StepsBlock
from courses.blocks.streams import LeanStreamField
from courses.competences.choosing import GroupedChoices, ModuleForm
from courses.content import ModuleContent, content_of
from courses.gates import require_ready
from courses.listing import ModuleCard
from courses.models.competences import Capability, Goal
from courses.reviewing.panel import ReviewPanel
from courses.reviewing.queries import is_settled, require_latest


class SourceBlock(blocks.StructBlock):
    """A reference: a law, a report, a book."""

    label = blocks.CharBlock(label=_("Source"), max_length=200)
    url = blocks.URLBlock(label=_("Address"), required=False)


class MicroCoursePage(Page):
    """One micro-course in one language. Its translation key is the module's key, shared by its translations."""

    unscoped_because: ClassVar[str] = "content shared by all; it holds nobody's data"
    template = "courses/micro_course_page.html"
    base_form_class = ModuleForm
    kind = ModuleKind.MICRO_COURSE
    parent_page_types = ["courses.CataloguePage"]
    subpage_types: list[str] = []

    summary = models.CharField(
        _("summary"), max_length=300, help_text=_("One or two sentences for the card in the catalogue.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=8, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    outcomes = LeanStreamField(
        [("outcome", blocks.CharBlock(label=_("Outcome"), max_length=160))],
        blank=True,
        verbose_name=_("what you can do afterwards"),
        help_text=_("Begin each with a verb. Three or four are enough."),
    )
    steps = LeanStreamField(StepsBlock(), verbose_name=_("steps"))
    at_work = RichTextField(
        _("try at work"),
        blank=True,
        features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("A task shown at the end."),
    )
    sources = LeanStreamField([("source", SourceBlock(label=_("Source")))], blank=True, verbose_name=_("sources"))
    capabilities = ParentalManyToManyField(
        Capability,
        related_name="modules",
        verbose_name=_("capabilities"),
        help_text=_("What the course makes one better at. Two to four are enough; one is needed before publishing."),
    )
    goals = ParentalManyToManyField(Goal, related_name="modules", blank=True, verbose_name=_("national goals"))
    review_by = models.DateField(
        _("look through again by"),
        null=True,
        blank=True,
        help_text=_("When the law, the links or the figures may have changed. Its author is reminded a month before."),
    )

    content_panels: list[Any] = [
        ReviewPanel(),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel(
            "minutes", help_text=_("How long the whole course takes, with its questions. Learners see it first.")
        ),
        FieldPanel("outcomes", heading=_("What you take with you")),  # as the page says it
        FieldPanel("steps"),
        MultiFieldPanel([FieldPanel("at_work"), FieldPanel("sources")], heading=_("At the end")),
        MultiFieldPanel(
            [
                FieldPanel("capabilities", widget=GroupedChoices, required_on_save=False),
                FieldPanel("goals", widget=CheckboxSelectMultiple),
            ],
            heading=_("What it develops"),
        ),
    ]
    settings_panels: list[Any] = [*Page.settings_panels, FieldPanel("review_by")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish as Wagtail does; raise courses.gates.NotReady for content that may not be, by whatever way."""
        require_ready(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save as Wagtail does, but never over a revision that is published, scheduled or under review.

        Wagtail 8 saves by itself while one writes, each time over what it saved last. Raises PermissionDenied when that
        comes after a newer save, as when somebody writes a word and presses a button at once.
        """
        if last := kwargs.get("overwrite_revision"):
            require_latest(last, self)
            kwargs["overwrite_revision"] = None if is_settled(last, self) else last
        saved: Revision = super().save_revision(*args, **kwargs)
        return saved

    def content(self) -> ModuleContent:
        """Return what a learner takes, as plain values."""
        return content_of(self)

    def card(self) -> ModuleCard:
        """Return what the catalogue shows of this course."""
        return ModuleCard.of(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the steps, outcomes and sources as the overview shows them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        from courses.competences.queries.tags import developed_by, goals_served_by  # the queries need the models first

        content = self.content()
        preview = bool(getattr(request, "is_preview", False))
        return context | {
            "module": content,
            "outcomes": content.outcomes,
            "steps": content.steps,
            "sources": content.sources,
            "capabilities": developed_by(self),
            "goals": goals_served_by(self),
            "preview": preview,
        }

    class Meta:
        verbose_name = _("micro-course")
        verbose_name_plural = _("micro-courses")
