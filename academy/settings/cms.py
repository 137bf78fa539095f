"""Wagtail: the CMS, its pictures and its search."""

from academy.settings.database import IS_SQLITE
from academy.settings.installation import ACADEMY_NAME, BASE_URL
from academy.settings.language import TIME_ZONE

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
