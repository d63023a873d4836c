"""What is asked on the public forms: of people themselves, of those close to them, and of professionals."""

from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Setting
from accounts.models import Team
from clients.choices import ReferralSource
from clients.forms.address import tidy_postcode
from clients.forms.client import NhsNumberField
from clients.forms.contact_way import can_be_dialled
from core.forms import BaseForm, BaseModelForm, DateField
from core.traps import TrapsMixin
from core.widgets import DatePartsField

from ..choices import Agrees, Danger, HeardFrom, IncomingWay
from ..models import IncomingReferral
from .open_access import code_of_ours

PHONE = {"class": "govuk-input--width-20", "inputmode": "tel", "autocomplete": "off"}
SHORT = {"class": "govuk-input--width-10", "autocomplete": "off"}
FEW_LINES, LINES = {"rows": 3}, {"rows": 5}
FOR_MYSELF, FOR_SOMEBODY = "myself", "somebody"
PROFESSIONALS = [source for source in ReferralSource if source not in (ReferralSource.SELF, ReferralSource.FAMILY)]

LABELS = {
    "team": _("Which area and team?"),
    "first_name": _("First name"),
    "family_name": _("Family name"),
    "preferred_name": _("What do they like to be called?"),
    "phone": _("Phone number"),
    "email": _("Email address"),
    "address": _("Address"),
    "postcode": _("Postcode"),
    "may_leave_message": _("A message may be left"),
    "may_text": _("A text message may be sent"),
    "reach_note": _("How and when can they be reached safely?"),
    "language": _("Which language, if not English?"),
    "wants_welsh": _("In Welsh, please"),
    "access_needs": _("What makes it easier to come?"),
    "what_for": _("What is it about?"),
    "hopes": _("What would help?"),
    "danger_note": _("Is there more that we should know about that?"),
    "referrer_name": _("Your name"),
    "referrer_role": _("Your role"),
    "referrer_organisation": _("Your organisation"),
    "referrer_phone": _("Your phone number"),
    "referrer_email": _("Your email address"),
    "agrees_note": _("If they have not agreed, why do you send this?"),
    "poster_code": _("Which code is on the leaflet or poster?"),
}
HELP = {
    "phone": _("We need one way to get in touch: a phone number, an email address or an address"),
    "reach_note": _("For example: not in the evening, somebody else may pick up"),
    "access_needs": _("For example an interpreter, no stairs, somebody who comes along, a woman to talk to"),
    "poster_code": _("Six letters and digits at its foot. Leave it empty if you have none."),
    "postcode": _("Leave it empty if there is none"),
    "wants_welsh": "",
}
WIDGETS = {
    "phone": forms.TextInput(PHONE),
    "referrer_phone": forms.TextInput(PHONE),
    "postcode": forms.TextInput(SHORT),
    "poster_code": forms.TextInput(SHORT),
    "address": forms.Textarea(FEW_LINES),
    "access_needs": forms.Textarea(FEW_LINES),
    "what_for": forms.Textarea(LINES),
    "hopes": forms.Textarea(FEW_LINES),
    "danger_note": forms.Textarea(FEW_LINES),
    "agrees_note": forms.Textarea(FEW_LINES),
    "agrees": forms.RadioSelect,
    "source": forms.Select,
}
ERRORS = {
    "first_name": {"required": _("Enter the first name")},
    "family_name": {"required": _("Enter the family name")},
    "what_for": {"required": _("Say in a few words what it is about")},
}
PERSON = ["first_name", "family_name", "preferred_name", "date_of_birth"]
REACH = ["phone", "email", "address", "postcode", "may_leave_message", "may_text", "reach_note"]
NEED = ["what_for", "hopes", "dangers", "danger_note"]
EASIER = ["language", "wants_welsh", "access_needs"]
HEARD = ["heard_from", "poster_code"]


class IncomingFields(BaseModelForm):
    """What each of the forms about a referral to us asks, and checks in the same way."""

    needed_sometimes = ("phone", "email", "address")  # one of them

    date_of_birth = DatePartsField(
        past=True, required=False, label=_("Date of birth"), help_text=_("For example, 27 3 1985")
    )
    dangers = forms.MultipleChoiceField(
        label=_("Is any of this so? Then it comes first"), required=False, choices=Danger,
        widget=forms.CheckboxSelectMultiple({"small": True}),
    )  # fmt: skip
    heard_from = forms.ChoiceField(
        label=_("How did you hear of us?"), required=False,
        choices=[("", _("Rather not say")), *[one for one in HeardFrom.choices if one[0] != HeardFrom.NOT_ASKED]],
    )  # fmt: skip

    def clean_phone(self):
        return dialled(self.cleaned_data["phone"])

    def clean_referrer_phone(self):
        return dialled(self.cleaned_data["referrer_phone"])

    def clean_postcode(self):
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean_heard_from(self):
        return self.cleaned_data["heard_from"] or HeardFrom.NOT_ASKED

    def clean_poster_code(self):
        return code_of_ours(self.cleaned_data["poster_code"], self.instance.poster_code)

    def clean(self):
        data = super().clean()
        ways = ("phone", "email", "address", "referrer_phone", "referrer_email")
        if not any(data.get(name) or name in self.errors for name in ways):
            self.add_error(
                "phone", _("Give us one way to get in touch: a phone number, an email address or an address")
            )
        return data


def dialled(phone):
    """A phone number as it was typed. Raises ValidationError for one that cannot be one."""
    if phone and not can_be_dialled(phone):
        raise forms.ValidationError(_("Enter a phone number, such as 07700 900123"))
    return phone


class TeamField(forms.ModelChoiceField):
    """A team by the area that it serves."""

    def label_from_instance(self, team):
        return f"{team.area}: {team}"


def ask_whether_they_agree(form):
    """Nobody's agreement is taken for granted: no answer is chosen beforehand."""
    form.fields["agrees"].choices = [one for one in form.fields["agrees"].choices if one[0]]
    if form.instance._state.adding:
        form.initial["agrees"] = None


def teams_to_choose():
    """The teams that the public forms offer; young people are led to theirs by their age."""
    open_teams = Team.objects.filter(takes_referrals=True).select_related("area").order_by("area__name", "name")
    return open_teams.exclude(settings__contains=[Setting.YOUNG_PEOPLE])


class PublicReferralForm(TrapsMixin, IncomingFields):
    """What both public forms share: the choice of a team, the traps, and putting the form aside."""

    submit_label = _("Send")
    action = ""  # where it is sent, when that is another page than the one that shows it

    team = TeamField(
        queryset=Team.objects.none(), label=LABELS["team"], empty_label=_("Choose one"),
        help_text=_("Choose where the person lives. If it is another one, we pass this on."),
        error_messages={"required": _("Choose where the person lives"), "invalid_choice": _("Choose where the person lives")},
    )  # fmt: skip
    saved = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, saved="", **kwargs):
        super().__init__(*args, **kwargs)
        self.set_traps()
        self.fields["team"].queryset = teams_to_choose()
        if self.is_draft:
            self.data = self.data.copy()
            self.data["saved"], self.data["begun"] = saved, self.fields["begun"].initial
        ask_whether_they_agree(self)

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(*[Fieldset(legend, *names) for legend, names in self.parts])
        helper.form_action = self.action
        helper.add_input(Submit("send", str(self.submit_label)))
        helper.add_input(Submit("put_aside", str(_("Save and come back later")), css_class="govuk-button--secondary"))
        return helper


class PersonForm(PublicReferralForm):
    """Somebody asks for help, or somebody close asks for them."""

    parts = [
        (_("Who is it for?"), ["who", "team"]),
        (_("About the person who needs help"), PERSON),
        (_("How to get in touch"), REACH),
        (_("What is it about?"), NEED),
        (_("What makes it easier"), EASIER),
        (
            _("Only if you ask for somebody else"),
            ["referrer_name", "referrer_role", "referrer_phone", "referrer_email", "agrees"],
        ),
        (_("How you heard of us"), HEARD),
    ]

    needed_sometimes = (*PublicReferralForm.needed_sometimes, "date_of_birth", "referrer_name", "agrees")

    who = forms.ChoiceField(
        label=_("For whom do you ask?"), widget=forms.RadioSelect,
        choices=[(FOR_MYSELF, _("For myself")), (FOR_SOMEBODY, _("For somebody I care about"))],
        error_messages={"required": _("Choose for whom you ask")},
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = IncomingReferral
        fields = [
            "team", *PERSON, *REACH, *NEED, *EASIER,
            "referrer_name", "referrer_role", "referrer_phone", "referrer_email", "agrees", *HEARD,
        ]  # fmt: skip
        labels = LABELS | {
            "preferred_name": _("What should we call them, or you?"),
            "referrer_role": _("How do you know them?"),
            "agrees": _("Do they know that you ask for them, and agree?"),
        }
        help_texts, widgets, error_messages = HELP, WIDGETS, ERRORS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agrees"].required = False
        self.fields["date_of_birth"].help_text = _(
            "For example, 27 3 1985. If you ask for somebody else and do not know it, leave it empty."
        )

    def clean(self):
        data = super().clean()
        if data.get("who") == FOR_SOMEBODY:
            self.instance.way, self.instance.source = IncomingWay.OTHER_PERSON, ReferralSource.FAMILY
            if not data.get("referrer_name") and "referrer_name" not in self.errors:
                self.add_error("referrer_name", _("Enter your name"))
            if not data.get("agrees") and "agrees" not in self.errors:
                self.add_error("agrees", _("Choose whether they agree"))
        else:
            data["agrees"] = Agrees.YES
            self.instance.way, self.instance.source = IncomingWay.PUBLIC, ReferralSource.SELF
            if not data.get("date_of_birth") and "date_of_birth" not in self.errors:
                self.add_error("date_of_birth", _("Enter your date of birth: it tells us which team is right"))
        return data


class ProfessionalForm(PublicReferralForm):
    """A professional refers somebody."""

    parts = [
        (
            _("Who refers?"),
            ["source", "referrer_name", "referrer_role", "referrer_organisation", "referrer_phone", "referrer_email"],
        ),
        (_("Does the person agree?"), ["agrees", "agrees_note"]),
        (_("The person"), [*PERSON, "nhs_number", "team"]),
        (_("How to get in touch with them"), REACH),
        (_("What is it about?"), [*NEED, "release_on"]),
        (_("What makes it easier"), EASIER),
        (_("How you heard of us"), HEARD),
    ]

    needed_sometimes = (*PublicReferralForm.needed_sometimes, "agrees_note")

    nhs_number = NhsNumberField(
        required=False, label=_("NHS number"), help_text=_("10 digits. Leave it empty if you do not know it.")
    )
    release_on = DateField(required=False, label=_("If they leave prison or hospital: on which day?"))

    class Meta(BaseModelForm.Meta):
        model = IncomingReferral
        fields = [
            "source", "referrer_name", "referrer_role", "referrer_organisation", "referrer_phone", "referrer_email",
            "agrees", "agrees_note", *PERSON, "nhs_number", "team", *REACH, *NEED, "release_on", *EASIER, *HEARD,
        ]  # fmt: skip
        labels = LABELS | {
            "source": _("From where do you refer?"),
            "agrees": _("Does the person know of this referral, and agree?"),
            "what_for": _("What do you refer the person for?"),
        }
        help_texts, widgets = HELP, WIDGETS
        error_messages = ERRORS | {"source": {"required": _("Choose from where you refer")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("Choose one")), *[(one.value, one.label) for one in PROFESSIONALS]]
        self.fields["agrees"].error_messages["required"] = _("Choose whether the person agrees")
        needed = {
            "referrer_name": _("Enter your name"),
            "referrer_phone": _("Enter a number on which we can ask back"),
        }
        for name, words in needed.items():
            self.fields[name].required, self.fields[name].error_messages["required"] = True, words

    def clean(self):
        data = super().clean()
        self.instance.way = IncomingWay.PROFESSIONAL
        if data.get("agrees") in (Agrees.NO, Agrees.NOT_ASKED) and not data.get("agrees_note"):
            self.add_error("agrees_note", _("Say why you send this without the person’s agreement"))
        return data


class SavedCodeForm(BaseForm):
    """The code by which a form is found again."""

    submit_label = _("Go on")

    code = forms.CharField(
        label=_("Your code"), max_length=40, help_text=_("Twelve letters and digits, such as ABCD-EFGH-JKLM"),
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"required": _("Enter the code that you were given")},
    )  # fmt: skip
