"""What staff type about cover, notes between shifts and passing clients on; what a manager keeps about staff."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Cover, User
from clients.choices import EpisodeStatus
from clients.models import STAFF_ROLES, Client
from core.forms import BaseForm, BaseModelForm, QueryForm, refuse_future
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from .choices import NoteState, StaffState
from .models import Qualification, ShiftNote, Supervision


def colleagues_of(person):
    """Who works in a team of this person's, is active, and does the same kind of work."""
    roles = [Role.RECOVERY_COACH] if person.role == Role.RECOVERY_COACH else STAFF_ROLES
    people = User.objects.filter(is_active=True, role__in=roles, memberships__team__in=person.team_ids)
    return people.exclude(pk=person.pk).distinct()


class CoverForm(BaseModelForm):
    """Who stands in, and from when until when."""

    submit_label = _("Set the cover")

    class Meta(BaseModelForm.Meta):
        model = Cover
        fields = ["covered_by", "starts_on", "ends_on"]
        labels = {"covered_by": _("Who stands in?"), "starts_on": _("First day"), "ends_on": _("Last day")}
        help_texts = {"covered_by": _("Somebody of the same teams; alerts and clients show on their My work")}
        error_messages = {
            "covered_by": {"required": _("Choose who stands in")},
            "starts_on": {"required": _("Enter the first day")},
            "ends_on": {"required": _("Enter the last day")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["covered_by"].queryset = colleagues_of(self.instance.person)

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day"))
        return day


class StaffQuery(QueryForm):
    """Which staff of a manager's teams are listed, and in which order."""

    submit_label = _("Show")

    role = forms.ChoiceField(
        required=False, label=_("Role"),
        choices=[("", _("Any")), *[(role.value, role.label) for role in (*STAFF_ROLES, Role.RECOVERY_COACH)]],
    )  # fmt: skip
    state = forms.ChoiceField(required=False, label=_("Who"), choices=[("", _("Everybody")), *StaffState.choices])
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("Name")), ("clients", _("Clients, the most first")), ("runs_out", _("What runs out first"))],
    )  # fmt: skip


class NoteQuery(QueryForm):
    """Which notes between shifts are listed."""

    submit_label = _("Show")

    state = forms.ChoiceField(required=False, label=_("Where it stands"), choices=NoteState.choices)
    team = forms.ModelChoiceField(required=False, label=_("Team"), queryset=None, empty_label=_("All of my teams"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("Left, the newest first")), ("oldest", _("Left, the longest ago first"))],
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["team"].queryset = user.teams.order_by("name")


class KeptQuery(QueryForm):
    """How the clients of a member of staff are narrowed and sorted."""

    submit_label = _("Show")

    phase = forms.ChoiceField(
        required=False, label=_("Phase"),
        choices=[("", _("Any")), *[choice for choice in EpisodeStatus.choices if choice[0] != EpisodeStatus.CLOSED]],
    )  # fmt: skip
    role = forms.ChoiceField(
        required=False, label=_("As"),
        choices=[("", _("Either")), ("keyworker", _("Keyworker")), ("case_manager", _("Case manager"))],
    )  # fmt: skip
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Name")), ("newest", _("Since when, the newest first")), ("longest", _("Since when, the longest ago first")),
        ],
    )  # fmt: skip

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        if person.role == Role.RECOVERY_COACH:
            self.fields = {"sort": self.fields["sort"]}


class ReassignForm(BaseForm):
    """To whom clients pass, why, and which: these last, for there may be many."""

    submit_label = _("Pass these clients on")

    to = forms.ModelChoiceField(
        queryset=None, label=_("To whom?"), empty_label=_("Choose one"),
        error_messages={"required": _("Choose who takes over")},
    )  # fmt: skip
    why = forms.CharField(
        max_length=300, label=_("Why?"), help_text=_("Stays in the records of these clients"),
        error_messages={"required": _("Say why, in a few words")},
    )  # fmt: skip
    clients = forms.ModelMultipleChoiceField(
        queryset=None, widget=forms.CheckboxSelectMultiple({"small": True, "columns": True}), label=_("Which clients?"),
        help_text=_("All are ticked: take away the tick of those who stay"),
        error_messages={"required": _("Choose at least one client")},
    )  # fmt: skip

    def __init__(self, *args, person, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clients"].queryset = rows
        self.fields["clients"].label_from_instance = lambda row: f"{row.client.name}, {row.client.reference}"
        self.fields["to"].queryset = colleagues_of(person)
        if not self.is_bound:
            self.initial["clients"] = [row.pk for row in rows]


class ShiftNoteForm(BaseModelForm):
    """What the next shift must know."""

    submit_label = _("Leave the note")

    reference = forms.CharField(
        required=False, max_length=9, label=_("About which client?"),
        help_text=_("The client’s reference, such as K7M4-Q2XB; leave empty if about nobody in particular"),
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = ShiftNote
        fields = ["team", "text"]
        labels = {"team": _("For which team?"), "text": _("What must the next shift know?")}
        widgets = {"text": forms.Textarea({"rows": 3})}
        error_messages = {"text": {"required": _("Write the note")}, "team": {"required": _("Choose the team")}}

    field_order = ["text", "reference", "team"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        teams = user.teams.order_by("name")
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.initial["team"] = teams[0]

    def clean_reference(self):
        typed = self.cleaned_data["reference"].strip().upper()
        if not typed:
            return typed
        self.instance.client = Client.objects.visible_to(self.user).filter(reference=typed).first()
        if self.instance.client is None:
            raise forms.ValidationError(_("You have no client with this reference"))
        return typed


class QualificationForm(BaseModelForm):
    """A skill, a training or a check."""

    class Meta(BaseModelForm.Meta):
        model = Qualification
        fields = ["what", "obtained_on", "expires_on", "evidence"]
        labels = {
            "obtained_on": _("Since when?"),
            "expires_on": _("Until when does it hold?"),
            "evidence": _("What have you seen?"),
        }
        help_texts = {
            "expires_on": _("Leave empty if it does not run out"),
            "evidence": _("Such as: certificate seen on that day. Write nothing that a DBS check disclosed"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = self.instance.what if self.instance.what_id else None
        self.fields["what"] = CodeChoiceField(CodeField.STAFF_QUALIFICATION, current=current, label=_("What?"))
        self.order_fields(["what"])

    def clean_obtained_on(self):
        return refuse_future(self.cleaned_data["obtained_on"])


class SupervisionForm(BaseModelForm):
    """A supervision that took place, and the next one."""

    class Meta(BaseModelForm.Meta):
        model = Supervision
        fields = ["supervisor", "held_on", "next_on", "note"]
        labels = {
            "supervisor": _("With whom?"),
            "held_on": _("When was it?"),
            "next_on": _("When is the next one?"),
            "note": _("What was agreed?"),
        }
        widgets = {"note": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, role__in=STAFF_ROLES).exclude(pk=self.instance.user_id)
        self.fields["supervisor"].queryset = people.filter(memberships__team__in=self.instance.user.team_ids).distinct()

    def clean_held_on(self):
        return refuse_future(self.cleaned_data["held_on"])
