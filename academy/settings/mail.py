"""Mail: how it leaves, and from whom."""

from academy import environment as env
from academy.settings.installation import ACADEMY_NAME, DATA_DIR, ENVIRONMENT, PRODUCTION

globals().update(env.mail("ACADEMY_EMAIL_URL", None if PRODUCTION else f"filemail:///{DATA_DIR / 'mail'}"))
if ENVIRONMENT == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("ACADEMY_EMAIL_FROM", f"{ACADEMY_NAME} <akademin@akademin.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_TO = ", ".join(env.words("ACADEMY_EMAIL_REPLY_TO", ""))
EMAIL_TIMEOUT = 15
