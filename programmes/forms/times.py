"""A day and two times on a clock in London, as sessions and appointments are written down."""

from datetime import UTC, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core.calendar import LONDON
from core.forms import DateField

TIMES = ["%H:%M", "%H.%M", "%I%p", "%I:%M%p", "%I.%M%p", "%H:%M:%S"]
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class TimeField(forms.TimeField):
    """A time on a clock, typed as 14:30 or 2:30pm."""

    widget = forms.TimeInput({"class": "govuk-input--width-5"}, format="%H:%M")
    default_error_messages = {"invalid": _("Enter a time, such as 14:30"), "required": _("Enter a time, such as 14:30")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=TIMES, **kwargs)


def day_field(**kwargs):
    return DateField(label=_("Which day?"), error_messages={"required": _("Enter the day")}, **kwargs)


def moment(day, at):
    """The moment at which a clock in London shows this time; an hour that comes twice is the first of the two.

    Raises ValidationError for an hour that is left out when the clocks go forward.
    """
    found = datetime.combine(day, at, tzinfo=LONDON)
    if found.astimezone(UTC).astimezone(LONDON).time() != at:
        raise forms.ValidationError(_("The clocks go forward then: there is no such time on that day"))
    return found.astimezone(UTC)


class TimesMixin:
    """A form with `day`, `begins` and `ends`: its `clean` gives `begins_at` and `ends_at`. An end at 0:00 is midnight after it."""

    def clean(self):
        data = super().clean() or self.cleaned_data
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if day and not EARLIEST_YEAR <= day.year < LATEST_YEAR:
            self.add_error("day", _("Enter a day between 2000 and 2099"))
        elif day and begins is not None and ends is not None:
            self._clean_times(data, day, begins, ends)
        return data

    def _clean_times(self, data, day, begins, ends):
        moments = {}
        for name, on, at in (("begins", day, begins), ("ends", day + timedelta(days=ends == time(0)), ends)):
            try:
                moments[name] = moment(on, at)
            except forms.ValidationError as error:
                self.add_error(name, error)
        if len(moments) == 2 and moments["ends"] <= moments["begins"]:
            self.add_error("ends", _("The end must be after the beginning"))
        elif len(moments) == 2:
            data["begins_at"], data["ends_at"] = moments["begins"], moments["ends"]


def times_of(begins_at, ends_at):
    """What the fields of the mixin show for a time."""
    begins, ends = begins_at.astimezone(LONDON), ends_at.astimezone(LONDON)
    return {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
