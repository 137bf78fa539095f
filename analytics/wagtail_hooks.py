"""What this room adds to the CMS: which questions learners find hard, on its first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.admin.ui.components import Component

from academy.periods import Month
from analytics.release.first_tries import Hard, counted_to, hardest
from courses.api import module_page

# Part of the key under which the questions of a month are kept: raised when the rule, or what is kept, changes.
RULE = 2


@dataclass(frozen=True)
class HardQuestion:
    """A question as an editor sees it."""

    page_id: int
    step_id: UUID
    id: UUID
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
        """Return the questions that are still asked, the hardest first, and the last month that is counted."""
        now = timezone.now()
        last = counted_to(now)
        shown = (_shown(hard) for hard in _kept(last, now))
        return {"questions": [question for question in shown if question], "last": last.first_day}


def _kept(last: Month, now: datetime) -> list[Hard]:
    """Return the hardest questions, counted once until this month is over: those of a closed month stay as they are."""
    seconds = int((last.next.next.starts_at - now).total_seconds())
    found: list[Hard] | None = cache.get_or_set(f"analytics.hardest.{RULE}.{last}", lambda: hardest(last), seconds + 1)
    return found or []


def _shown(hard: Hard) -> HardQuestion | None:
    page = module_page(hard.module_key, get_language())
    content = page.content() if page else None
    if page is None or content is None:
        return None
    asked = ((step, each) for step in content.steps for each in step.questions if each.id == hard.question_id)
    found = next(asked, None)
    if found is None:
        return None
    step, question = found
    return HardQuestion(
        page_id=page.pk,
        step_id=step.id,
        id=question.id,
        course=content.title,
        text=question.text,
        language=content.activity.language,
        tenths=hard.tenths,
        at_least=hard.at_least,
    )


@hooks.register("construct_homepage_panels")
def what_learners_struggle_with(request: HttpRequest, panels: list[Any]) -> None:
    """Show the hard questions to whoever enters the CMS: they write the courses of all."""
    panels.append(Struggles())
