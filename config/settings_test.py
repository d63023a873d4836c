"""What tests change: servers of their own, fast passwords, mail kept in memory, nothing from the developer's `.env`."""

import os

os.environ |= {"DATABASE_URL": "", "DATABASE_OWNER_URL": "", "REDIS_URL": "", "EMAIL_URL": "memorymail://"}
os.environ |= {"SECRET_KEY": "only-for-tests", "SECRETS_KEYS": "only-for-tests", "REQUIRE_SECOND_FACTOR": "0"}
os.environ |= {"DEBUG": "0", "DEMO": "1", "HTTPS": "0", "SITE_URL": "http://testserver"}

from .settings import *  # noqa: E402, F403
from .settings import BASE_DIR, DATABASES, LOGGING  # noqa: E402

VAR_DIR = BASE_DIR / "var" / "tests"
DATABASES["default"] |= {"CONN_MAX_AGE": 0}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # static files as they are, not as collected
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://"
# A refusal is an answer here: thousands are asked for, and each would write its traceback out three times over.
LOGGING["loggers"] |= {name: {"level": "ERROR"} for name in ("django.request", "django.security")}
OPENREFERRAL_PER_MINUTE = 1_000_000  # what tests ask comes from one address
