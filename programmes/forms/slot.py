"""What is typed about a line of the timetable."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.episode import staff_of
from core.forms import BaseModelForm, DateField, VerbForm

from ..choices import Weekday
from ..models import Room, TimetableSlot
from .times import TimeField


def clock_field(label, nothing):
    """A time on a clock in London."""
    return TimeField(label=label, error_messages={"required": nothing})


class SlotForm(BaseModelForm):
    """One line of a programme's week."""

    submit_label = _("Save and put the sessions in the calendar")

    begins_at = clock_field(_("From"), _("Enter when it begins"))
    ends_at = clock_field(_("To"), _("Enter when it ends"))
    from_on = DateField(
        label=_("From which day is it changed?"), error_messages={"required": _("Enter the day")},
        help_text=_("What was before stays. Sessions ahead that somebody has moved or cancelled stay as they are"),
    )  # fmt: skip

    class Meta(BaseModelForm.Meta):
        model = TimetableSlot
        fields = [
            "weekday", "begins_at", "ends_at", "title", "component", "room", "lead", "co_lead", "every_weeks", "first_on",
            "last_on", "on_bank_holidays",
        ]  # fmt: skip
        labels = {
            "weekday": _("On which day of the week?"),
            "title": _("What is it called?"),
            "component": _("What is done?"),
            "room": _("Where?"),
            "lead": _("Who leads it?"),
            "co_lead": _("Together with whom?"),
            "every_weeks": _("Every how many weeks?"),
            "first_on": _("From which day?"),
            "last_on": _("Until which day?"),
            "on_bank_holidays": _("It is held on bank holidays too"),
        }
        help_texts = {
            "title": _("It stands on the timetable that people take home. Empty: the name of the programme"),
            "last_on": _("Leave it empty if it goes on"),
            "every_weeks": _("1 for every week"),
        }
        widgets = {"every_weeks": forms.NumberInput({"class": "govuk-input--width-2"})}
        error_messages = {
            "weekday": {"required": _("Choose the day")},
            "component": {"required": _("Choose what is done")},
            "every_weeks": {"required": _("Enter 1 for every week")},
            "first_on": {"required": _("Enter the first day")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme, today = self.instance.programme, timezone.localdate()
        self.fields["weekday"].choices = [("", _("Choose the day")), *Weekday.choices]
        rooms = Room.objects.offered() | Room.objects.filter(pk=self.instance.room_id)
        self.fields["room"].queryset = rooms.filter(team=programme.team_id)
        self.fields["room"].empty_label = _("Where the programme is held")
        for name, empty in (("lead", _("Whoever runs the programme")), ("co_lead", _("Nobody"))):
            self.fields[name].queryset = staff_of([programme.team_id])
            self.fields[name].empty_label = empty
        if self.instance._state.adding:
            del self.fields["from_on"]
            self.initial["first_on"] = max(today, programme.starts_on)
        else:
            del self.fields["first_on"]
            self.initial.setdefault("from_on", max(today, self.instance.first_on))

    def clean_first_on(self):
        return self._in_time(self.cleaned_data["first_on"])

    def clean_from_on(self):
        day = self._in_time(self.cleaned_data["from_on"])
        if day < timezone.localdate():
            raise forms.ValidationError(_("Enter today or a later day: what has been held stays as it was"))
        return day

    def _in_time(self, day):
        programme = self.instance.programme
        if day < programme.starts_on or programme.ends_on and day > programme.ends_on:
            raise forms.ValidationError(_("Enter a day on which the programme runs"))
        return day

    def clean(self):
        data = super().clean()
        begins, ends = data.get("begins_at"), data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end must be after the beginning. What goes past midnight is two lines."))
        if data.get("from_on") and data.get("last_on") and data["last_on"] < data["from_on"]:
            self.add_error("last_on", _("The last day cannot be before the first"))
        if data.get("lead") and data["lead"] == data.get("co_lead"):
            self.add_error("co_lead", _("Choose somebody else, or nobody"))
        return data


class SlotEndForm(VerbForm):
    """When a line of the timetable meets for the last time."""

    submit_label = _("End it")

    last_on = DateField(
        label=_("Until which day is it held?"), error_messages={"required": _("Enter the last day")},
        help_text=_("Sessions after that leave the calendar; those that somebody has moved or marked stay"),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_on", timezone.localdate())
