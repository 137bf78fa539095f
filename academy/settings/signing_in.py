"""People and how they sign in: passwords, codes, passkeys, second factors, and how often one may try."""

from academy import environment as env
from academy.settings.installation import ACADEMY_NAME, IS_DEMO, PRODUCTION

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
