"""Settings: the one file that reads the environment (`.env.example` lists every variable)."""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from django.core.exceptions import ImproperlyConfigured

from config.embedded import local_secret_key
from core.csp import POLICY

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DATABASE_URL = env("DATABASE_URL", default="")
# Beside the embedded database a key is made; a database of one's own needs a key of one's own.
SECRET_KEY = env("SECRET_KEY", default=env.NOTSET if DATABASE_URL else None) or local_secret_key(VAR_DIR)
# What encrypts stored secrets: the first key writes, all of them read (`./manage.py rotate_secrets`).
SECRETS_KEYS = env.list("SECRETS_KEYS", default=env.NOTSET if DATABASE_URL else None) or [
    local_secret_key(VAR_DIR, "secrets_key")
]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=True)

# From bottom to top: an app may import those above it in this list, never those below
# (tests/guards/test_architecture.py).
LOCAL_APPS = [
    "core",
    "accounts",
    "reference",
    "alerts",
    "services_directory",
    "clients",
    "documents",
    "safeguarding",
    "recovery_capital",
    "programmes",
    "referrals",
    "careplans",
    "custody",
    "aftercare",
    "staffing",
    "reports",
    "exchange",
    "governance",
    "rights",
    "config",
]

INSTALLED_APPS = [
    "allauth.account",
    "allauth.mfa",
    *LOCAL_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
]

MIDDLEWARE = [
    "core.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.SecurityHeadersMiddleware",
    "services_directory.api.middleware.OpenFeedMiddleware",
    "core.middleware.RefuseBrokenTextMiddleware",
    "accounts.sessions.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.history.WhoAndWhereMiddleware",
    "accounts.access.AccessRuleMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.TooManyTriesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.memory.MemoryMiddleware",
    "core.once.OnceMiddleware",  # the last: what it undoes and keeps is what a view did
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.drafts"],  # every form's token brings the form's key along
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.service",
                "accounts.context_processors.menu",
                "accounts.context_processors.session",
                "alerts.context_processors.watchdog",
            ],
        },
    },
]
FORM_RENDERER = "core.drawing.Renderer"  # plain widgets are drawn there; the others are drawn by templates of ours where we have them

# Two database roles: the owner migrates, the application's role owns nothing.
# When DATABASE_URL is unset, config.embedded starts a PostgreSQL of our own at the first connection.
DATABASES = {"default": env.db_url_config(DATABASE_URL or "postgres://throughcare@/throughcare")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql" if DATABASE_URL else "config.embedded_postgres",
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
}
# The database ends a transaction whose process says nothing for so long, so that what it has locked goes to another.
IDLE_TRANSACTION_SECONDS = env.int("IDLE_TRANSACTION_SECONDS", default=300)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c idle_in_transaction_session_timeout={IDLE_TRANSACTION_SECONDS}s"
)
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default="")
DATABASE_ERASER_URL = env("DATABASE_ERASER_URL", default="")
REDIS_URL = env("REDIS_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No web request needs Redis: the caches are this process's own memory; parts of pages take no room of other things.
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {"default": {"BACKEND": MEMORY}, "template_fragments": {"BACKEND": MEMORY, "LOCATION": "template_fragments"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.roles.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.OwnWordsValidator"},
]
# Second factors (django-allauth's, behind our own pages). Nobody works without one, unless the reason is written down.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not DEMO)
NO_SECOND_FACTOR_REASON = env("NO_SECOND_FACTOR_REASON", default="")
if not (REQUIRE_SECOND_FACTOR or DEMO or NO_SECOND_FACTOR_REASON.strip()):
    raise ImproperlyConfigured("REQUIRE_SECOND_FACTOR is off: write the reason into NO_SECOND_FACTOR_REASON.")
STEP_UP_AFTER = timedelta(minutes=15)
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds by which a telephone's clock may differ
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE = timedelta(seconds=env.int("SESSION_IDLE_SECONDS", default=15 * 60))
SESSION_WARNING = timedelta(minutes=2)
SESSION_LONGEST = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
# What a page's script asks for by itself: it keeps nobody signed in.
BACKGROUND_ROUTES = {"clients:draft_save"}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_CSP = POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 3
FILE_UPLOAD_HANDLERS = ["core.uploads.BoundedUploadHandler"]
LARGEST_UPLOAD = 10 * 1024 * 1024
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # of the screens; Welsh joins when every screen has its words
PAPER_LANGUAGES = [*LANGUAGES, ("cy", "Cymraeg")]  # of what the client is given
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = "core.formats"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.staticfiles.HashedStaticFiles"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "forms"
CRISPY_FAIL_SILENTLY = False

PGHISTORY_APPEND_ONLY = True
# Who and where stand in each event itself: a shared context row would have to be updated, and history never is.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"

CELERY_BROKER_URL = REDIS_URL or "embedded-redis://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB: a PDF is made in the worker, and gives its memory back

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FROM_EMAIL", default="throughcare@example.org")

SERVICE_NAME = env("SERVICE_NAME", default="Throughcare")
PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://localhost:{PORT}")
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=60)
UNUSUAL_RECORDS_A_DAY = env.int("UNUSUAL_RECORDS_A_DAY", default=40)
UNUSUAL_SEARCHES_A_DAY = env.int("UNUSUAL_SEARCHES_A_DAY", default=5)
UNUSUAL_BREAK_GLASS = env.int("UNUSUAL_BREAK_GLASS", default=3)
UNUSUAL_NIGHT_BEGINS = env.int("UNUSUAL_NIGHT_BEGINS", default=20)
UNUSUAL_NIGHT_ENDS = env.int("UNUSUAL_NIGHT_ENDS", default=7)
OPENREFERRAL_PER_MINUTE = env.int("OPENREFERRAL_PER_MINUTE", default=300)
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.bbc.co.uk/weather")
OUTBOX_SENDER = env("OUTBOX_SENDER", default="core.senders.EmailSender")
TEXT_SENDER = env("TEXT_SENDER", default="")
TEXT_SAYS_WHO = env.bool("TEXT_SAYS_WHO", default=True)
NOTIFY_API_KEY = env("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE = env("NOTIFY_TEMPLATE", default="")
NOTIFY_URL = env("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
OUTBOX_RETRY_SECONDS = env.int("OUTBOX_RETRY_SECONDS", default=30)
# The hours in which no reminder goes to a client, on a clock in London.
QUIET_FROM = env.int("QUIET_FROM", default=20)
QUIET_UNTIL = env.int("QUIET_UNTIL", default=9)
# NDTMS: gaps of up to 21 days, both days counted, join episodes into one journey; the wording of the boundary may change.
JOURNEY_GAP_DAYS = env.int("JOURNEY_GAP_DAYS", default=21)
JOURNEY_GAP_INCLUSIVE = env.bool("JOURNEY_GAP_INCLUSIVE", default=True)
START_FACTS_OPEN_DAYS = env.int("START_FACTS_OPEN_DAYS", default=14)

# Feeds of other directories: the largest answer, the longest time for one, what share of their services may vanish at
# once, and which places inside a network may be asked (address:port), where a site runs a feed of its own there.
FEED_MOST_MB = env.int("FEED_MOST_MB", default=100)
FEED_SECONDS = env.int("FEED_SECONDS", default=60)
FEED_MOST_VANISHED = env.float("FEED_MOST_VANISHED", default=0.5)
FEED_PRIVATE_HOSTS = env.list("FEED_PRIVATE_HOSTS", default=[])

# Files of another system's national data set: the largest that is read (docs/data-set.md).
NDTMS_MOST_MB = env.int("NDTMS_MOST_MB", default=500)
NDTMS_MOST_ROWS = env.int("NDTMS_MOST_ROWS", default=500_000)

# What this site uses the software for, of clinical, commercial, educational, research: a measure whose licence forbids one
# of them is not offered. Where the site keeps the words of the measures that it has a licence for (docs/measures.md).
SITE_USES = env.list("SITE_USES", default=["clinical"])
MEASURE_TEXTS_DIR = env("MEASURE_TEXTS_DIR", default="")
# Where the site keeps particular paths of referrals of its own (docs/referrals.md).
REFERRAL_PATHS_DIR = env("REFERRAL_PATHS_DIR", default="")

# What commissioners read: whole years or whole quarters, never both, and every count as it is (0) or to the nearest 5.
REPORT_PERIODS = env("REPORT_PERIODS", default="year")
REPORT_ROUNDING = env.int("REPORT_ROUNDING", default=0)
if REPORT_PERIODS not in ("year", "quarter") or REPORT_ROUNDING not in (0, 5):
    raise ImproperlyConfigured("REPORT_PERIODS is year or quarter, REPORT_ROUNDING 0 or 5.")
ALLOW_TEST_NHS_NUMBERS = DEMO or DEBUG

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},  # a line for each page, else
}
