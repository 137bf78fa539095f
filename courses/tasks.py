"""Celery jobs of the courses room: one call each, asked for by beat."""

from celery import shared_task
from django.utils import timezone

from academy.pulse import note_pulse
from courses.actions import schedule


@shared_task(name="courses.keep_schedule")
def keep_schedule() -> int:
    """Publish and take down what is due; return how many pages."""
    done = schedule.publish_due(timezone.now()) + schedule.expire_due(timezone.now())
    note_pulse("schedule", timezone.now())
    return done


@shared_task(name="courses.tell_what_is_due")
def tell_what_is_due() -> int:
    """Tell of the pages that are to be looked through again; return how many."""
    return schedule.tell_what_is_due(timezone.now())
