"""What this room adds to the CMS: which questions learners find hard, on its first page."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.admin.ui.components import Component

from analytics.release.first_tries import Hard, hardest
from courses.api import module_page

KEPT_SECONDS = 600


@dataclass(frozen=True)
class HardQuestion:
    """A question as an editor sees it."""

    page_id: int
    course: str
    text: str
    language: str
    tenths: int
    at_least: int


class Struggles(Component):  # type: ignore[misc] # Wagtail's is untyped
    """The questions that most get wrong at the first try."""

    name = "struggles"
    order = 230
    template_name = "analytics/cms/struggles.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the questions that are still asked, the hardest first."""
        found = cache.get_or_set("analytics.hardest", lambda: hardest(timezone.now()), KEPT_SECONDS)
        shown = (_shown(hard) for hard in found or ())
        return {"questions": [question for question in shown if question]}


def _shown(hard: Hard) -> HardQuestion | None:
    page = module_page(hard.module_key, get_language())
    content = page.content() if page else None
    question = next((each for each in content.questions if each.id == hard.question_id), None) if content else None
    if page is None or content is None or question is None:
        return None
    language = content.activity.language
    return HardQuestion(page.pk, content.title, question.text, language, hard.tenths, hard.at_least)


@hooks.register("construct_homepage_panels")
def what_learners_struggle_with(request: HttpRequest, panels: list[Any]) -> None:
    """Show the hard questions to whoever enters the CMS: they write the courses of all."""
    panels.append(Struggles())
