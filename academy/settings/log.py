"""The log: academy.logs writes it, and Django leaves it alone."""

from academy import environment as env
from academy.logs import configure as configure_logs
from academy.settings.installation import PRODUCTION

LOGGING_CONFIG = None
configure_logs(json=PRODUCTION, level=env.choice("ACADEMY_LOG_LEVEL", ("DEBUG", "INFO", "WARNING"), "INFO"))
