"""Sessions: who is signed in, from where, since when; they end after a pause, and after twelve hours in any case.

A session is read and its activity written down in one statement, by the database's clock. What scripts ask for by
themselves (`BACKGROUND_ROUTES`) is no activity.
"""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware as DjangoMiddleware
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.urls import Resolver404, resolve

READ = """
WITH valid AS (
    SELECT session_key, session_data,
        STATEMENT_TIMESTAMP() - started_at AS age, STATEMENT_TIMESTAMP() - proved_at AS proof_age
    FROM accounts_session
    WHERE session_key = %(key)s
        AND seen_at > STATEMENT_TIMESTAMP() - make_interval(secs => %(idle)s)
        AND started_at > STATEMENT_TIMESTAMP() - make_interval(secs => %(longest)s)
), seen AS (
    UPDATE accounts_session SET seen_at = STATEMENT_TIMESTAMP() FROM valid
    WHERE accounts_session.session_key = valid.session_key AND %(is_activity)s
        AND seen_at < STATEMENT_TIMESTAMP() - interval '1 second'
)
SELECT session_data, EXTRACT(EPOCH FROM age)::float, EXTRACT(EPOCH FROM proof_age)::float FROM valid
"""
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class SessionStore(DatabaseStore):
    """A session in `accounts.Session`; `age` and `proof_age` are in seconds, as they were when it was read."""

    is_activity = True
    address, browser = None, ""
    age = proof_age = 0.0

    @classmethod
    def get_model_class(cls):
        from .models import Session  # settings name this module before there are models

        return Session

    @classmethod
    def clear_expired(cls):
        sessions = cls.get_model_class().objects
        sessions.exclude(pk__in=sessions.current()).delete()

    def load(self):
        values = {
            "key": self.session_key,
            "idle": settings.SESSION_IDLE.total_seconds(),
            "longest": settings.SESSION_LONGEST.total_seconds(),
            "is_activity": self.is_activity,
        }
        with connection.cursor() as cursor:
            cursor.execute(READ, values)
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, self.age, self.proof_age = row
        return self.decode(data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        values = {"session_data": self.encode(data), "user_id": data.get(SESSION_KEY)}
        if must_create:
            self._insert(values)
        elif not self.model.objects.filter(session_key=self.session_key).update(**values):
            raise UpdateError

    def _insert(self, values):
        where = {"address": self.address, "browser": self.browser, "expire_date": self.get_expiry_date()}
        try:
            with transaction.atomic():
                self.model.objects.create(session_key=self.session_key, **where, **values)
        except IntegrityError as error:
            if self.exists(self.session_key):
                raise CreateError from error
            raise
        self.age = self.proof_age = 0.0

    def prove(self):
        """Note that a password or a second factor was given just now."""
        self.model.objects.filter(session_key=self.session_key).update(proved_at=Now())
        self.proof_age = 0.0

    @property
    def seconds_left(self):
        """How long the session lasts if nothing more happens."""
        return max(
            0, int(min(settings.SESSION_IDLE.total_seconds(), settings.SESSION_LONGEST.total_seconds() - self.age))
        )


class SessionMiddleware(DjangoMiddleware):
    """Gives each request its session, and tells the session where the request comes from."""

    def process_request(self, request):
        super().process_request(request)
        request.session.is_activity = route_of(request) not in settings.BACKGROUND_ROUTES
        request.session.address = request.META.get("REMOTE_ADDR") or None
        request.session.browser = browser_name(request.META.get("HTTP_USER_AGENT", ""))


def route_of(request):
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def browser_name(agent):
    """What a person would call their browser.

    >>> browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")
    'Firefox on Linux'
    >>> browser_name("curl/8")
    ''
    """
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if browser and system else browser
