"""Files: what comes with the academy, what people upload, and what statements bring along."""

from academy import environment as env
from academy.settings.installation import DATA_DIR, ENVIRONMENT, ROOT

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
