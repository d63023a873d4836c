"""What staff type about a person."""

import nhs_number
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm
from core.widgets import DatePartsField

from ..matching import attributor, possible_matches
from ..models import Client
from .parts import WIDTH_10, WIDTH_20, required


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
