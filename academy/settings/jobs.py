"""Jobs: the broker, what beat asks for and when, and Wagtail's background tasks."""

from celery.schedules import crontab, schedule

from academy import broker
from academy import environment as env
from academy.settings.installation import DATA_DIR, ENVIRONMENT, PRODUCTION

BROKER_URL = env.text("ACADEMY_BROKER_URL", None if PRODUCTION else f"filesystem://{DATA_DIR / 'broker'}")
globals().update(broker.celery_settings(BROKER_URL))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Stockholm"
# A promise is a row, never an ETA: beat sweeps the rows, so a dead worker or broker only delays them. What nobody has
# taken up by the next round is thrown away, or a weekend without a worker would leave thousands of messages.
CELERY_BEAT_SCHEDULE = {
    "deliveries": {"task": "academy.sweep_deliveries", "schedule": schedule(10), "options": {"expires": 10}},
    "windows": {"task": "analytics.fill_windows", "schedule": schedule(5), "options": {"expires": 5}},
    "snapshots": {"task": "analytics.take_snapshots", "schedule": schedule(600), "options": {"expires": 600}},
    "sample": {"task": "analytics.check_sample", "schedule": crontab(hour=3, minute=40), "options": {"expires": 3600}},
    "attachments": {
        "task": "analytics.sweep_attachments",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 3600},
    },
    "messages": {"task": "learners.send_messages", "schedule": schedule(30), "options": {"expires": 30}},
    "background": {"task": "academy.run_background_tasks", "schedule": schedule(15), "options": {"expires": 15}},
    "beat": {"task": "academy.beat", "schedule": schedule(30), "options": {"expires": 30}},
    "tidy": {"task": "academy.tidy", "schedule": schedule(3600), "options": {"expires": 600}},
    "reminders": {"task": "learners.remind_of_courses", "schedule": schedule(3600), "options": {"expires": 600}},
    "forgetting": {"task": "learners.forget_messages", "schedule": schedule(3600), "options": {"expires": 600}},
    "people files": {"task": "learners.work_off_people_files", "schedule": schedule(10), "options": {"expires": 10}},
    "schedule": {"task": "courses.keep_schedule", "schedule": schedule(30), "options": {"expires": 30}},
    "reviews": {"task": "courses.tell_what_is_due", "schedule": schedule(3600), "options": {"expires": 600}},
    "unused files": {"task": "learners.forget_people_files", "schedule": schedule(3600), "options": {"expires": 600}},
}

# Wagtail's own tasks (search index, references, pictures) are rows as well, run by the same workers.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if ENVIRONMENT == "test"
        else "django_tasks_db.DatabaseBackend"
    }
}
