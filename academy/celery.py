"""The Celery application: its settings live in academy.settings under CELERY_."""

import os

from celery import Celery

from academy import folder_queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings")

folder_queue.use()
app = Celery("academy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
