"""The academy's own settings for the test environment, but mail leaves the process and background tasks wait."""

from academy import environment as env
from academy.settings import *  # noqa: F403 - the real settings are the point

globals().update(env.mail("ACADEMY_EMAIL_URL", "consolemail://"))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
