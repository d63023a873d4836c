"""What every record is built on, and the tables that know nothing about recovery work."""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .calendar import is_quiet
from .choices import AccessAction, Channel


def user_key(**options):
    """A foreign key to a user that nobody has to walk back."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        **{"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"} | options,
    )


class BaseModel(models.Model):
    """A record with a random key, a version, and who made and last changed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    created_by = user_key(editable=False)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now(), editable=False)
    updated_by = user_key(editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True

    def save_by(self, by, *fields):
        """Save the whole record, or only the named fields, as the work of `by`, and count the version up."""
        if self._state.adding:
            self.created_by = by
        else:
            self.version += 1
        self.updated_by = by
        stamps = ["updated_by", "updated_at", "version"]
        self.save(update_fields=[*fields, *stamps] if fields and not self._state.adding else None)


class StatusChange(models.Model):
    """One move of a record from a status to the next: who, when, why."""

    from_status = models.CharField(max_length=30)
    to_status = models.CharField(max_length=30)
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now())
    changed_by = user_key()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["changed_at", "id"]

    def __str__(self):
        return f"{self.from_status} → {self.to_status}"


class AccessLog(models.Model):
    """One look, print, export, search, refusal or sign-in: who did it, about which record, from where.

    Rows are only ever added: the application's database role may neither change nor remove them.
    """

    at = models.DateTimeField(default=timezone.now, db_default=Now())
    user = user_key()
    action = models.CharField(max_length=20, choices=AccessAction)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    route = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    break_glass = models.UUIDField(null=True, blank=True)  # the key of the BreakGlass by which the record was open

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="accesslog_subject"),
            models.Index(fields=["user", "-at"], name="accesslog_user"),
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"


class OutboxQuerySet(models.QuerySet):
    def unfinished(self):
        """Neither sent, nor parked, nor taken back."""
        return self.filter(sent_at=None, parked_at=None, cancelled_at=None)

    def waiting(self, now):
        """Those whose next attempt may be made; at night not those that wait for the day."""
        waiting = self.unfinished().filter(next_attempt_at__lte=now)
        return waiting.filter(by_day=False) if is_quiet(now) else waiting

    def useless(self, now):
        """Those that have not gone in time, and say nothing any more."""
        return self.unfinished().filter(useless_at__lte=now)


class OutboxMessage(models.Model):
    """A message that was decided in a transaction and is delivered afterwards, once.

    `reference` says the same thing to the database (unique), to the sender (idempotency key) and to
    mail servers (Message-ID), so that a repeated attempt can be recognised everywhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=100, unique=True)
    recipient = user_key()
    address = models.CharField(max_length=254, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL, db_default=Channel.EMAIL)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, db_default=Now())
    next_attempt_at = models.DateTimeField(db_default=Now())
    by_day = models.BooleanField(default=False, db_default=False)  # never in the quiet hours (core.calendar)
    useless_at = models.DateTimeField(null=True, blank=True)  # from then on it is not sent any more
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    attempted_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at=None, parked_at=None, cancelled_at=None),
                name="outbox_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False) ^ ~Q(address=""), name="outbox_recipient_is_a_user_or_an_address"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL) | ~Q(address=""), name="outbox_text_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, parked_at=None)
                | Q(sent_at=None, cancelled_at=None)
                | Q(parked_at=None, cancelled_at=None),
                name="outbox_has_one_end",
            ),
        ]

    def __str__(self):
        return self.reference


BEAT = """
INSERT INTO core_heartbeat (name, detail, at)
SELECT %s, %s, statement_timestamp()
FROM set_config('synchronous_commit', CASE WHEN %s THEN current_setting('synchronous_commit') ELSE 'off' END, true)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, detail = excluded.detail"""


class HeartbeatQuerySet(models.QuerySet):
    def beat(self, name, detail=""):
        """Write down that a part of the system has just done its work; by itself it does not wait for the disk.

        A sign of life that a power cut takes away is missed by nobody.
        """
        with connection.cursor() as cursor:
            cursor.execute(BEAT, [name, detail, connection.in_atomic_block])

    def ages(self):
        """How long ago each part gave its last sign of life, by name."""
        return dict(self.values_list("name", Now() - F("at")))


class Heartbeat(models.Model):
    """The last sign of life of a part of the system: the worker, the sweep, the nightly check."""

    name = models.CharField(primary_key=True, max_length=50)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self):
        return self.name


class DocumentQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(finished_at=None, failed_at=None)


class Document(models.Model):
    """A long document that the worker makes: who asked for what, how far it is, and the finished file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    requested_by = user_key(null=False, blank=False)
    requested_at = models.DateTimeField(default=timezone.now, db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    starts = models.PositiveSmallIntegerField(default=0, db_default=0)
    steps_done = models.PositiveIntegerField(default=0, db_default=0)
    steps_total = models.PositiveIntegerField(default=0, db_default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    content = models.BinaryField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(failed_at=None), name="document_is_finished_or_failed"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(content__isnull=False), name="document_finished_has_content"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def state(self):
        """One of "waiting", "working", "finished", "failed"."""
        if self.failed_at:
            return "failed"
        if self.finished_at:
            return "finished"
        return "working" if self.started_at else "waiting"


class Draft(models.Model):
    """What a user has typed into the form of a page and not sent yet; nobody else sees it, and it is no record.

    Its key is the form's (core.drafts). `revision` counts up in one tab of a browser, so that what comes late, or from
    another tab, overwrites nothing. `client_key` says whose record the page is about, where it is about one.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = user_key(null=False, blank=False)
    path = models.CharField(max_length=300)
    query = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=200)
    client_key = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict)
    tab = models.CharField(max_length=36)
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now, db_default=Now())
    saved_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        ordering = ["-saved_at"]
        indexes = [
            models.Index(fields=["user", "path"], name="draft_of_a_page"),
            models.Index(fields=["saved_at"], name="draft_age"),
        ]

    def __str__(self):
        return self.title

    @property
    def page(self):
        """The address of the page, its form empty."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def address(self):
        """The address of the page with what was typed in its form."""
        return f"{self.page}{'&' if self.query else '?'}{urlencode({'resume': self.pk})}"


class SentForm(models.Model):
    """A form that was sent and did its work, and where its answer led: sent again, it leads there and does nothing."""

    digest = models.CharField(primary_key=True, max_length=64)
    key = models.UUIDField(db_index=True)
    user = user_key(null=False, blank=False)
    location = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now, db_default=Now(), db_index=True)

    def __str__(self):
        return self.digest[:12]


class SavedView(BaseModel):
    """The filters and the order of a list, which a user keeps under a name; nobody who was looked for is in it."""

    user = user_key(null=False, blank=False, editable=False)
    route = models.CharField(_("list"), max_length=100)
    query = models.CharField(max_length=1000, blank=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "route", "name"], name="saved_view_once")]

    def __str__(self):
        return self.name
