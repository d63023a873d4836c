"""What people type about sessions: which are listed, when and why one is moved or cancelled, one beside the timetable."""

from datetime import timedelta

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.episode import staff_of
from core.calendar import london
from core.forms import BaseForm, QueryForm, VerbForm

from ..choices import Component, SessionCancelled, SessionStatus
from ..models import Attendance, Programme, Room
from .times import TimeField, TimesMixin, day_field, times_of

TODAY, AHEAD, NOT_TAKEN, PAST = "today", "ahead", "not_taken", "past"
WEEKS_AHEAD, WEEKS_PAST = 4, 12
BY_HAND = [choice for choice in SessionCancelled.choices if choice[0] != SessionCancelled.ENDED]


class SessionQuery(QueryForm):
    """Which sessions are listed."""

    submit_label = _("Show")

    when = forms.ChoiceField(
        required=False, label=_("When?"),
        choices=[
            ("", _("Today and the next seven days")), (TODAY, _("Today")), (AHEAD, _("The next four weeks")),
            (NOT_TAKEN, _("Over, and the register is not taken")), (PAST, _("The last twelve weeks")),
        ],
    )  # fmt: skip
    whose = forms.ChoiceField(
        required=False, label=_("Led by"), choices=[("", _("Anybody in my teams")), ("mine", _("Me"))]
    )
    programme = forms.ModelChoiceField(required=False, label=_("Programme"), queryset=None, empty_label=_("Any"))
    status = forms.ChoiceField(required=False, label=_("Status"), choices=[("", _("Any")), *SessionStatus.choices])

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["programme"].queryset = Programme.objects.visible_to(user)

    @property
    def newest_first(self):
        return self.values()["when"] in (NOT_TAKEN, PAST)

    def narrow(self, sessions, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        sessions = sessions.filter(_within(values["when"]))
        if values["whose"]:
            sessions = sessions.filter(Q(lead=self.user) | Q(co_lead=self.user))
        if values["programme"]:
            sessions = sessions.filter(programme=values["programme"])
        return sessions.filter(status=values["status"]) if values["status"] else sessions


def _within(when):
    """The condition that a session is of this time."""
    today, now = timezone.localdate(), timezone.now()
    if when == NOT_TAKEN:
        marked = Attendance.objects.marked().filter(session=OuterRef("pk"))
        since = london(today - timedelta(weeks=WEEKS_PAST), 0)
        return Q(status=SessionStatus.PLANNED, begins_at__gte=since, ends_at__lte=now) & ~Exists(marked)
    if when == PAST:
        return Q(begins_at__gte=london(today - timedelta(weeks=WEEKS_PAST), 0), begins_at__lt=now)
    days = {TODAY: 1, AHEAD: 7 * WEEKS_AHEAD}.get(when, 8)
    return Q(begins_at__gte=london(today, 0), begins_at__lt=london(today + timedelta(days=days), 0))


class PlaceMixin:
    """Where, and by whom: of the programme's team."""

    def offer(self, team):
        self.fields["room"].queryset = Room.objects.offered().filter(team=team)
        for name in ("lead", "co_lead"):
            self.fields[name].queryset = staff_of([team.pk])


def room_field():
    return forms.ModelChoiceField(queryset=None, required=False, label=_("Where?"), empty_label=_("Nowhere of ours"))


def staff_field(label):
    return forms.ModelChoiceField(queryset=None, required=False, label=label, empty_label=_("Nobody yet"))


class MoveSessionForm(PlaceMixin, TimesMixin, VerbForm):
    """A session is held at another time, elsewhere or by somebody else."""

    submit_label = _("Move the session")

    day = day_field()
    begins = TimeField(label=_("From"))
    ends = TimeField(label=_("To"))
    room = room_field()
    lead = staff_field(_("Led by"))
    co_lead = staff_field(_("Together with"))
    because = forms.CharField(
        max_length=300, label=_("Why?"), help_text=_("Those who are enrolled see this. Write nothing about anybody."),
        error_messages={"required": _("Say why it is moved")},
    )  # fmt: skip

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, initial=self.read(record), **kwargs)
        self.offer(record.programme.team)

    @staticmethod
    def read(session):
        """The session as the fields of the form show it."""
        place = {"room": session.room_id, "lead": session.lead_id, "co_lead": session.co_lead_id}
        return times_of(session.begins_at, session.ends_at) | place | {"because": session.moved_because}

    @property
    def answer(self):
        names = ("begins_at", "ends_at", "room", "lead", "co_lead", "because")
        return {name: self.cleaned_data[name] for name in names}


class CancelSessionForm(VerbForm):
    """Why a session is not held."""

    submit_label = _("Cancel the session")

    because = forms.ChoiceField(
        label=_("Why is it not held?"), choices=BY_HAND, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why")},
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=300, label=_("Anything more, without a name of a client"))
    columns = {"because": "cancelled_because"}


class AddSessionForm(PlaceMixin, TimesMixin, BaseForm):
    """One session beside the timetable."""

    submit_label = _("Add the session")

    day = day_field()
    begins = TimeField(label=_("From"))
    ends = TimeField(label=_("To"))
    title = forms.CharField(required=False, max_length=200, label=_("What is it called?"))
    component = forms.ChoiceField(label=_("What is done in it?"), choices=Component)
    room = room_field()
    lead = staff_field(_("Led by"))
    co_lead = staff_field(_("Together with"))

    def __init__(self, *args, programme, **kwargs):
        initial = {"room": programme.room_id, "lead": programme.run_by_id}
        super().__init__(*args, initial=initial, **kwargs)
        if programme.components:
            self.initial["component"] = programme.components[0]
        self.offer(programme.team)

    @property
    def answer(self):
        names = ("begins_at", "ends_at", "title", "component", "room", "lead", "co_lead")
        return {name: self.cleaned_data[name] for name in names}
