"""Where the catalogue's pages meet the reader's own attempts."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.api import ModuleCard
from learners.acting import acting_of
from learners.models import Enrolment
from learners.queries.enrolments import own_records, steps_done

register = template.Library()


@register.simple_tag(takes_context=True)
def own_attempt(context: template.Context, module_key: UUID) -> dict[str, Any]:
    """Return the reader's state in a module: state, state_label, steps_done (ids), begin_url, continue_url and result_url."""
    acting = acting_of(context["request"]) if "request" in context else None
    attempts = own_records(acting.person_id, [module_key]) if acting else []
    attempts.sort(key=lambda attempt: attempt.begun_at, reverse=True)
    open_attempt = next((attempt for attempt in attempts if attempt.is_open), None)
    finished = next((attempt for attempt in attempts if attempt.completed_at), None)
    return _state(open_attempt, finished) | {
        "steps_done": steps_done([open_attempt.pk])[open_attempt.pk] if open_attempt else set(),
        "begin_url": reverse("learners:begin", args=[module_key]) if acting else None,
        "continue_url": reverse("learners:resume", args=[open_attempt.public_id]) if open_attempt else None,
        "result_url": reverse("learners:result", args=[finished.public_id]) if finished else None,
    }


@register.simple_tag(takes_context=True)
def with_own_state(context: template.Context, cards: list[ModuleCard]) -> list[dict[str, Any]]:
    """Return the cards with the reader's state in each, in one query for all."""
    acting = acting_of(context["request"]) if "request" in context else None
    keys = [card.key for card in cards]
    attempts = own_records(acting.person_id, keys) if acting else []
    return [_with_state(card, [attempt for attempt in attempts if attempt.module_key == card.key]) for card in cards]


def _with_state(card: ModuleCard, attempts: list[Enrolment]) -> dict[str, Any]:
    open_attempt = next((attempt for attempt in attempts if attempt.is_open), None)
    finished = next((attempt for attempt in attempts if attempt.completed_at), None)
    return asdict(card) | {"kind": card.kind, "kind_label": card.kind_label} | _state(open_attempt, finished)


def _state(open_attempt: Enrolment | None, finished: Enrolment | None) -> dict[str, str]:
    if open_attempt:
        return {"state": "begun", "state_label": _("Begun")}
    return {"state": "done", "state_label": _("Done")} if finished else {"state": "", "state_label": ""}
