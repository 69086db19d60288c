"""Every setting of Amends on one page; each value comes from the environment and has a safe default.

What each AMENDS_ variable means is told in docs/running/settings.md.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from amends.config import databases, env, logs, mail, proxies, reactions, secret_key
from amends.config.channels import CHANNELS

if env_file := os.environ.get("AMENDS_ENV_FILE", ".env"):
    env.load_dotenv(Path(env_file), is_named="AMENDS_ENV_FILE" in os.environ)

# Where we are ---------------------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("AMENDS_DATA_DIR", "./var")).resolve()
BASE_URL = env.text("AMENDS_BASE_URL", "http://localhost:8000").rstrip("/")
_base = urlsplit(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname or _base.path:
    raise env.BadSetting(f"AMENDS_BASE_URL is {BASE_URL!r}; write it like https://complaints.example.org")
IS_HTTPS = _base.scheme == "https"
IS_LOCAL = _base.hostname in {"localhost", "127.0.0.1", "::1"}

FILES_DIR = DATA_DIR / "files"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_KEEP_ONLY_HASHED_FILES = False

# What may not be known or guessed -------------------------------------------------------------------------------------

SECRET_KEY = secret_key.of_this_office(DATA_DIR)
DEBUG = env.flag("AMENDS_DEBUG", default=False)
if DEBUG and not IS_LOCAL:
    raise env.BadSetting(
        "AMENDS_DEBUG is on while AMENDS_BASE_URL is a real address: it would show secrets to strangers"
    )
METRICS_TOKEN = env.text("AMENDS_METRICS_TOKEN")

# The house ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "amends.ui",
    "amends.office",
    "amends.core",
    "amends.channels",
    *CHANNELS,
    "amends.insight",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
REACTIONS = reactions.REACTIONS
REACTIONS_TO_FILES = reactions.TO_FILES
AUTH_USER_MODEL = "office.Person"
ROOT_URLCONF = "amends.config.urls"
WSGI_APPLICATION = "amends.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "amends.config.middleware.TrueAddress",
    "amends.config.middleware.Hardened",
    "amends.config.middleware.Zipped",
    "amends.config.middleware.NotTooMuch",
    "amends.api.door.Door",
    "amends.config.statics.StaticFiles",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "amends.config.middleware.NoNul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amends.config.middleware.ReadersPlace",
    "amends.config.middleware.FirstRun",
    "amends.config.middleware.SecondProof",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / room / "templates" for room in ("desk", "portal", "office")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "amends.ui.context.look",
                "amends.config.company.company",
            ],
        },
    }
]

FORM_RENDERER = "amends.ui.forms.Renderer"

DATABASES = {"default": databases.from_url(env.text("AMENDS_DATABASE_URL"), DATA_DIR)}
# Counters of rate limits live here: a table, so that all processes count together and a restart forgets nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100000},
    }
}

# Languages and time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.choice("AMENDS_LANGUAGE", ("en", "ru", "fa", "zh"), "en")
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("fa", "فارسی"), ("zh", "中文")]
LANG_INFO.setdefault("zh", {"bidi": False, "code": "zh", "name": "Chinese", "name_local": "中文"})
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["amends.config.formats"]
USE_TZ = True
TIME_ZONE = env.text("AMENDS_TIME_ZONE", "UTC")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError):
    raise env.BadSetting(f"AMENDS_TIME_ZONE is {TIME_ZONE!r}; write it like Europe/Moscow or Asia/Tehran") from None

# Who may talk to us, and how much -------------------------------------------------------------------------------------

ALLOWED_HOSTS = [_base.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "amends.config.errors.csrf_failed"
TRUSTED_PROXIES = proxies.networks(env.text("AMENDS_TRUSTED_PROXIES"))
RATE_LIMITS = env.flag("AMENDS_RATE_LIMITS", default=True)
FILE_LIMIT = env.number("AMENDS_FILE_LIMIT_MB", 25, least=1) * 1024 * 1024
REQUEST_LIMIT = max(env.number("AMENDS_REQUEST_LIMIT_MB", 110, least=1) * 1024 * 1024, FILE_LIMIT)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# A gateway for SMS or voice may live in the house itself; nothing else there is ever asked.
ALARM_ALLOW_PRIVATE = env.flag("AMENDS_ALARM_ALLOW_PRIVATE", default=False)

# Headers and cookies --------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'; "
    "manifest-src 'self'"
)
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_AGE = int(timedelta(hours=env.number("AMENDS_SESSION_HOURS", 12, least=1)).total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SILENCED_SYSTEM_CHECKS = [
    "security.W004" if not IS_HTTPS else "",  # HSTS follows the scheme of AMENDS_BASE_URL, and so do the cookies:
    "security.W012" if not IS_HTTPS else "",
    "security.W016" if not IS_HTTPS else "",
    "security.W005",  # other sites under this name are not ours to decide on
    "security.W021",  # nor is the preload list of browsers
    "security.W008",  # the redirect to https is the reverse proxy's: behind it every request looks like http
    "security.W009",  # amends/config/secret_key.py refuses weak keys itself: 32 random characters are enough
]

# Signing in -----------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
REQUIRE_MFA = env.choice("AMENDS_REQUIRE_MFA", ("all", "privileged", "none"), "privileged")
ACCOUNT_ADAPTER = "amends.config.accounts.Adapter"
ACCOUNT_FORMS = {
    "login": "amends.ui.account.Login",
    "reset_password": "amends.ui.account.ResetPassword",
    "reset_password_from_key": "amends.ui.account.ResetPasswordFromKey",
    "change_password": "amends.ui.account.ChangePassword",
    "reauthenticate": "amends.ui.account.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": "amends.ui.account.Authenticate",
    "reauthenticate": "amends.ui.account.ReauthenticateByCode",
    "activate_totp": "amends.ui.account.ActivateTotp",
    "add_webauthn": "amends.ui.account.AddPasskey",
    "edit_webauthn": "amends.ui.account.EditPasskey",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _base.scheme
ACCOUNT_RATE_LIMITS = (
    {"login": "30/m/ip", "login_failed": "10/m/ip,100/15m/ip,10/15m/key", "reset_password": "10/15m/ip,3/15m/key"}
    if RATE_LIMITS
    else False
)
MFA_ADAPTER = "amends.ui.account.SecondProof"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # who types slowly, or whose clock is a little off, is not refused (RFC 6238, 5.2)
CODE_IS_GOOD_FOR = MFA_TOTP_PERIOD * (2 * MFA_TOTP_TOLERANCE + 1)  # seconds
MFA_TOTP_ISSUER = f"Amends ({_base.hostname})"
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Mail and logs --------------------------------------------------------------------------------------------------------

EMAIL_URL = mail.checked(env.text("AMENDS_EMAIL_URL"))
EMAIL_BACKEND = mail.BACKEND
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("AMENDS_EMAIL_FROM", f"complaints@{_base.hostname}")
LOGGING_CONFIG = None
logs.configure(
    level=env.choice("AMENDS_LOG_LEVEL", ("debug", "info", "warning", "error"), "info"),
    form=env.choice("AMENDS_LOG_FORM", ("text", "json"), "text"),
    with_messages=env.flag("AMENDS_LOG_ERROR_TEXTS", default=False),
)

# The look -------------------------------------------------------------------------------------------------------------

# The rooms of the desk: section, label, address, roles that may enter (none: everyone who works here).
RAIL = [
    (_("Work"), _("Worklist"), "desk:worklist", ()),
    (_("Work"), _("Record a complaint"), "desk:record", ("operator", "expert", "senior", "head")),
    (_("Work"), _("Search"), "desk:search", ()),
    (_("Work"), _("Notices"), "desk:notices", ()),
    (_("Work"), _("Deadlines"), "desk:deadlines", ()),
    (_("Work"), _("Deadline report"), "desk:deadline_report", ()),
    (_("Work"), _("What if: deadline explorer"), "desk:deadline_explorer", ()),
    (_("Work"), _("Alarms"), "desk:alarms", ()),
    (_("Work"), _("Undelivered"), "desk:undelivered", ("operator", "expert", "senior", "head")),
    (_("Work"), _("Set aside"), "desk:set_aside", ("operator", "senior", "head")),
    (_("Office"), _("What next"), "office:next", ("admin", "head")),
    (_("Office"), _("People"), "office:people", ("admin", "head")),
    (_("Office"), _("Teams"), "office:teams", ("admin", "head")),
    (_("Office"), _("Roster"), "office:roster", ("admin", "head")),
    (_("Office"), _("Departments, stores, products"), "office:lists", ("admin", "head")),
    (_("Office"), _("Categories"), "office:categories", ("admin", "head")),
    (_("Office"), _("Causes"), "office:causes", ("admin", "head")),
    (_("Office"), _("Ready words"), "office:text_blocks", ("admin", "head")),
    (_("Office"), _("Our promise"), "office:promise", ("admin", "head")),
    (_("Office"), _("Rules of deadlines"), "office:rules", ("admin", "head")),
    (_("Office"), _("Calendars"), "office:calendars", ("admin", "head")),
    (_("Office"), _("Mail accounts"), "email:accounts", ("admin", "head")),
    (_("Office"), _("Alarm gateway"), "office:gateway", ("admin",)),
    (_("Office"), _("Settings"), "office:settings", ("admin", "head")),
    (_("Office"), _("Health of the office"), "office:doctor", ("admin", "head")),
    (_("Office"), _("Log of changes"), "office:log", ("admin", "head")),
]
RAIL_PERSON = [
    (_("My settings"), "office:me", "person"),
    (_("Password"), "account_change_password", "lock"),
    (_("Passkeys and second proof"), "mfa_index", "key"),
]
RAIL_SEARCH = "desk:search"
