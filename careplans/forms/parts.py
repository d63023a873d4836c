"""Fields that the forms of plans share."""

from django import forms

from core.forms import PastDateField
from core.widgets import DateTextWidget


def few_lines(rows=3):
    return forms.Textarea({"rows": rows})


def past_day(**options):
    """A day that has come, in one box."""
    return PastDateField(widget=DateTextWidget, **options)
