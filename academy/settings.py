"""Settings of the academy: one file, read from the environment, each variable listed in docs/operations.md."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab, schedule
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from academy import broker
from academy import environment as env
from academy.logs import configure as configure_logs

ROOT = Path(__file__).resolve().parent.parent

ENVIRONMENT = env.choice("ACADEMY_ENVIRONMENT", ("demo", "test", "production"), "demo")
PRODUCTION = ENVIRONMENT == "production"
IS_DEMO = ENVIRONMENT == "demo"
DEBUG = False

DATA_DIR = env.folder("ACADEMY_DATA_DIR", ROOT / "var")
# A key in the open is right for a demo that holds nobody's data, and refused in production.
SECRET_KEY = env.text("ACADEMY_SECRET_KEY", None if PRODUCTION else "only-for-demo-and-tests")
# Old keys: sessions, reset links and the keys of other systems outlive a change of the secret key.
SECRET_KEY_FALLBACKS = env.words("ACADEMY_SECRET_KEY_FALLBACKS", "")
BASE_URL = env.address("ACADEMY_BASE_URL", None if PRODUCTION else "http://localhost:8000")
# Activity and account IRIs are permanent: they never follow the host of a request.
IRI_BASE = env.address("ACADEMY_IRI_BASE", None if PRODUCTION else "https://akademin.example")
ACADEMY_NAME = env.text("ACADEMY_NAME", "Höglandsakademin")
ALLOWED_HOSTS = env.words("ACADEMY_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Ours come last: courses.site needs the permissions that Wagtail's own migrations make.
    "academy",
    "courses",
    "learners",
    "analytics",
]

MIDDLEWARE = [
    # The record store answers before sessions, languages and pages are looked at.
    "analytics.lrs.mount.LrsMount",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "academy.headers.FramesAndOrigins",
    "academy.admin_policy.AdminPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "learners.acting.ActingMiddleware",
    "learners.editorial.EditorialGate",
]

ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "academy.cms_templates.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "learners.navigation.page_frame",
            ],
            "builtins": [
                "academy.templatetags.look",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# Database ---------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("ACADEMY_DATABASE_URL", None if PRODUCTION else f"sqlite:///{DATA_DIR / 'academy.sqlite3'}")
}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # BEGIN IMMEDIATE and a long timeout, or read-then-write dies of "database is locked"; FULL, so that 200 is durable.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # A file also for tests: Django's in-memory default has no WAL, and threads that share it do not wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5} | DATABASES["default"].get("OPTIONS", {})

# People and signing in --------------------------------------------------------------------------
AUTH_USER_MODEL = "learners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "learners.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# A whole municipality may come from one address at nine o'clock, so the bounds per address of the network are wide; those
# per account are what stops guessing.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "request_login_code": "200/m/ip,3/m/key",
    "reset_password": "100/m/ip,5/m/key",  # pragma: allowlist secret
    "reset_password_from_key": "100/m/ip",  # pragma: allowlist secret
}
# Whoever holds a permission of learners.roles.NEEDS_SECOND_FACTOR shows a second factor before it is there for them.
SECOND_FACTOR_REQUIRED = (
    env.choice("ACADEMY_SECOND_FACTOR", ("required", "offered"), "offered" if IS_DEMO else "required") == "required"
)
MFA_ADAPTER = "learners.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "learners.forms.passkeys.AddPasskey"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"  # required by allauth itself where a passkey stands alone
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # a browser takes localhost for secure, the library does not
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = ACADEMY_NAME
MFA_TOTP_TOLERANCE = 1  # a code lives half a minute; typing takes some of it
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("ACADEMY_TRUSTED_PROXIES", 1 if PRODUCTION else 0)
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6}  # digits are typed with one thumb
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # mail the person when a password or a second factor has changed
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Languages and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "locale" / room for room in ("academy", "courses", "learners", "analytics", "cms")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["academy.formats"]

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Where nginx finds MEDIA_ROOT by itself, for nobody but those whom academy.media lets through (deploy/nginx).
MEDIA_INTERNAL_PREFIX = env.internal_prefix("ACADEMY_MEDIA_INTERNAL_PREFIX")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Beside the media and not below: no address leads to what statements bring along.
    "attachments": {
        "BACKEND": "analytics.lrs.attachments.files.PrivateDurableFiles",
        "OPTIONS": {"location": str(DATA_DIR / "attachments")},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# What rows of the database lead to; a backup holds both (academy.backups).
BACKED_UP_FOLDERS = {"media": MEDIA_ROOT, "attachments": DATA_DIR / "attachments"}
WHITENOISE_USE_FINDERS = ENVIRONMENT == "test"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LRS_MAX_BODY_BYTES = env.whole_number("ACADEMY_LRS_MAX_BODY_BYTES", 4_000_000, least=1)
# With attachments: the whole of it, and each of them.
LRS_MAX_UPLOAD_BYTES = env.whole_number("ACADEMY_LRS_MAX_UPLOAD_BYTES", 50_000_000, least=1)
LRS_MAX_ATTACHMENT_BYTES = env.whole_number("ACADEMY_LRS_MAX_ATTACHMENT_BYTES", 20_000_000, least=1)
LRS_MAX_BATCH = env.whole_number("ACADEMY_LRS_MAX_BATCH", 1_000, least=1)
# Requests a minute with one key, 0 for no limit.
LRS_REQUESTS_PER_MINUTE = env.whole_number("ACADEMY_LRS_REQUESTS_PER_MINUTE", 60_000)
API_REQUESTS_PER_MINUTE = env.whole_number("ACADEMY_API_REQUESTS_PER_MINUTE", 600)
# Wrong secrets a minute from one address before they are answered with 429; the right one is always let in.
WRONG_KEYS_PER_MINUTE = env.whole_number("ACADEMY_WRONG_KEYS_PER_MINUTE", 120)

# Wagtail ----------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = ACADEMY_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/login/"
WAGTAILADMIN_LOGIN_URL = "/konto/login/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.reviewing.finishing.publish_reviewed"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # dates of publication are Swedish ones, whoever writes them
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # read from the file's head: nothing larger is decoded
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.uploads.PictureForm"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "academy.sqlite_search" if IS_SQLITE else "wagtail.search.backends.database"}
}

# Jobs -------------------------------------------------------------------------------------------
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

# Mail -------------------------------------------------------------------------------------------
globals().update(env.mail("ACADEMY_EMAIL_URL", None if PRODUCTION else f"filemail:///{DATA_DIR / 'mail'}"))
if ENVIRONMENT == "test":
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("ACADEMY_EMAIL_FROM", f"{ACADEMY_NAME} <akademin@akademin.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
REPLY_TO = ", ".join(env.words("ACADEMY_EMAIL_REPLY_TO", ""))
EMAIL_TIMEOUT = 15

# Security ---------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("ACADEMY_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from within, where there may be no https
# Whoever shows one of these to /health/ready/ is told how all is; the others whether pages are answered.
HEALTH_TOKENS = env.words("ACADEMY_HEALTH_TOKENS", "")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but for the CMS and its previews: academy.headers
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Nothing but what the pages use. No feature that Chromium does not know everywhere: it complains of each on every page.
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    **{
        feature: []
        for feature in (
            *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
            *("encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts"),
            *("magnetometer", "microphone", "midi", "otp-credentials", "payment", "picture-in-picture"),
            *("screen-wake-lock", "serial", "storage-access", "usb", "xr-spatial-tracking"),
        )
    },
    **dict.fromkeys(("clipboard-write", "fullscreen"), "self"),
    **dict.fromkeys(("publickey-credentials-create", "publickey-credentials-get"), "self"),
}
CONTENT_SECURITY_POLICY = {  # for all but /admin/, see academy.admin_policy
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
CSRF_FAILURE_VIEW = "academy.faults.csrf_failure"

# Counts tries to sign in: several web processes need one that they share, such as redis://host:6379/1.
CACHES = {"default": env.cache("ACADEMY_CACHE_URL", None if PRODUCTION else "locmemcache://")}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

LOGGING_CONFIG = None
configure_logs(json=PRODUCTION, level=env.choice("ACADEMY_LOG_LEVEL", ("DEBUG", "INFO", "WARNING"), "INFO"))
