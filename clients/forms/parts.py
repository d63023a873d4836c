"""What several of the forms share: hints, widths, and the day on which something ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, PastDateField

DAY_HINT = _("For example, 27/3/2026")
WIDTH_10 = {"class": "govuk-input--width-10"}
WIDTH_20 = {"class": "govuk-input--width-20"}


def required(message):
    return {"required": message}


class PersonChoice(forms.ModelChoiceField):
    """Somebody around the client, by name and who it is."""

    def label_from_instance(self, person):
        return f"{person.name} ({person.get_kind_display()})"


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


def refuse_end_before_start(form, data, first="starts_on", last="ends_on"):
    """The last day is not before the first: said at both, because either may be the wrong one."""
    if data.get(first) and data.get(last) and data[last] < data[first]:
        form.add_error(first, _("The first day cannot be after the last"))
        form.add_error(last, _("The last day cannot be before the first"))


def without_empty(form, *names):
    """Take the empty choice away from radios: what is not chosen yet is none of the answers."""
    for name in names:
        form.fields[name].choices = [choice for choice in form.fields[name].choices if choice[0]]


def not_asked(form, *names):
    """The empty choice of a question that nobody has put yet."""
    for name in names:
        answers = [choice for choice in form.fields[name].choices if choice[0]]
        form.fields[name].choices = [*answers, ("", _("Not asked"))]
