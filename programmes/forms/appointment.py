"""What staff type about an appointment: when and where, what came of it, and how often key work is to be."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from accounts.models import User
from clients.choices import ContactKind, ContactOutcome, MissedBy, MissedReason
from clients.models import STAFF_ROLES, Contact, Episode
from core.calendar import LONDON
from core.forms import BaseForm, BaseModelForm, DateField, QueryForm, VerbForm
from core.workflow import NotAllowed

from ..appointments import MOST_WEEKS, moment, span, weekly
from ..choices import AppointmentKind, AppointmentStatus, CancelledBy, ProgrammeKind
from ..clashes import clashes_of
from ..models import Enrolment, KeyWorkRhythm, Room

CLOCK = {"class": "govuk-input--width-5", "inputmode": "text", "autocomplete": "off"}
CLOCKS = ["%H:%M", "%H.%M", "%H:%M:%S", "%H%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I %p"]
HOW = {
    AppointmentKind.PHONE: ContactKind.PHONE,
    AppointmentKind.HOME_VISIT: ContactKind.HOME_VISIT,
}  # else face to face


def clock_field(label, **options):
    """A time of day on a 24-hour clock; one with am or pm is understood."""
    return forms.TimeField(
        label=label, input_formats=CLOCKS, widget=forms.TextInput(CLOCK),
        error_messages={"required": _("Enter a time"), "invalid": _("Enter a time such as 14:30")}, **options,
    )  # fmt: skip


def staff_of(team):
    """Who works in a team and can have appointments."""
    return User.objects.filter(is_active=True, role__in=STAFF_ROLES, memberships__team=team).distinct()


class TimeForm(BaseForm):
    """When, with whom and where; what stands in the way is said, and a tick books it all the same."""

    day = DateField(label=_("Which day?"), error_messages={"required": _("Enter the day")})
    begins = clock_field(_("From"), help_text=_("On a 24-hour clock, such as 14:30"))
    ends = clock_field(_("To"), help_text=_("0:00 is midnight at the end of the day"))
    worker = forms.ModelChoiceField(
        queryset=None,
        label=_("With whom?"),
        empty_label=None,
        error_messages={"required": _("Choose who sees the person")},
    )
    room = forms.ModelChoiceField(queryset=None, required=False, label=_("Which room?"), empty_label=_("None of ours"))
    where = forms.CharField(
        required=False, max_length=300, label=_("Where, when it is no room of ours?"),
        help_text=_("Such as: at home, at the library"),
    )  # fmt: skip
    purpose = forms.CharField(
        required=False, max_length=500, label=_("What to talk about?"), help_text=_("For staff; no reminder says it")
    )
    despite = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label=_("Keep this time, although something stands in the way")
    )

    def __init__(self, *args, team, client, besides=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.client, self.besides, self.spans = client, besides, []
        self.fields["worker"].queryset = staff_of(team)
        self.fields["room"].queryset = Room.objects.offered().filter(team=team)

    def clean(self):
        data = super().clean()
        if {"day", "begins", "ends"} <= data.keys():
            self._clean_times(data)
        if self.spans and not self.errors and not data.get("despite"):
            self._say_what_clashes(data)
        return data

    def _clean_times(self, data):
        try:
            moment(data["day"], data["begins"])
        except NotAllowed as refusal:
            self.add_error("begins", str(refusal))
            return
        try:
            self.spans, _left_out = weekly(*span(data["day"], data["begins"], data["ends"]), data.get("weeks") or 1)
        except NotAllowed as refusal:
            self.add_error("ends", str(refusal))

    def _say_what_clashes(self, data):
        found = [clash for times in self.spans for clash in self._clashes(*times, data)]
        if found:
            self.fields["despite"].widget = forms.CheckboxInput()
            for words in dict.fromkeys(str(clash) for clash in found):
                self.add_error(None, words)
            self.add_error("despite", _("Choose another time, or tick this"))

    def _clashes(self, begins_at, ends_at, data):
        return clashes_of(
            begins_at,
            ends_at,
            room=data.get("room"),
            people=[data.get("worker")],
            client=self.client,
            besides=self.besides,
        )

    @property
    def time(self):
        """What the verbs take."""
        begins_at, ends_at = self.spans[0]
        names = ("worker", "room", "where", "purpose")
        return {"begins_at": begins_at, "ends_at": ends_at} | {name: self.cleaned_data[name] for name in names}


class BookForm(TimeForm):
    """A new appointment, or the same one every week."""

    submit_label = _("Book the appointment")

    kind = forms.ChoiceField(choices=AppointmentKind, label=_("What for?"))
    enrolment = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Part of which programme?"), empty_label=_("None")
    )
    weeks = forms.IntegerField(
        min_value=1, max_value=MOST_WEEKS, initial=1, label=_("Every week, for how many weeks?"),
        help_text=_("1 is this one alone. A bank holiday is left out."),
        widget=forms.NumberInput({"class": "govuk-input--width-2"}),
        error_messages={
            "min_value": _("Enter 1 to %(most)d weeks") % {"most": MOST_WEEKS},
            "max_value": _("Enter 1 to %(most)d weeks") % {"most": MOST_WEEKS},
            "invalid": _("Enter the weeks as a number, such as 6"),
        },
    )  # fmt: skip

    field_order = [
        "kind",
        "day",
        "begins",
        "ends",
        "worker",
        "room",
        "where",
        "enrolment",
        "weeks",
        "purpose",
        "despite",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = Enrolment.objects.open().filter(client=self.client, programme__kind=ProgrammeKind.ONE_TO_ONE)
        self.fields["enrolment"].queryset = programmes.select_related("programme")
        self.fields["enrolment"].label_from_instance = lambda row: row.programme.name
        if not programmes:
            del self.fields["enrolment"]


class MoveForm(TimeForm, VerbForm):
    """Another time, another worker, another place."""

    submit_label = _("Move the appointment")
    field_order = ["day", "begins", "ends", "worker", "room", "where", "purpose", "despite"]

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, besides=record, team=record.team, client=record.client, **kwargs)
        self.initial |= self.read(record)

    @staticmethod
    def read(record):
        """What the fields of the form say of an appointment."""
        begins_at, ends_at = (timezone.localtime(at, LONDON) for at in (record.begins_at, record.ends_at))
        return {
            "day": f"{begins_at:%d/%m/%Y}",
            "begins": f"{begins_at:%H:%M}",
            "ends": f"{ends_at:%H:%M}",
            "worker": record.worker_id,
            "room": record.room_id,
            "where": record.where,
            "purpose": record.purpose,
        }


REASONS = [choice for choice in MissedReason.choices if choice[0] != MissedReason.SERVICE_CANCELLED]
OUTCOMES = [
    (AppointmentStatus.ATTENDED, _("The person came")),
    (AppointmentStatus.MISSED, _("The person did not come")),
    (CancelledBy.CLIENT, _("The person cancelled beforehand")),
    (CancelledBy.SERVICE, _("We cancelled")),
]


class OutcomeForm(VerbForm):
    """What came of an appointment, and what is written on the record about it."""

    submit_label = _("Save and book the next one")

    outcome = forms.ChoiceField(
        choices=OUTCOMES, widget=forms.RadioSelect, label=_("What came of it?"),
        error_messages={"required": _("Say whether the person came")},
    )  # fmt: skip
    missed_reason = forms.ChoiceField(
        required=False, choices=[("", _("Choose why")), *REASONS], label=_("Why did they not come?"),
        help_text=_("Only when they did not come; “No reason known” is an answer"),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=10_000, widget=forms.Textarea({"rows": 5}), label=_("What happened?"),
        help_text=_("Stands on the record as the note of this contact"),
    )  # fmt: skip
    kind = forms.ChoiceField(choices=ContactKind, label=_("How?"))
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=1440, label=_("How many minutes did it take?"),
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
        error_messages={
            "min_value": _("Enter between 1 and 1440 minutes"),
            "max_value": _("Enter between 1 and 1440 minutes"),
            "invalid": _("Enter the minutes as a number, such as 30"),
        },
    )  # fmt: skip
    is_restricted = forms.BooleanField(
        required=False, label=_("Restricted: others see that there is a note of this day, and not what it says")
    )

    def __init__(self, *args, record, user, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        if not user.has_perm(Section.RESTRICTED_NOTES):
            del self.fields["is_restricted"]
        took = int((record.ends_at - record.begins_at).total_seconds() // 60)
        self.initial |= {"kind": HOW.get(record.kind, ContactKind.FACE_TO_FACE), "minutes": min(took, 1440)}

    def clean(self):
        data = super().clean()
        missed = data.get("outcome") == AppointmentStatus.MISSED
        if missed and not data.get("missed_reason") and "missed_reason" not in self.errors:
            self.add_error("missed_reason", _("Say why; “No reason known” is an answer"))
        if "outcome" in data and not missed and data.get("missed_reason"):
            self.add_error("missed_reason", _("Clear this: the person did not miss it"))
        return data

    @property
    def cancelled_by(self):
        """Who cancelled; empty when it was not cancelled."""
        outcome = self.cleaned_data["outcome"]
        return outcome if outcome in CancelledBy.values else ""

    @property
    def contact(self):
        """The contact to be written."""
        data = self.cleaned_data
        attended = data["outcome"] == AppointmentStatus.ATTENDED
        return Contact(
            kind=data["kind"],
            outcome=ContactOutcome.ATTENDED if attended else ContactOutcome.MISSED,
            missed_by="" if attended else MissedBy.PERSON,
            missed_reason=data["missed_reason"],
            minutes=data["minutes"] if attended else None,
            note=data["note"],
            is_restricted=data.get("is_restricted", False),
        )


class CancelForm(VerbForm):
    """Who cancels, and why."""

    submit_label = _("Cancel the appointment")

    cancelled_by = forms.ChoiceField(
        choices=[choice for choice in CancelledBy.choices if choice[0] != CancelledBy.EPISODE],
        widget=forms.RadioSelect, label=_("Who cancels it?"), error_messages={"required": _("Say who cancels it")},
    )  # fmt: skip
    reason = forms.CharField(required=False, max_length=300, label=_("Why?"))


class RhythmForm(BaseModelForm):
    """How often keyworker and client meet in one episode."""

    class Meta(BaseModelForm.Meta):
        model = KeyWorkRhythm
        fields = ["every_days", "why"]
        labels = {"every_days": _("How many days from one key-work meeting to the next?"), "why": _("Why?")}
        widgets = {"every_days": forms.NumberInput({"class": "govuk-input--width-3"})}
        error_messages = {
            "every_days": {"required": _("Enter 1 to 182 days"), "invalid": _("Enter the days as a number, such as 7")}
        }


class BookQuery(QueryForm):
    """What is known of a new appointment from where somebody came: a free time, another worker, the one before it."""

    submit_label = _("Look")

    on = DateField(required=False, widget=forms.HiddenInput)
    at = forms.TimeField(required=False, input_formats=CLOCKS, widget=forms.HiddenInput)
    worker = forms.ModelChoiceField(required=False, queryset=None, widget=forms.HiddenInput)
    reference = forms.CharField(
        required=False, max_length=9, label=_("Our reference for the client"),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )  # fmt: skip
    episode = forms.ModelChoiceField(required=False, queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args, user, client=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = User.objects.filter(
            is_active=True, role__in=STAFF_ROLES, memberships__team__in=user.team_ids
        ).distinct()
        episodes = Episode.objects.open().of_teams(user)
        self.fields["episode"].queryset = episodes.filter(client=client) if client else episodes.none()
