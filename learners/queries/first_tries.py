"""How first answers went, counted: for those who write the courses, of all organisations, never of a person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from academy.scoping import unscoped
from learners.models import Answer


@dataclass(frozen=True)
class Tries:
    """How many in one organisation have answered a question, and how many wrongly at the first try."""

    module_key: UUID
    question_id: UUID
    organisation_id: int
    answers: int
    wrong: int


def first_tries(since: datetime, until: datetime) -> list[Tries]:
    """Return the counts of what was settled from `since` to before `until`, by question and organisation.

    A question is settled when it is answered rightly or the answer is shown. Then its row changes no more, so the counts
    of a time that is over stay as they are. For analytics.release alone.
    """
    rightly = Q(is_correct=True, answered_at__gte=since, answered_at__lt=until)
    shown = Q(is_correct=False, shown_at__gte=since, shown_at__lt=until)
    with unscoped("how first answers went, counted over all organisations for the authors of courses"):
        rows = (
            Answer.objects.filter(rightly | shown)
            .values_list("enrolment__module_key", "question_id", "enrolment__organisation_id")
            .annotate(answers=Count("pk"), wrong=Count("pk", filter=Q(first_was_correct=False)))
            .order_by()
        )
        return [Tries(*row) for row in rows]
