"""What staff type about a way to reach a person."""

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..choices import WayKind
from ..models import Client, ContactWay
from .parts import WIDTH_20, not_asked, refuse_end_before_start, required, without_empty


class ContactWayForm(BaseModelForm):
    """A number, an email address or letters, and what is safe."""

    submit_label = _("Save")

    class Meta(BaseModelForm.Meta):
        model = ContactWay
        fields = [
            "kind", "value", "may_leave_message", "may_say_who", "who_else", "when", "is_preferred", "starts_on",
            "ends_on",
        ]  # fmt: skip
        labels = {
            "kind": _("How?"),
            "value": _("Which number or address?"),
            "may_leave_message": _("May we leave a message, or send a letter?"),
            "may_say_who": _("May we say who we are?"),
            "who_else": _("Who else may answer or read it, and what do they know?"),
            "when": _("When is it safe?"),
            "is_preferred": _("The person prefers this way"),
            "starts_on": _("From when?"),
            "ends_on": _("Until when?"),
        }
        help_texts = {
            "value": _("Leave empty for letters to the address on the record"),
            "who_else": _("For example: her mother answers and does not know about treatment"),
            "when": _("For example: weekdays after 4pm"),
        }
        widgets = {
            "kind": forms.RadioSelect({"inline": True}),
            "value": forms.TextInput({**WIDTH_20, "autocomplete": "off"}),
            "may_leave_message": forms.RadioSelect({"inline": True}),
            "may_say_who": forms.RadioSelect({"inline": True}),
        }
        error_messages = {"kind": required(_("Choose how"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without_empty(self, "kind")
        not_asked(self, "may_leave_message", "may_say_who")

    def clean(self):
        data = super().clean()
        kind, value = data.get("kind"), data.get("value")
        if kind and kind != WayKind.LETTER and not value and "value" not in self.errors:
            self.add_error("value", _("Enter the number or the address"))
        if kind in (WayKind.PHONE, WayKind.TEXT) and value and not can_be_dialled(value):
            self.add_error("value", _("Enter a phone number, such as 07700 900123"))
        if kind == WayKind.EMAIL and value and not is_email(value):
            self.add_error("value", _("Enter an email address, such as name@example.org"))
        refuse_end_before_start(self, data)
        return data


def can_be_dialled(number):
    """
    >>> can_be_dialled("+44 7700 900123"), can_be_dialled("ring Mam")
    (True, False)
    """
    plain = number.removeprefix("+")
    return 3 <= sum(letter.isdecimal() for letter in plain) <= 20 and set(plain) <= set("0123456789 ()-")


def is_email(text):
    try:
        validate_email(text)
    except forms.ValidationError:
        return False
    return True


class SafetyForm(BaseModelForm):
    """What everybody must know before getting in touch, and to be safe."""

    class Meta(BaseModelForm.Meta):
        model = Client
        fields = ["contact_rule", "do_not_contact", "staff_safety"]
        labels = {
            "contact_rule": _("How is it safe to get in touch?"),
            "do_not_contact": _("Must nobody get in touch at all? Say why"),
            "staff_safety": _("What must staff know to be safe?"),
        }
        help_texts = {
            "contact_rule": _("For example: text only, leave no message, do not write to the home address"),
            "do_not_contact": _("Stops calls, texts, emails and letters from the record until it is cleared"),
            "staff_safety": _("For example: two people on home visits, a dog at home"),
        }
