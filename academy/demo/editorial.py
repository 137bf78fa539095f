"""The demo's editorial work: who wrote the courses and when they came out, and two new versions under review."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from academy.demo.courses import COURSES, Record
from academy.demo.organisations import months_after
from academy.demo.story import RELEASED, REVISED
from academy.periods import STOCKHOLM, local_day
from courses.models import MicroCoursePage
from courses.reviewing.actions import submit
from learners.models import User

# Whose course it is, and in how many days from today somebody looks through it again.
WRITERS = {
    "kotter": ("signe@vetlanda.example", 240),
    "procurement": ("henrik@nassjo.example", 17),
    "needs": ("signe@vetlanda.example", 150),
    "ai-act": ("henrik@nassjo.example", -6),
    "security": ("signe@vetlanda.example", 300),
    "gdpr": ("henrik@nassjo.example", 330),
}
# What is changed in the new versions under review.
NEW_SUMMARY = {
    "security": "Ett kommatecken, en jourlista och en länk: tre små val som avgör om ni kan lita på era uppgifter.",
    "procurement": "Ett avtal som går ut är en chans. Lär dig se när upphandling är ert starkaste verktyg.",
}


def records(launched_on: date, now: datetime, people: Mapping[str, User]) -> dict[str, Record]:
    """Return what is known of each course beside its text; `people` are the writers by address."""
    return {
        key: Record(
            owner_id=people[email].pk,
            published_at=_out(launched_on, RELEASED[key], COURSES.index(key)),
            review_by=local_day(now) + timedelta(days=days),
            revised_at=_out(launched_on, REVISED[key], COURSES.index(key)) if key in REVISED else None,
        )
        for key, (email, days) in WRITERS.items()
        if email in people
    }


def _out(launched_on: date, months: int, minute: int) -> datetime:
    """Return the morning on which a course came out: those of one day in the order of the catalogue."""
    first = launched_on if months == 0 else months_after(launched_on, months).first_day
    return datetime.combine(first, time(6, minute), tzinfo=STOCKHOLM)


def begin_reviews(modules: Mapping[str, MicroCoursePage], people: Mapping[str, User]) -> None:
    """Put a new version of two courses before the reviewers: one before its expert, one before the language reviewer."""
    for key in NEW_SUMMARY:
        email, _ = WRITERS[key]
        if key in modules and email in people:
            _submit(modules[key], NEW_SUMMARY[key], people[email])
    expert = people.get("henrik@nassjo.example")
    if "security" in modules and expert:
        state = MicroCoursePage.objects.get(pk=modules["security"].pk).current_workflow_state
        if state and state.current_task_state:
            state.current_task_state.approve(user=expert, comment="Stämmer med vår informationsklassning.")


def _submit(page: MicroCoursePage, summary: str, writer: User) -> None:
    draft = page.get_latest_revision_as_object()
    draft.summary = summary
    draft.save_revision(user=writer)
    submit(page=MicroCoursePage.objects.get(pk=page.pk), user=writer)
