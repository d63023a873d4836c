"""What stands ahead: every date that somebody must keep for a client, from every part of the work, in one query."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Cast, Now, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alerts.models import Alert
from core.templatetags.ui import days_overdue, is_overdue

from .choices import EpisodeStatus
from .models import Episode
from .reading_up import CONSENT_TO, labels_of, model_and_path, model_of, name_of, of_clients, text_of
from .written import anybody, rows_of, somebody, teams_of


@dataclass(frozen=True)
class Source:
    """One kind of date: where its rows are, and the page on which it is kept."""

    relation: str
    title: str  # may hold {words}
    day: str | Callable  # a field, or what gives the expression of a day, without which the row is no date ahead
    url_name: str
    about: str = "id"
    words: str = ""
    words_of: Callable = text_of
    only: Q = field(default_factory=Q)
    rests_with: str = ""  # the episode with which it rests, when that is paused or closed


def next_session():
    """The day of the next session of an enrolment, in a timetable of its own where there is one."""
    own = model_of("enrolments.slots").objects.filter(enrolment=OuterRef(OuterRef("pk")))
    sessions = (
        model_of("attendances")
        ._meta.get_field("session")
        .related_model.objects.filter(
            Q(slot=None) | ~Exists(own) | Exists(own.filter(slot=OuterRef("slot"))),
            programme=OuterRef("programme"),
            status="planned",
            begins_at__gt=Now(),
            begins_at__date__gte=OuterRef("started_on"),
        )
    )
    return Subquery(sessions.order_by("begins_at").values("begins_at__date")[:1])


BEGUN_LATELY = timedelta(hours=12)  # then its outcome is due, and an alert says so
REVIEW, RELEASE, CHECK_UP, SESSION = "review", "release", "check_up", "session"
SOURCES = {
    REVIEW: Source(
        "care_plans", _("Review of the plan"), "review_on", "careplans:care_plan_detail", only=Q(status="active"),
        rests_with="episode",
    ),
    "action": Source(
        "care_plans.goals.actions", _("Action: {words}"), "by_when", "careplans:care_plan_detail",
        about="goal__plan_id", words="what", rests_with="goal__plan__episode",
        only=Q(
            status__in=["to_do", "under_way", "cannot_yet"], by_when__isnull=False, goal__plan__status="active"
        ),
    ),
    RELEASE: Source(
        "custody_stays.release_dates", _("Release from {words}"), "expected_on", "custody:stay_detail",
        about="stay_id", words="stay__prison", only=Q(superseded_at=None, stay__status="in_custody"),
    ),
    "appointment": Source(
        "custody_stays", _("First appointment after release"), "appointment_at", "custody:stay_detail",
        only=Q(appointment_at__isnull=False, first_seen_on=None),
    ),
    "booked": Source(
        "appointments", _("Appointment: {words}"), "begins_at", "programmes:appointment_detail", words="kind",
        only=Q(status="booked", begins_at__gt=Now() - BEGUN_LATELY),
    ),
    SESSION: Source(
        "enrolments", _("Next session: {words}"), next_session, "programmes:enrolment_detail", words="programme__name",
        only=Q(status="enrolled"),
    ),
    CHECK_UP: Source(
        "check_ups", _("Check-up after treatment"), "due_on", "aftercare:check_up_record",
        only=Q(done_on=None, cancelled_because="", aftercare__episode__status=EpisodeStatus.AFTERCARE),
    ),
    "exit": Source(
        "episodes", _("Planned end of treatment"), "planned_exit_on", "clients:episode_edit",
        only=Q(planned_exit_on__isnull=False, status__in=[EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT]),
    ),
    "flag": Source(
        "flags", _("Look again at the flag: {words}"), "review_on", "clients:flag_review", words="kind",
        only=Q(ended_on=None),
    ),
}  # fmt: skip

ALERT, CONSENT, COACH = "alert", "consent", "coach"
STANDING = {
    CONSENT: Source(
        "consents", "{words}", "given_on", "aftercare:consent_withdraw", words=CONSENT_TO, only=Q(withdrawn_on=None)
    ),
    COACH: Source(
        "coach_assignments", "{words}", "starts_on", "clients:coach_end", words="coach", words_of=name_of
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One date ahead, as pages show it."""

    kind: str
    day: date
    title: str
    url: str
    client_id: UUID

    @property
    def is_overdue(self):
        return is_overdue(self.day)

    @property
    def when(self):
        return days_overdue(self.day)


def steps(clients, *, until=None, kinds=None, size=50):
    """The dates ahead of one client or of several, those longest overdue first."""
    branches = [_branch(kind, SOURCES[kind], clients, until) for kind in kinds or SOURCES]
    return [_step(row) for row in _together(branches, size)]


def overview(client, user):
    """What the first page of a record lists besides the timeline: alerts, dates ahead, live consents, coaches; one query."""
    written = _written(user.role, len(teams_of(user)), timezone.localdate())
    rows = [_step(row) for row in rows_of(written, client, user)]
    return {
        "alerts": [row for row in rows if row.kind == ALERT],
        "steps": [row for row in rows if row.kind in SOURCES],
        "consents": [row for row in rows if row.kind == CONSENT],
        "coaches": [row for row in rows if row.kind == COACH],
    }


@lru_cache(maxsize=64)
def _written(role, teams, today):
    """The query of the overview on a day."""
    client, user = anybody(), somebody(role, teams)
    branches = [_branch(kind, source, client) for kind, source in SOURCES.items()]
    consents = _branch(CONSENT, STANDING[CONSENT], client)
    coaches = _branch(COACH, STANDING[COACH], client).filter(starts_on__lte=today)
    branches.append(consents.filter(Q(expires_on=None) | Q(expires_on__gte=today)))
    branches.append(coaches.filter(Q(ends_on=None) | Q(ends_on__gte=today)))
    branches.append(_alerts(client, user))
    return _together(branches, 200).query.sql_with_params()


def _alerts(client, user):
    """The user's alerts about a client that are due, as rows of the union."""
    alerts = Alert.objects.visible_to(user).due().filter(client_id=client.pk).order_by()
    return alerts.annotate(step_day=TruncDate("due_at"), step_about=F("subject_id")).values_list(
        "step_day", "step_about", Cast(Value(ALERT), TextField()), "client_id", Cast("rule", TextField())
    )


def _together(branches, size):
    first, *others = branches
    rows = first.union(*others, all=True) if others else first
    return rows.order_by("step_day", "step_about")[:size]


def _branch(kind, source, clients, until=None):
    _model, path = model_and_path(source.relation)
    rows = of_clients(source.relation, clients).filter(source.only)
    if source.rests_with:
        working = Exists(Episode.objects.working().filter(client=OuterRef(f"{path}_id")))
        rows = rows.filter(Q(**{source.rests_with: None}) | working)
    rows = rows.annotate(step_day=_day_of(rows.model, source), step_about=Cast(F(source.about), UUIDField()))
    if callable(source.day):
        rows = rows.filter(step_day__isnull=False)
    if until:
        rows = rows.filter(step_day__lte=until)
    return rows.values_list(
        "step_day",
        "step_about",
        Cast(Value(kind), TextField()),
        Cast(F(f"{path}_id"), UUIDField()),
        source.words_of(source.words),
    )


def _day_of(model, source):
    if callable(source.day):
        return source.day()
    is_moment = isinstance(model._meta.get_field(source.day), DateTimeField)
    return TruncDate(source.day) if is_moment else F(source.day)  # a cast would take the day in Greenwich


def _step(row):
    day, about, kind, client_id, words = row
    if kind == ALERT:
        alert = Alert(rule=words, subject_id=about)
        return Step(kind, day, f"{alert.title}: {alert.todo}", alert.url, client_id)
    source = SOURCES.get(kind) or STANDING[kind]
    if source.words and source.words_of is text_of and "__" not in source.words:
        words = labels_of(model_and_path(source.relation)[0], source.words).get(words, words)
    title = str(format_lazy(source.title, words=words))
    return Step(kind, day, title, reverse(source.url_name, args=[about]), client_id)
