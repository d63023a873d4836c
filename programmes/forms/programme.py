"""What is typed about programmes and rooms, and how their list is narrowed."""

from django import forms
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.episode import staff_of
from core.forms import BaseModelForm, DateField, QueryForm, VerbForm
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from ..choices import Component, ProgrammeKind, ProgrammeStatus, RoomUse, Standing, Weekday
from ..models import Programme, Room
from ..models.enrolment import ATTENDING

ALL = "all"
NOBODY = _("Nobody yet")
MANY = forms.CheckboxSelectMultiple({"small": True, "columns": True})
NARROW = {"class": "govuk-input--width-3"}
FEW = forms.CheckboxSelectMultiple({"small": True})


class OfTeamForm(BaseModelForm):
    """Something that a team offers or uses: the team is asked for where the user has several, and then stays."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not self.instance._state.adding:
            del self.fields["team"]
        else:
            self.fields["team"].queryset = user.teams.order_by("name")
            if len(user.team_ids) == 1:
                self.initial["team"] = user.team_ids[0]

    @property
    def teams(self):
        """Whose people and rooms are offered."""
        return self.user.team_ids if self.instance._state.adding else [self.instance.team_id]


class ProgrammeForm(OfTeamForm):
    """What a programme is, for whom, when, and what it asks of those who attend."""

    submit_label = _("Save the programme")

    components = forms.MultipleChoiceField(
        label=_("What is done in it?"), choices=Component, widget=MANY,
        error_messages={"required": _("Choose at least one")},
    )  # fmt: skip
    is_rolling = forms.TypedChoiceField(
        label=_("When can people join?"), coerce=lambda value: value == "True", widget=forms.RadioSelect,
        choices=[(True, _("At any time, as places come free")), (False, _("At the beginning only: it has a fixed time"))],
        error_messages={"required": _("Choose when people can join")},
    )  # fmt: skip
    treatment = CodeChoiceField(CodeField.INTERVENTION_TYPE, required=False, label=_("Which treatment?"))

    class Meta(BaseModelForm.Meta):
        model = Programme
        fields = [
            "team", "name", "name_cy", "kind", "components", "description", "for_whom", "is_rolling", "starts_on", "ends_on",
            "weeks", "places", "days_a_week", "engaged_sessions", "standing", "treatment", "leads_to", "run_by", "room",
        ]  # fmt: skip
        labels = {
            "team": _("Which team offers it?"),
            "name": _("What is it called?"),
            "name_cy": _("And in Welsh?"),
            "kind": _("What kind of programme is it?"),
            "description": _("What happens in it?"),
            "for_whom": _("Who is it for?"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "weeks": _("For how many weeks does one person attend?"),
            "places": _("How many places are there?"),
            "days_a_week": _("On how many days a week should somebody attend?"),
            "engaged_sessions": _("How many sessions a week count as engaged?"),
            "standing": _("How does it stand to other treatment?"),
            "leads_to": _("Which programme is it part of, or does it lead to?"),
            "run_by": _("Who runs it?"),
            "room": _("Where is it held?"),
        }
        help_texts = {
            "name": _("It stands on the timetable that people take home: choose words that anybody may read"),
            "kind": _("Day programmes and one-to-one programmes need an active plan and a keyworker"),
            "ends_on": _("Leave it empty if it goes on"),
            "weeks": _("Leave it empty if there is no set time"),
            "places": _("Leave it empty if there is no limit"),
            "days_a_week": _("A structured day programme: 3 to 5. Leave it empty if nothing is asked"),
            "engaged_sessions": _("Attendance is counted against this for each person and week"),
            "room": _("A line of the timetable may be held elsewhere"),
        }
        error_messages = {
            "team": {"required": _("Choose the team")},
            "name": {"required": _("Enter what it is called")},
            "kind": {"required": _("Choose the kind")},
            "starts_on": {"required": _("Enter the first day")},
        }
        widgets = {
            "description": forms.Textarea({"rows": 4}),
            "for_whom": forms.Textarea({"rows": 3}),
            "kind": forms.RadioSelect,
            "standing": forms.RadioSelect,
            **{name: forms.NumberInput(NARROW) for name in ("weeks", "places", "days_a_week", "engaged_sessions")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ProgrammeKind.choices
        self.fields["standing"].choices = Standing.choices
        self.fields["treatment"].queryset = CodeChoiceField(
            CodeField.INTERVENTION_TYPE, current=self.instance.treatment
        ).queryset
        others = Programme.objects.open().filter(team__in=self.teams).exclude(pk=self.instance.pk)
        self.fields["leads_to"].queryset = others.order_by("name")
        self.fields["leads_to"].empty_label = _("None")
        for name, people in (
            ("run_by", staff_of(self.teams)),
            ("room", Room.objects.offered().filter(team__in=self.teams)),
        ):
            self.fields[name].queryset = people
            self.fields[name].empty_label = NOBODY if name == "run_by" else _("No place yet")

    def clean(self):
        data = super().clean()
        team = data.get("team") or (None if self.instance._state.adding else self.instance.team)
        for name in ("room", "leads_to"):
            if team and data.get(name) and data[name].team_id != team.pk:
                self.add_error(name, _("Choose one of the same team"))
        if team and data.get("run_by") and not data["run_by"].memberships.filter(team=team).exists():
            self.add_error("run_by", _("Choose somebody of the same team"))
        if data.get("standing") in (Standing.BY_ITSELF, Standing.BESIDE):
            data["treatment"] = None if data["standing"] == Standing.BY_ITSELF else data.get("treatment")
        return data


class ProgrammeEndForm(VerbForm):
    """The last day, and why."""

    submit_label = _("End the programme")

    on = DateField(label=_("What was, or is, its last day?"), error_messages={"required": _("Enter the last day")})
    why = forms.CharField(
        label=_("Why does it end?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the story of everybody who is enrolled"), error_messages={"required": _("Say why it ends")},
    )  # fmt: skip
    columns = {"on": "ends_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class ProgrammeReopenForm(VerbForm):
    """Until when it runs now, and why."""

    submit_label = _("Reopen the programme")

    ends_on = DateField(required=False, label=_("Last day"), help_text=_("Leave it empty if it goes on"))
    why = forms.CharField(
        label=_("Why is it reopened?"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why it is reopened")},
    )  # fmt: skip


class RoomForm(OfTeamForm):
    """A room of ours, or a place in the community."""

    submit_label = _("Save")

    uses = forms.MultipleChoiceField(
        label=_("What is it good for?"),
        choices=RoomUse,
        widget=FEW,
        error_messages={"required": _("Choose at least one")},
    )
    is_ours = forms.TypedChoiceField(
        label=_("Whose is it?"), coerce=lambda value: value == "True", widget=forms.RadioSelect, initial=True,
        choices=[(True, _("A room in our own building")), (False, _("A place in the community that we book"))],
        error_messages={"required": _("Choose whose it is")},
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Room
        fields = ["team", "name", "is_ours", "address", "uses", "places", "booking_note", "is_active"]
        labels = {
            "team": _("Which team uses it?"),
            "name": _("What is it called?"),
            "address": _("Where is it?"),
            "places": _("For how many people?"),
            "booking_note": _("How is it booked?"),
            "is_active": _("It can be chosen for programmes and appointments"),
        }
        help_texts = {
            "name": _("It stands on the timetable that people take home"),
            "booking_note": _("For a place in the community: whom to ring, what it costs, who has the key"),
        }
        error_messages = {
            "team": {"required": _("Choose the team")},
            "name": {"required": _("Enter what it is called")},
        }
        widgets = {"address": forms.Textarea({"rows": 3}), "places": forms.NumberInput(NARROW)}


class ProgrammeQuery(QueryForm):
    """Which programmes are listed."""

    submit_label = _("Show")

    status = forms.ChoiceField(
        required=False, label=_("Status"),
        choices=[("", _("Planned and running")), *ProgrammeStatus.choices, (ALL, _("All"))],
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=[("", _("Any kind")), *ProgrammeKind.choices])
    component = forms.ChoiceField(
        required=False, label=_("What is done in it"), choices=[("", _("Anything")), *Component.choices]
    )
    day = forms.ChoiceField(required=False, label=_("Held on"), choices=[("", _("Any day")), *Weekday.choices])
    places = forms.ChoiceField(
        required=False, label=_("Places"),
        choices=[("", _("Any")), ("free", _("With a free place")), ("waiting", _("With people waiting"))],
    )  # fmt: skip
    words = forms.CharField(required=False, max_length=100, label=_("Name"))

    def narrow(self, programmes, but=""):
        """Those that were asked for; `but` is a filter that is left out. They carry `taken` and `waiting` (with_places)."""
        values = self.values() | {but: ""}
        if values["kind"]:
            programmes = programmes.filter(kind=values["kind"])
        if values["component"]:
            programmes = programmes.filter(components__contains=[values["component"]])
        if values["day"]:
            meets = Q(slots__weekday=int(values["day"])) & ~Q(slots__last_on__lt=timezone.localdate())
            programmes = programmes.filter(pk__in=Programme.objects.filter(meets).values("pk"))
        for word in values["words"].split():
            programmes = programmes.filter(name__icontains=word)
        if values["places"] == "free":
            programmes = programmes.filter(Q(places=None) | Q(taken__lt=F("places")))
        elif values["places"] == "waiting":
            programmes = programmes.filter(waiting__gt=0)
        if but == "status" or values["status"] == ALL:
            return programmes
        return programmes.filter(status=values["status"]) if values["status"] else programmes.open()


def with_places(programmes):
    """Each with how many places are taken and how many people wait."""
    attending = Count("enrolments", filter=Q(enrolments__status__in=ATTENDING), distinct=True)
    waiting = Count("enrolments", filter=Q(enrolments__status="waiting"), distinct=True)
    return programmes.annotate(taken=attending, waiting=waiting)
