"""Security: cookies, https, and what browsers are told with each page."""

from csp.constants import NONE, SELF

from academy import environment as env
from academy.settings.installation import PRODUCTION

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
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
