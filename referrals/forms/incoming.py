"""What staff type about referrals to us, and how the triage board is narrowed."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from clients.choices import ReferralSource, Route, Substance
from clients.forms.client import NhsNumberField
from clients.forms.episode import staff_of
from core.forms import BaseForm, BaseModelForm, DateField, DateTimeField, PastDateField, QueryForm, VerbForm

from .. import clocks
from ..choices import Agrees, Danger, IncomingStatus, IncomingWay, NotTakenOn, OfferedHow, OfferOutcome, Urgency
from ..models import OPEN_INCOMING, IncomingReferral
from .public import (
    EASIER,
    ERRORS,
    HEARD,
    HELP,
    LABELS,
    NEED,
    PERSON,
    REACH,
    WIDGETS,
    IncomingFields,
    ask_whether_they_agree,
)

NOTE = {"rows": 3}
REFERRER = ["referrer_name", "referrer_role", "referrer_organisation", "referrer_phone", "referrer_email"]
LONGEST_NOTE = 2_000
ALL, LATE, SOON, NOT_TRIAGED = "all", "late", "soon", "none"


def note(label, *, required=True, **more):
    words = {
        "required": _("Answer this question"),
        "max_length": _("Shorten this to %(limit_value)d characters or fewer"),
    }
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(NOTE),
        error_messages=words,
        **more,
    )


class IncomingForm(IncomingFields):
    """A referral that came by phone, letter or at the door; or the correction of any."""

    submit_label = _("Save the referral")

    nhs_number = NhsNumberField(required=False, label=_("NHS number"))
    referred_on = PastDateField(label=_("When was the person referred?"), help_text=_("The clock runs from this day"))
    release_on = DateField(required=False, label=_("If they leave prison or hospital: on which day?"))

    class Meta(BaseModelForm.Meta):
        model = IncomingReferral
        fields = [
            "team", "source", "referred_on", *PERSON, "nhs_number", *REACH, *NEED, "release_on", *EASIER,
            *REFERRER, "agrees", "agrees_note", *HEARD,
        ]  # fmt: skip
        labels = LABELS | {
            "team": _("For which team?"),
            "source": _("Who referred the person?"),
            "referrer_name": _("Name of the referrer"),
            "referrer_role": _("Role of the referrer, or how they know the person"),
            "referrer_organisation": _("Organisation of the referrer"),
            "referrer_phone": _("Phone number of the referrer"),
            "referrer_email": _("Email address of the referrer"),
            "agrees": _("Does the person agree?"),
            "agrees_note": _("If not, why is it sent?"),
        }
        help_texts, widgets = HELP, WIDGETS
        error_messages = ERRORS | {
            "source": {"required": _("Choose where the referral came from")},
            "team": {"required": _("Choose the team")},
        }

    parts = [
        (_("The referral"), ["team", "source", "referred_on"]),
        (_("The person"), [*PERSON, "nhs_number"]),
        (_("How to get in touch with them"), REACH),
        (_("What is it about?"), [*NEED, "release_on"]),
        (_("What makes it easier"), EASIER),
        (_("Who refers, if it is not the person"), REFERRER),
        (_("Does the person agree?"), ["agrees", "agrees_note"]),
        (_("How they heard of us"), HEARD),
    ]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        ask_whether_they_agree(self)
        self.fields["agrees"].error_messages["required"] = _("Choose whether the person agrees")
        self.fields["source"].choices = [("", _("Choose where from")), *ReferralSource.choices]
        if not self.instance._state.adding:
            del self.fields["team"]
            return
        self.instance.way = IncomingWay.STAFF
        self.initial["referred_on"] = timezone.localdate()
        self.fields["heard_from"].label = _("How did they hear of us?")
        self.fields["team"].queryset = user.teams.order_by("name")
        if len(user.team_ids) == 1:
            self.initial["team"] = user.team_ids[0]

    @property
    def helper(self):
        helper = super().helper
        parts = [(legend, [name for name in names if name in self.fields]) for legend, names in self.parts]
        helper.layout = Layout(*[Fieldset(legend, *names) for legend, names in parts])
        return helper

    def clean(self):
        data = super().clean()
        named = self.instance.way in (IncomingWay.PROFESSIONAL, IncomingWay.OTHER_PERSON)
        if named and not data.get("referrer_name") and "referrer_name" not in self.errors:
            self.add_error("referrer_name", _("Enter the name of the referrer"))
        return data


class ReleaseReferralForm(BaseModelForm):
    """Somebody who leaves prison is referred to the team of the place to which they go."""

    submit_label = _("Refer")

    release_on = DateField(required=False, label=_("When do they leave prison?"))

    class Meta(BaseModelForm.Meta):
        model = IncomingReferral
        fields = ["team", "release_on", "what_for", "agrees", "agrees_note"]
        labels = LABELS | {"team": _("To which team?"), "agrees": _("Does the person agree?")}
        help_texts, widgets = HELP, WIDGETS
        error_messages = ERRORS | {"team": {"required": _("Choose the team")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_whether_they_agree(self)
        self.fields["agrees"].error_messages["required"] = _("Choose whether the person agrees")
        self.fields["team"].queryset = Team.objects.order_by("name")

    def clean(self):
        data = super().clean()
        if data.get("agrees") in (Agrees.NO, Agrees.NOT_ASKED) and not data.get("agrees_note"):
            self.add_error("agrees_note", _("Say why you send this without the person’s agreement"))
        return data


class TriageForm(VerbForm):
    """How soon, why, and who goes on with it."""

    submit_label = _("Save the triage")
    shows_what_was_said = True

    urgency = forms.ChoiceField(
        label=_("How soon does the person have to be seen?"), choices=Urgency, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how soon")},
    )  # fmt: skip
    triage_note = note(
        _("What did you find?"), required=False, help_text=_("What was talked about, what is safe until then")
    )
    allocated_to = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Who goes on with it?"), empty_label=_("Nobody yet")
    )

    def __init__(self, *args, record, **kwargs):
        initial = {"urgency": record.urgency, "triage_note": record.triage_note, "allocated_to": record.allocated_to_id}
        super().__init__(*args, record=record, initial=initial, **kwargs)
        self.fields["allocated_to"].queryset = staff_of([record.team_id])


class MatchForm(BaseForm):
    """Whose record a referral is about."""

    client = forms.UUIDField()


class TakeOnForm(VerbForm):
    """Who keeps the person's episode, and what brought them."""

    submit_label = _("Take the person on")

    keyworker = forms.ModelChoiceField(
        queryset=None, label=_("Who is the keyworker?"), empty_label=_("Choose one"),
        error_messages={"required": _("Choose the keyworker")},
    )  # fmt: skip
    substance = forms.ChoiceField(
        required=False, label=_("Main substance"), choices=[("", _("Not known yet")), *Substance.choices]
    )
    route = forms.ChoiceField(
        required=False, label=_("How is it taken?"), choices=[("", _("Not known yet")), *Route.choices]
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, initial={"keyworker": record.allocated_to_id}, **kwargs)
        self.fields["keyworker"].queryset = staff_of([record.team_id])

    def clean(self):
        data = super().clean()
        if data.get("route") and not data.get("substance"):
            self.add_error("substance", _("Choose the substance, or clear how it is taken"))
        return data

    @property
    def answer(self):
        data = self.cleaned_data
        substances = [(data["substance"], data["route"])] if data["substance"] else []
        return {"keyworker": data["keyworker"], "substances": substances}


class DeclineForm(VerbForm):
    """Why somebody is not taken on."""

    submit_label = _("Do not take on")

    not_taken_on = forms.ChoiceField(
        label=_("Why do we not take the person on?"), choices=NotTakenOn, widget=forms.RadioSelect,
        error_messages={"required": _("Choose why")},
    )  # fmt: skip
    answer_note = note(
        _("What were they told, and what can they do now?"),
        help_text=_("The next page asks to which service they were passed."),
    )


class ReasonForm(VerbForm):
    """Why a referral is taken back, or goes on after all."""

    reason = note(_("Why?"))

    def __init__(self, *args, button, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit_label = button


class TransferForm(VerbForm):
    """Which other team is the right one."""

    submit_label = _("Pass it to this team")

    team = forms.ModelChoiceField(
        queryset=None, label=_("Which team?"), empty_label=_("Choose a team"),
        error_messages={"required": _("Choose the team")},
    )  # fmt: skip
    reason = note(_("Why?"))

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.fields["team"].queryset = Team.objects.exclude(pk=record.team_id).order_by("name")


class StartForm(VerbForm):
    """When treatment begins."""

    submit_label = _("Treatment has started")

    on = PastDateField(
        label=_("Treatment started on"), error_messages={"required": _("Enter the day treatment started")}
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < self.instance.referred_on:
            raise forms.ValidationError(_("Treatment cannot start before the referral"))
        return day


class OfferForm(VerbForm):
    """When, where, and how somebody is told."""

    submit_label = _("Offer the appointment")

    offered_for = DateTimeField(
        label=_("When?"), help_text=_("Such as 27/3/2026 14:30"),
        error_messages={"required": _("Enter the day and the time")},
    )  # fmt: skip
    where = forms.CharField(
        label=_("Where?"), max_length=300, help_text=_("In a text message, no name that says what we are"),
        error_messages={"required": _("Enter where to come")},
    )  # fmt: skip
    how = forms.ChoiceField(
        label=_("How are they told?"), choices=OfferedHow, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they are told")},
    )  # fmt: skip
    language = forms.ChoiceField(
        required=False, label=_("In which language is it written?"), choices=[("", _("English")), ("cy", _("Welsh"))]
    )
    mark = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def clean_offered_for(self):
        when = self.cleaned_data["offered_for"]
        if when < timezone.now():
            raise forms.ValidationError(_("Choose a time that is still to come"))
        return when

    @property
    def is_written(self):
        return self.cleaned_data["how"] in (OfferedHow.LETTER, OfferedHow.TEXT, OfferedHow.EMAIL)


class OutcomeForm(VerbForm):
    """What became of an appointment."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=OfferOutcome, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it")},
    )  # fmt: skip
    outcome_note = forms.CharField(
        label=_("Why, in their words?"), required=False, max_length=500,
        error_messages={"max_length": _("Shorten this to %(limit_value)d characters or fewer")},
    )  # fmt: skip


class ExpireForm(VerbForm):
    """How somebody who did not come is told that we stop asking."""

    submit_label = _("Stop asking")

    answer_note = note(_("What do we write to them?"), help_text=_("It can be printed as a letter afterwards."))


class IncomingQuery(QueryForm):
    """Which referrals the board shows."""

    submit_label = _("Show")
    searched = ("words",)

    status = forms.ChoiceField(
        required=False, label=_("Where they stand"),
        choices=[("", _("Open")), *IncomingStatus.choices, (ALL, _("All"))],
    )  # fmt: skip
    urgency = forms.ChoiceField(
        required=False,
        label=_("Urgency"),
        choices=[("", _("Any")), *Urgency.choices, (NOT_TRIAGED, _("Not looked at yet"))],
    )
    danger = forms.ChoiceField(
        required=False, label=_("Comes first because"), choices=[("", _("Any")), *Danger.choices]
    )
    clock = forms.ChoiceField(
        required=False, label=_("Clock"),
        choices=[("", _("Any")), (LATE, _("Run out")), (SOON, _("Runs out within 5 working days"))],
    )  # fmt: skip
    source = forms.ChoiceField(
        required=False, label=_("Who referred"), choices=[("", _("Any")), *ReferralSource.choices]
    )
    team = forms.ChoiceField(required=False, label=_("Team"))
    mine = forms.BooleanField(required=False, label=_("Only mine"))
    words = forms.CharField(required=False, label=_("Name or reference"), max_length=100)
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Danger and what must be seen today first, then what nobody has looked at, then in turn")),
            ("oldest", _("Came, the longest ago first")), ("newest", _("Came, the newest first")), ("name", _("Name")),
        ],
    )  # fmt: skip

    def __init__(self, data, user, **kwargs):
        super().__init__(data, **kwargs)
        self.user = user
        self.fields["team"].choices = [
            ("", _("Any")),
            *[(str(key), name) for key, name in user.teams.order_by("name").values_list("pk", "name")],
        ]

    def narrow(self, referrals):
        """Those that were asked for."""
        return narrowed(referrals, self.values(), self.user)


def narrowed(referrals, values, user):
    """Those that a user asks for by the values of an IncomingQuery."""
    wanted = {
        "danger": {"dangers__contains": [values["danger"]]},
        "mine": {"allocated_to": user},
        "urgency": {"urgency": "" if values["urgency"] == NOT_TRIAGED else values["urgency"]},
    } | {name: {name: values[name]} for name in ("source", "team")}
    for name, condition in wanted.items():
        if values[name]:
            referrals = referrals.filter(**condition)
    if values["clock"]:
        referrals = referrals.filter(clocks.late() if values["clock"] == LATE else clocks.soon())
    return _of_status(_named(referrals, values["words"]), values["status"])


def _of_status(referrals, status):
    statuses = [status] if status else OPEN_INCOMING
    return referrals if status == ALL else referrals.filter(status__in=statuses)


def _named(referrals, words):
    for word in (words or "").split()[:5]:
        named = Q(first_name__icontains=word) | Q(family_name__icontains=word) | Q(preferred_name__icontains=word)
        referrals = referrals.filter(named | Q(reference__iexact=word))
    return referrals
