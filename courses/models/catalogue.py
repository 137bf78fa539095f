"""The fixed pages of the site: its root, and the catalogue that modules hang under."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from courses.competences.filtering import Asked


class HomePage(Page):
    """The site's root in one language; its address is the learner's own start page."""

    unscoped_because: ClassVar[str] = "content shared by all; it holds nobody's data"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CataloguePage"]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the visitor to the start page."""
        return redirect("start")

    class Meta:
        verbose_name = _("site root")
        verbose_name_plural = _("site roots")


class CataloguePage(Page):
    """The catalogue: every published module in its language."""

    unscoped_because: ClassVar[str] = "content shared by all; it holds nobody's data"
    template = "courses/catalogue_page.html"
    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.MicroCoursePage"]
    max_count_per_parent = 1  # type: ignore[assignment] # Wagtail declares it as None

    intro = models.CharField(_("introduction"), max_length=240, blank=True)

    content_panels: list[Any] = [*Page.content_panels, FieldPanel("intro")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the modules that match what is asked for, a page at a time, and what else may be asked."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        from courses.competences.queries.facets import chosen, facets, narrowed  # the queries need the models first
        from courses.queries import matching, page_of_modules

        asked = Asked.of(request.GET)
        pages = matching(self, asked.query)
        page_obj = page_of_modules(narrowed(pages, asked), request.GET.get("page"))
        offered = facets(pages, asked)
        return context | {
            "asked": asked,
            "query": asked.query,
            "page_obj": page_obj,
            "modules": [page.card() for page in page_obj],
            "facets": offered,
            "chosen": chosen(offered, asked),
        }

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")
