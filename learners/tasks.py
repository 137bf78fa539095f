"""Celery jobs of the learners room: one call each, asked for by beat."""

from celery import shared_task
from django.utils import timezone

from academy.pulse import note_pulse
from learners.actions import messages, people_file, people_file_work, reminders


@shared_task(name="learners.send_messages")
def send_messages() -> int:
    """Hand over the messages that are due; return how many mails."""
    handed_over = messages.send_due(timezone.now())
    note_pulse("messages", timezone.now())
    return handed_over


@shared_task(name="learners.forget_messages")
def forget_messages() -> int:
    """Remove messages that the log no longer remembers; return how many."""
    return messages.forget_old(timezone.now())


@shared_task(name="learners.remind_of_courses")
def remind_of_courses() -> int:
    """Write to whoever has left a course lying; return how many messages."""
    return reminders.remind_of_courses(timezone.now())


@shared_task(name="learners.work_off_people_files")
def work_off_people_files() -> int:
    """Enter or take back the files of people that wait; return how many were settled."""
    return people_file_work.work_off(clock=timezone.now)


@shared_task(name="learners.forget_people_files")
def forget_people_files() -> int:
    """Throw away the files of people that nobody has entered within a day; return how many."""
    return people_file.forget_unused(timezone.now())
