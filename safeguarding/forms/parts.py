"""What the forms of safeguarding share: answers of yes and no, texts of a few lines, days to come."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import LONGEST_TEXT, DateField
from reference import intervals


def required(message):
    return {"required": message}


def words(label, message, **options):
    """A text of a few lines that must be written."""
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), error_messages=required(message),
        **options,
    )  # fmt: skip


def yes_or_no(label, message="", **options):
    """A question answered by yes or no, with nothing chosen beforehand."""
    return forms.TypedChoiceField(
        label=label, choices=[("True", _("Yes")), ("False", _("No"))], coerce=lambda value: value == "True",
        empty_value=None, widget=forms.RadioSelect({"inline": True}), error_messages=required(message), **options,
    )  # fmt: skip


def refuse_past(day):
    """A validator: today or a day to come."""
    if day and day < timezone.localdate():
        raise forms.ValidationError(_("Enter today or a day to come"))


LOOK_AGAIN = _("When do you look at it again?")


def review_day(label=LOOK_AGAIN):
    return DateField(
        label=label, validators=[*DateField.default_validators, refuse_past],
        error_messages=required(_("Enter the day of the next review")),
    )  # fmt: skip


def review_in(key):
    """The day of the next review by the interval that the service has set."""
    return timezone.localdate() + timedelta(days=intervals.days(key))
