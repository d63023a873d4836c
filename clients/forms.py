"""What staff type about a client, an episode, a contact, a consent, a flag."""

import nhs_number
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from core.forms import BaseForm, BaseModelForm, DateField, QueryForm
from core.widgets import DatePartsField
from services_directory.models import Service

from .choices import (
    ConsentCategory,
    ConsentPurpose,
    ContactOutcome,
    DischargeReason,
    EpisodeStatus,
    FlagKind,
    MissedReason,
    ReferralSource,
    Route,
    Substance,
)
from .matching import attributor, possible_matches
from .models import STAFF_ROLES, Client, ClientFlag, CoachAssignment, Consent, Contact, Episode

DAY_HINT = _("For example, 27/3/2026")
WIDTH_10 = {"class": "govuk-input--width-10"}
WIDTH_20 = {"class": "govuk-input--width-20"}


def required(message):
    return {"required": message}


def not_in_future(day):
    """Refuse a day that has not come yet."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("The date cannot be in the future"))
    return day


class PageQuery(QueryForm):
    """Which page of a list or of the timeline."""

    after = forms.CharField(required=False, widget=forms.HiddenInput)


class CaseloadQuery(QueryForm):
    """How the caseload is narrowed; the choices stay in the address."""

    submit_label = _("Show")

    words = forms.CharField(
        required=False, max_length=100, label=_("Name, our reference, NHS number or date of birth"),
        help_text=_("Looks through everybody whom your teams know, closed episodes too"),
    )  # fmt: skip
    keyworker = forms.ChoiceField(
        required=False, label=_("Keyworker"),
        choices=[("", _("Anybody")), ("mine", _("Me")), ("none", _("Nobody yet"))],
    )  # fmt: skip
    phase = forms.ChoiceField(
        required=False, label=_("Phase"),
        choices=[
            ("", _("Any open episode")),
            *[choice for choice in EpisodeStatus.choices if choice[0] != EpisodeStatus.CLOSED],
            ("none", _("No open episode")),
            ("all", _("Everybody")),
        ],
    )  # fmt: skip
    overdue = forms.BooleanField(required=False, label=_("Only with an overdue review"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if user.role == Role.RECOVERY_COACH:  # sees neither phase nor keyworker nor reviews
            self.fields = {"words": self.fields["words"]}
            self.fields["words"].help_text = _("Looks through the clients who are assigned to you")


class NhsNumberField(forms.CharField):
    """An NHS number with its check digit; spaces and dashes are left out."""

    default_error_messages = {
        "invalid": _("Enter an NHS number with 10 digits, such as 999 000 0018"),
        "check": _("One of the digits is wrong. Compare it with the letter or card"),
        "test": _("Numbers that start with 999 are for tests. Enter the person’s own number"),
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput({**WIDTH_10, "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 30, "widget": widget} | kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return "".join(letter for letter in text if letter not in " -\N{NO-BREAK SPACE}\N{EN DASH}\t")

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if not (value.isascii() and value.isdecimal() and len(value) == 10):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if not nhs_number.is_valid(value):
            raise forms.ValidationError(self.error_messages["check"], code="check")
        if value.startswith("9") and not settings.ALLOW_TEST_NHS_NUMBERS:
            raise forms.ValidationError(self.error_messages["test"], code="test")


class ClientForm(BaseModelForm):
    """The facts of a person: who, and how to reach them safely."""

    nhs_number = NhsNumberField(
        required=False, label=_("NHS number"), help_text=_("10 digits, such as 999 000 0018. Leave empty if unknown.")
    )
    date_of_birth = DatePartsField(
        past=True, label=_("Date of birth"), help_text=_("For example, 27 3 1985"),
        error_messages=required(_("Enter the date of birth")),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Client
        fields = [
            "first_name", "family_name", "preferred_name", "date_of_birth", "sex", "nhs_number", "phone", "email",
            "contact_rule", "address", "postcode", "staff_safety",
        ]  # fmt: skip
        labels = {
            "first_name": _("First name"),
            "family_name": _("Family name"),
            "preferred_name": _("What does the person like to be called?"),
            "sex": _("Sex registered at birth"),
            "phone": _("Phone"),
            "email": _("Email"),
            "contact_rule": _("How is it safe to get in touch?"),
            "address": _("Address"),
            "postcode": _("Postcode"),
            "staff_safety": _("What must staff know to be safe?"),
        }
        help_texts = {
            "contact_rule": _("For example: text only, leave no message, do not write to the home address"),
            "staff_safety": _("For example: two people on home visits, a dog at home"),
        }
        widgets = {
            "sex": forms.RadioSelect({"inline": True}),
            "phone": forms.TextInput({**WIDTH_20, "autocomplete": "off", "inputmode": "tel"}),
            "address": forms.Textarea({"rows": 3}),
            "postcode": forms.TextInput(WIDTH_10),
        }
        error_messages = {
            "first_name": required(_("Enter the first name")),
            "family_name": required(_("Enter the family name")),
            "sex": required(_("Choose one; “Not known” is an answer")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [choice for choice in self.fields["sex"].choices if choice[0]]

    def clean_postcode(self):
        return " ".join(self.cleaned_data["postcode"].upper().split())


class AddClientForm(ClientForm):
    """A new record, once it is clear that the person has none."""

    submit_label = _("Add the client")

    registered_team = forms.ModelChoiceField(
        queryset=None, label=_("Which team?"), error_messages=required(_("Choose the team"))
    )
    somebody_else = forms.BooleanField(required=False, label=_("This is somebody else: add a new record"))
    checked = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta(ClientForm.Meta):
        fields = ["registered_team", *ClientForm.Meta.fields]

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.matches = user, None
        if not self.is_bound:
            del self.fields["somebody_else"]
        teams = user.teams.order_by("name")
        self.fields["registered_team"].queryset = teams
        self.fields["registered_team"].empty_label = _("Choose a team")
        if len(teams) == 1:
            self.initial["registered_team"] = teams[0]

    def clean(self):
        data = super().clean()
        names = ["first_name", "family_name", "date_of_birth", "sex"]
        if all(data.get(name) for name in names):
            person = {name: data[name] for name in names}
            self.matches = possible_matches(self.user, **person)
            if self.matches:
                self._ask_whether_somebody_else(attributor(**person))
        if not self.matches:
            del self.fields["somebody_else"]
        return data

    def _ask_whether_somebody_else(self, key):
        """The tick counts for the person it was asked about, not for what was typed afterwards."""
        ticked = self.cleaned_data.get("somebody_else") and self.cleaned_data.get("checked") == key
        if not ticked:
            self.data = self.data.copy()
            self.data["checked"] = key
            self.data.pop("somebody_else", None)
            self.add_error("somebody_else", _("Look at the record we found, and tick the box if it is somebody else"))


class LookUpForm(BaseForm):
    """One person, exactly: by number, or by name and date of birth."""

    submit_label = _("Look up")

    nhs_number = NhsNumberField(required=False, label=_("NHS number"))
    first_name = forms.CharField(required=False, max_length=100, label=_("First name"))
    family_name = forms.CharField(required=False, max_length=100, label=_("Family name"))
    date_of_birth = DatePartsField(required=False, past=True, label=_("Date of birth"))

    def clean(self):
        data = super().clean()
        person = [data.get(name) for name in ("first_name", "family_name", "date_of_birth")]
        if not self.errors and not data.get("nhs_number") and not all(person):
            raise forms.ValidationError(_("Enter an NHS number, or both names and the date of birth"))
        return data


SUBSTANCE_LABELS = [
    (_("Main substance"), _("How is the main substance taken?")),
    (_("Second substance"), _("How is the second substance taken?")),
    (_("Third substance"), _("How is the third substance taken?")),
]


class EpisodeForm(BaseModelForm):
    """An episode: where the person came from and when, what for, and with which team."""

    referred_on = DateField(
        label=_("Referred on"), help_text=DAY_HINT, error_messages=required(_("Enter the date of the referral"))
    )

    class Meta(BaseModelForm.Meta):
        model = Episode
        fields = ["referral_source", "referred_on", "first_appointment_offered_on"]
        labels = {
            "referral_source": _("Who referred the person to us?"),
            "first_appointment_offered_on": _("First appointment offered for"),
        }
        error_messages = {"referral_source": required(_("Choose where the referral came from"))}

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["referral_source"].choices = [("", _("Choose where from")), *ReferralSource.choices]
        known = [] if self.instance._state.adding else list(self.instance.substances.values_list("substance", "route"))
        for rank, (label, how) in enumerate(SUBSTANCE_LABELS, start=1):
            substance, route = known[rank - 1] if rank <= len(known) else ("", "")
            self.fields[f"substance_{rank}"] = forms.ChoiceField(
                label=label,
                initial=substance,
                choices=[("", _("None or not known")), *Substance.choices],
                required=False,
            )
            self.fields[f"route_{rank}"] = forms.ChoiceField(
                label=how, initial=route, choices=[("", _("Not known")), *Route.choices], required=False
            )  # fmt: skip

    @property
    def substances(self):
        """(substance, route) of each one chosen, the main one first."""
        rows = [(self.cleaned_data[f"substance_{rank}"], self.cleaned_data[f"route_{rank}"]) for rank in (1, 2, 3)]
        return [(substance, route) for substance, route in rows if substance]

    def clean_referred_on(self):
        return not_in_future(self.cleaned_data["referred_on"])

    def clean(self):
        data = super().clean()
        chosen = [data.get(f"substance_{rank}") for rank in (1, 2, 3)]
        for rank, substance in enumerate(chosen, start=1):
            if substance and substance in chosen[: rank - 1]:
                self.add_error(f"substance_{rank}", _("Choose each substance once"))
            if data.get(f"route_{rank}") and not substance:
                self.add_error(f"substance_{rank}", _("Choose the substance, or clear how it is taken"))
        return data


class OpenEpisodeForm(EpisodeForm):
    submit_label = _("Open the episode")

    class Meta(EpisodeForm.Meta):
        fields = ["team", *EpisodeForm.Meta.fields, "keyworker"]
        labels = EpisodeForm.Meta.labels | {"team": _("Which team?"), "keyworker": _("Who is the keyworker?")}
        error_messages = EpisodeForm.Meta.error_messages | {"team": required(_("Choose the team"))}

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        teams = user.teams.order_by("name")
        self.fields["team"].queryset = teams
        self.fields["team"].empty_label = _("Choose a team")
        if len(teams) == 1:
            self.initial["team"] = teams[0]
        self.fields["keyworker"].queryset = staff_of(user.team_ids)
        self.fields["keyworker"].empty_label = _("Nobody yet")

    def clean(self):
        data = super().clean()
        team, keyworker = data.get("team"), data.get("keyworker")
        if team and keyworker and not keyworker.memberships.filter(team=team).exists():
            self.add_error("keyworker", _("Choose somebody from that team"))
        return data


class EditEpisodeForm(EpisodeForm):
    class Meta(EpisodeForm.Meta):
        fields = [*EpisodeForm.Meta.fields, "planned_exit_on"]
        labels = EpisodeForm.Meta.labels | {"planned_exit_on": _("When is treatment planned to end?")}
        help_texts = {"planned_exit_on": _("The aftercare handover is prepared before this day")}

    def clean_referred_on(self):
        day = super().clean_referred_on()
        later = [self.instance.treatment_started_on, self.instance.ended_on]
        if any(other and day > other for other in later):
            raise forms.ValidationError(_("The referral cannot be after treatment started or the episode ended"))
        return day


def staff_of(teams):
    """Who may keep an episode of these teams."""
    return User.objects.filter(role__in=STAFF_ROLES, is_active=True, memberships__team__in=teams).distinct()


class AssignForm(BaseForm):
    """Who keeps the episode, and who manages it."""

    keyworker = forms.ModelChoiceField(queryset=None, required=False, label=_("Keyworker"), empty_label=_("Nobody yet"))
    case_manager = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Case manager"), empty_label=_("Nobody yet")
    )

    def __init__(self, *args, episode, **kwargs):
        super().__init__(*args, **kwargs)
        people = staff_of([episode.team_id])
        self.fields["keyworker"].queryset = people
        self.fields["case_manager"].queryset = people.exclude(role=Role.KEYWORKER)


class StartTreatmentForm(BaseForm):
    submit_label = _("Start treatment")

    on = DateField(
        label=_("Treatment started on"),
        help_text=DAY_HINT,
        error_messages=required(_("Enter the day treatment started")),
    )

    def __init__(self, *args, episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode = episode

    def clean_on(self):
        day = not_in_future(self.cleaned_data["on"])
        if day < self.episode.referred_on:
            raise forms.ValidationError(_("Treatment cannot start before the referral"))
        return day


class CloseEpisodeForm(BaseForm):
    submit_label = _("Close the episode")

    on = DateField(
        label=_("Ended on"), help_text=DAY_HINT, error_messages=required(_("Enter the day the episode ended"))
    )
    reason = forms.ChoiceField(
        label=_("How did it end?"), widget=forms.RadioSelect, choices=DischargeReason.choices,
        error_messages=required(_("Choose how it ended")),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What happened?"), required=False, max_length=5000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *args, episode, planned_ends, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode = episode
        if episode.status != EpisodeStatus.AFTERCARE:
            choices = [choice for choice in DischargeReason.choices if choice[0] not in planned_ends]
            self.fields["reason"].choices = choices

    def clean_on(self):
        day = not_in_future(self.cleaned_data["on"])
        if day < self.episode.referred_on:
            raise forms.ValidationError(_("The end cannot be before the referral"))
        return day


class NextQuery(QueryForm):
    """Which service a consent is for, and where to go afterwards."""

    service = forms.UUIDField(required=False)
    next = forms.CharField(required=False, max_length=500)
    purpose = forms.ChoiceField(required=False, choices=ConsentPurpose.choices)


class ContactForm(BaseModelForm):
    """A contact that happened or was missed: when, how, what came of it."""

    submit_label = _("Save the contact")

    class Meta(BaseModelForm.Meta):
        model = Contact
        fields = ["outcome", "kind", "happened_at", "missed_reason", "note"]
        labels = {
            "outcome": _("What came of it?"),
            "kind": _("How?"),
            "happened_at": _("When was it?"),
            "missed_reason": _("Why was it missed or cancelled?"),
            "note": _("What happened?"),
        }
        help_texts = {
            "happened_at": _("Day and time, such as 27/3/2026 14:30"),
            "missed_reason": _("Only when it was missed or cancelled"),
        }
        widgets = {
            "outcome": forms.RadioSelect({"inline": True}),
            "kind": forms.RadioSelect({"small": True, "inline": True}),
            "happened_at": forms.TextInput(WIDTH_20),
            "note": forms.Textarea({"rows": 5}),
        }
        error_messages = {
            "outcome": required(_("Say whether the client attended")),
            "kind": required(_("Choose how the contact took place")),
            "happened_at": required(_("Enter the day and time")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("outcome", "kind"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        self.fields["missed_reason"].choices = [("", _("Choose why")), *MissedReason.choices]
        if not self.is_bound:
            self.initial["outcome"] = ContactOutcome.ATTENDED
            self.initial["happened_at"] = f"{timezone.localtime():%d/%m/%Y %H:%M}"

    def clean_happened_at(self):
        moment = self.cleaned_data["happened_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("This is in the future. Record a contact when it has happened or was missed"))
        return moment

    def clean(self):
        data = super().clean()
        outcome, reason = data.get("outcome"), data.get("missed_reason")
        if outcome == ContactOutcome.ATTENDED and reason:
            self.add_error("missed_reason", _("Clear this for a contact that was attended"))
        elif outcome and outcome != ContactOutcome.ATTENDED and not reason and "missed_reason" not in self.errors:
            self.add_error("missed_reason", _("Say why; “No reason known” is an answer"))
        return data


class ConsentForm(BaseModelForm):
    """The client's yes: to whom, what for, what, how and until when."""

    submit_label = _("Record the consent")

    categories = forms.MultipleChoiceField(
        label=_("What may be shared?"), choices=ConsentCategory.choices, widget=forms.CheckboxSelectMultiple,
        error_messages=required(_("Choose what may be shared")),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = Consent
        fields = ["recipient", "purpose", "categories", "given_how", "given_on", "expires_on", "restrictions"]
        labels = {
            "recipient": _("With whom?"),
            "purpose": _("What for?"),
            "given_how": _("How did the client say yes?"),
            "given_on": _("Given on"),
            "expires_on": _("Until when?"),
            "restrictions": _("Is there anything that must not be shared?"),
        }
        help_texts = {"expires_on": _("Leave empty if the client set no end")}
        widgets = {"given_how": forms.RadioSelect({"inline": True})}
        error_messages = {
            "recipient": required(_("Choose the service")),
            "purpose": required(_("Choose what the consent is for")),
            "given_how": required(_("Say how the client gave consent")),
            "given_on": required(_("Enter the day the client gave consent")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = Service.objects.listed().only("id", "name")
        self.fields["recipient"].empty_label = _("Choose a service")
        self.fields["purpose"].choices = [("", _("Choose what for")), *ConsentPurpose.choices]
        self.fields["given_how"].choices = [choice for choice in self.fields["given_how"].choices if choice[0]]

    def clean_given_on(self):
        return not_in_future(self.cleaned_data["given_on"])


class DayForm(BaseForm):
    """The day on which something ended."""

    on = DateField(label=_("On which day?"), help_text=DAY_HINT, error_messages=required(_("Enter the day")))

    def __init__(self, *args, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first

    def clean_on(self):
        day = not_in_future(self.cleaned_data["on"])
        if self.first and day < self.first:
            raise forms.ValidationError(_("This is before it began"))
        return day


class FlagForm(BaseModelForm):
    submit_label = _("Add the flag")

    class Meta(BaseModelForm.Meta):
        model = ClientFlag
        fields = ["kind", "reason", "review_on"]
        labels = {"kind": _("Which flag?"), "reason": _("Why?"), "review_on": _("When do you look at it again?")}
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea({"rows": 3})}
        error_messages = {
            "kind": required(_("Choose the flag")),
            "reason": required(_("Say why, in a few words")),
            "review_on": required(_("Enter the day on which the flag is looked at again")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = FlagKind.choices

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Enter today or a day to come"))
        return day


class CoachForm(BaseModelForm):
    submit_label = _("Assign the coach")

    class Meta(BaseModelForm.Meta):
        model = CoachAssignment
        fields = ["coach", "starts_on", "ends_on"]
        labels = {"coach": _("Who?"), "starts_on": _("From when?"), "ends_on": _("Until when?")}
        error_messages = {
            "coach": required(_("Choose the coach")),
            "starts_on": required(_("Enter the first day")),
        }

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        coaches = User.objects.filter(role=Role.RECOVERY_COACH, is_active=True)
        self.fields["coach"].queryset = coaches.filter(memberships__team__in=user.team_ids).distinct()
        self.fields["coach"].empty_label = _("Choose a coach")
