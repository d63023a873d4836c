"""What staff type about a person."""

import nhs_number
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future
from core.widgets import DatePartsField
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from ..alike import alike
from ..choices import NhsCheck
from ..matching import Matches, attributor, is_known_elsewhere
from ..models import Client
from .address import tidy_postcode
from .contact_way import SafetyForm, can_be_dialled
from .parts import WIDTH_10, WIDTH_20, required, without_empty


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
    """Who a person is: names, birth and the numbers that others know the person by."""

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
            "first_name", "family_name", "preferred_name", "date_of_birth", "birth_is_approximate", "sex",
            "nhs_number", "nhs_verified_on", "nhs_verified_how", "prison_number",
        ]  # fmt: skip
        labels = {
            "first_name": _("First name"),
            "family_name": _("Family name"),
            "preferred_name": _("What does the person like to be called?"),
            "sex": _("Sex registered at birth"),
            "birth_is_approximate": _("This date is approximate"),
            "nhs_verified_on": _("When was the NHS number verified?"),
            "nhs_verified_how": _("How was it verified?"),
            "prison_number": _("Prison number"),
        }
        help_texts = {
            "birth_is_approximate": _("Where only the year or the age is known, enter 1 January or the best guess"),
            "nhs_verified_on": _("Leave empty while it is not verified"),
            "prison_number": _("For example, A1234BC"),
        }
        widgets = {
            "sex": forms.RadioSelect({"inline": True}),
            "prison_number": forms.TextInput(WIDTH_10),
        }
        error_messages = {
            "first_name": required(_("Enter the first name")),
            "family_name": required(_("Enter the family name")),
            "sex": required(_("Choose one; “Not known” is an answer")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without_empty(self, "sex")
        self.fields["nhs_verified_how"].choices = [("", _("Not verified")), *NhsCheck.choices]

    def clean_nhs_verified_on(self):
        return refuse_future(self.cleaned_data["nhs_verified_on"])

    def clean_prison_number(self):
        return "".join(self.cleaned_data["prison_number"].upper().split())

    def clean(self):
        data = super().clean()
        on, how, number = data.get("nhs_verified_on"), data.get("nhs_verified_how"), data.get("nhs_number")
        if on and not how:
            self.add_error("nhs_verified_how", _("Say how it was verified"))
        elif how and not on and "nhs_verified_on" not in self.errors:
            self.add_error("nhs_verified_on", _("Enter when it was verified, or choose “Not verified”"))
        elif on and not number and "nhs_number" not in self.errors:
            self.add_error("nhs_number", _("Enter the number that was verified"))
        elif on and number and self._is_another_number():
            self.add_error("nhs_verified_on", _("The number is another one now: enter when this one was verified"))
        return data

    def _is_another_number(self):
        """A number that was changed is not verified by the day of the one before."""
        return "nhs_number" in self.changed_data and "nhs_verified_on" not in self.changed_data


class AddClientForm(ClientForm):
    """A new record, once it is clear that the person has none."""

    submit_label = _("Add the client")

    phone = forms.CharField(
        required=False, max_length=30, label=_("Phone"),
        widget=forms.TextInput({**WIDTH_20, "autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(required=False, max_length=254, label=_("Email"))
    address = forms.CharField(required=False, max_length=500, label=_("Address"), widget=forms.Textarea({"rows": 3}))
    postcode = forms.CharField(
        required=False, max_length=8, label=_("Postcode"), widget=forms.TextInput(WIDTH_10),
        help_text=_("ZZ99 3VZ for no fixed abode"),
    )  # fmt: skip
    registered_team = forms.ModelChoiceField(
        queryset=None, label=_("Which team?"), error_messages=required(_("Choose the team"))
    )
    somebody_else = forms.BooleanField(required=False, label=_("This is somebody else: add a new record"))
    duplicate_reason = CodeChoiceField(CodeField.DUPLICATE_REASON, required=False, label=_("Why is it somebody else?"))
    checked = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta(ClientForm.Meta):
        fields = ["registered_team", *ClientForm.Meta.fields, "contact_rule", "staff_safety"]
        labels = ClientForm.Meta.labels | SafetyForm.Meta.labels
        help_texts = ClientForm.Meta.help_texts | SafetyForm.Meta.help_texts

    field_order = [
        "registered_team", *ClientForm.Meta.fields, "phone", "email", "contact_rule", "address", "postcode",
        "staff_safety",
    ]  # fmt: skip

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.matches, self.alike = user, None, []
        if not self.is_bound:
            self._ask_nothing()
        teams = user.teams.order_by("name")
        self.fields["registered_team"].queryset = teams
        self.fields["registered_team"].empty_label = _("Choose a team")
        if len(teams) == 1:
            self.initial["registered_team"] = teams[0]

    def clean_postcode(self):
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not can_be_dialled(phone):
            raise forms.ValidationError(_("Enter a phone number, such as 07700 900123"))
        return phone

    def clean(self):
        data = super().clean()
        names = ["first_name", "family_name", "date_of_birth", "sex"]
        if all(data.get(name) for name in names):
            person = {name: data[name] for name in names}
            more = {name: data.get(name) or "" for name in ("nhs_number", "postcode")}
            self.alike = alike(self.user, **person, **more)
            self.matches = Matches([one.client for one in self.alike], is_known_elsewhere(self.user, **person))
            if self.matches:
                self._ask_whether_somebody_else(attributor(**person))
        if not self.matches:
            self._ask_nothing()
        return data

    def _ask_nothing(self):
        for name in ("somebody_else", "duplicate_reason"):
            del self.fields[name]

    def _ask_whether_somebody_else(self, key):
        """The tick counts for the person it was asked about, not for what was typed afterwards."""
        ticked = self.cleaned_data.get("somebody_else") and self.cleaned_data.get("checked") == key
        if not ticked:
            self.data = self.data.copy()
            self.data["checked"] = key
            self.data.pop("somebody_else", None)
            self.add_error("somebody_else", _("Look at the record we found, and tick the box if it is somebody else"))
        elif not self.cleaned_data.get("duplicate_reason"):
            self.add_error("duplicate_reason", _("Choose why it is somebody else"))
