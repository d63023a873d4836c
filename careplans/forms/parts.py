"""Fields that the forms of plans share."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, PastDateField
from core.widgets import DateTextWidget


def few_lines(rows=3):
    return forms.Textarea({"rows": rows})


def past_day(**options):
    """A day that has come, in one box."""
    return PastDateField(widget=DateTextWidget, **options)


def still_to_come(value):
    """A validator: a day of which nothing can have happened yet."""
    if value <= timezone.localdate():
        raise forms.ValidationError(_("The date of the review must be in the future"))


def future_day(**options):
    """A day that is still to come, in one box."""
    return DateField(widget=DateTextWidget, validators=[still_to_come], **options)
