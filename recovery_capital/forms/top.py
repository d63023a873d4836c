"""What is asked for the Treatment Outcomes Profile: days week by week, amounts, yes or no, ratings. Empty is not disclosed."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import ERROR_WORDS, BaseForm, PastDateField
from core.widgets import DateTextWidget

from ..choices import Stage, WeeklyItem
from ..measures import top
from ..models import TopAssessment

COLUMNS = {field.name: field for field in TopAssessment._meta.fields}


def number_field(label, most, message, field=forms.IntegerField, width=2, **more):
    widget = forms.NumberInput({"class": f"govuk-input--width-{width}"})
    errors = dict.fromkeys(["invalid", "min_value", "max_value", "max_digits", "max_decimal_places"], message)
    errors["max_whole_digits"] = message
    return field(label=label, min_value=0, max_value=most, required=False, widget=widget, error_messages=errors, **more)


def week_field(item, week):
    message = _("%(item)s, week %(week)d: enter a number of days from 0 to 7")
    return number_field(
        _("Week %(week)d") % {"week": week}, top.DAYS_IN_WEEK, message % {"item": WeeklyItem(item).label, "week": week}
    )


def yes_or_no_field(name):
    return forms.TypedChoiceField(
        label=capfirst(COLUMNS[name].verbose_name),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"inline": True, "small": True}),
        error_messages=ERROR_WORDS,
    )


@dataclass
class Row:
    """One item of the grid: its four weeks, and the amount on an average day."""

    item: str
    label: str
    weeks: list[BoundField]
    amount: BoundField | None

    @property
    def errors(self):
        return [error for field in self.weeks for error in field.errors]


class TopForm(BaseForm):
    """The whole interview on one page; totals are worked out here, and shown while typing where there is script."""

    submit_label = _("Save the profile")

    interviewed_on = PastDateField(
        label=_("When was the interview?"),
        widget=DateTextWidget,
        error_messages={"required": _("Enter the date of the interview")},
    )
    stage = forms.ChoiceField(
        label=_("At which point of treatment?"),
        choices=Stage.choices,
        widget=forms.RadioSelect({"inline": True, "small": True}),
        error_messages=ERROR_WORDS | {"required": _("Choose the point of treatment")},
    )
    other_substance = forms.CharField(label=_("Which other substance?"), max_length=100, required=False)

    def __init__(self, *args, stage=Stage.REVIEW, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"interviewed_on": timezone.localdate(), "stage": stage}
        for item in WeeklyItem.values:
            self.fields |= {f"{item}_{week}": week_field(item, week) for week in top.WEEKS}
        for item, unit in top.AMOUNTS.items():
            message = _("%(item)s: enter the amount as a number, such as 0.5") % {"item": item.label}
            more = {"field": forms.DecimalField, "width": 4, "decimal_places": 2, "max_digits": 6}
            self.fields[f"{item.value}_amount"] = number_field(capfirst(unit), 1000, message, **more)
        self.fields |= {name: yes_or_no_field(name) for name in top.YES_OR_NO}
        for name in top.RATINGS:
            label, message = capfirst(COLUMNS[name].verbose_name), _("Enter a whole number from 0 to 20")
            self.fields[name] = number_field(label, top.HIGHEST_RATING, message)
            self.fields[name].help_text = _("From 0 (poor) to 20 (good), in the person’s own view")

    def rows(self, items):
        """The rows of the grid for some items."""
        for item in items:
            weeks = [self[f"{item}_{week}"] for week in top.WEEKS]
            amount = self[f"{item}_amount"] if item in top.AMOUNTS else None
            yield Row(str(item), WeeklyItem(item).label, weeks, amount)

    @property
    def sections(self):
        """The parts of the page: (heading, rows of the grid, other questions)."""
        return [
            (_("Substance use"), list(self.rows(top.SUBSTANCES)), [self["other_substance"]]),
            (_("Injecting"), list(self.rows([WeeklyItem.INJECTED])), [self[name] for name in top.SHARING]),
            (_("Crime"), list(self.rows(top.CRIME)), [self[name] for name in top.OFFENCES]),
            (_("Work and education"), list(self.rows(top.OCCUPATION)), []),
            (_("Health, housing and quality of life"), [], [self[name] for name in (*top.RATINGS, *top.HOUSING)]),
        ]

    @property
    def weeks(self):
        """{(item, week): days} of what was answered."""
        keys = [(item, week) for item in WeeklyItem.values for week in top.WEEKS]
        return {key: days for key in keys if (days := self.cleaned_data.get("{}_{}".format(*key))) is not None}

    def clean(self):
        data = super().clean()
        for item in WeeklyItem.values:
            data[f"{item}_days"] = self._total(item, data)
        self._check_amounts(data)
        self._check_injecting(data)
        if data.get("other_days") and not data.get("other_substance") and "other_substance" not in self.errors:
            self.add_error("other_substance", _("Write which other substance"))
        if not self.errors and not any(data.get(name) not in (None, "") for name in self._answers()):
            self.add_error(None, _("Record at least one answer"))
        return data

    def _total(self, item, data):
        names = [f"{item}_{week}" for week in top.WEEKS]
        if any(name in self.errors for name in names):
            return None
        missing = [name for name in names if data.get(name) is None]
        if len(missing) not in (0, len(names)):
            message = _("%(item)s: enter the days of each week, 0 for none; or leave all four empty if not disclosed")
            self.add_error(missing[0], message % {"item": WeeklyItem(item).label})
        return top.total([data.get(name) for name in names])

    def _check_amounts(self, data):
        for item in top.AMOUNTS:
            if data.get(f"{item.value}_amount") and not data[f"{item.value}_days"] and not self.has_week_errors(item):
                message = _("%(item)s: enter the days first; without any, leave the amount empty")
                self.add_error(f"{item.value}_amount", message % {"item": item.label})

    def has_week_errors(self, item):
        return any(f"{item.value}_{week}" in self.errors for week in top.WEEKS)

    def _check_injecting(self, data):
        """Who has not injected has not shared: the rule of the profile."""
        if data["injected_days"] != 0:
            return
        for name in top.SHARING:
            if data.get(name):
                self.add_error(name, _("Answer no: there was no day of injecting"))
            data[name] = False

    def _answers(self):
        return [*(f"{item}_days" for item in WeeklyItem.values), *top.YES_OR_NO, *top.RATINGS]

    def fill(self, assessment):
        """The assessment with what was answered."""
        for name in ["interviewed_on", "stage", "other_substance", *self._answers()]:
            setattr(assessment, name, self.cleaned_data[name])
        for item in top.AMOUNTS:
            setattr(assessment, f"{item.value}_amount", self.cleaned_data[f"{item.value}_amount"])
        return assessment
