"""What several of the forms share: hints, widths, and the day on which something ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, PastDateField

DAY_HINT = _("For example, 27/3/2026")
WIDTH_10 = {"class": "govuk-input--width-10"}
WIDTH_20 = {"class": "govuk-input--width-20"}


def required(message):
    return {"required": message}


class DayForm(BaseForm):
    """The day on which something ended."""

    on = PastDateField(label=_("On which day?"), help_text=DAY_HINT, error_messages=required(_("Enter the day")))

    def __init__(self, *args, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first

    def clean_on(self):
        day = self.cleaned_data["on"]
        if self.first and day < self.first:
            raise forms.ValidationError(_("This is before it began"))
        return day
