"""The academy's own settings for the test environment, but with mail that leaves the process."""

from academy import environment as env
from academy.settings import *  # noqa: F403 - the real settings are the point

globals().update(env.mail("ACADEMY_EMAIL_URL", "consolemail://"))
