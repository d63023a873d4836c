"""What is asked about goals."""

from calendar import monthrange

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import DOMAIN_AIMS, MONTHS, GoalAim, GoalStatus, Horizon
from careplans.models import Goal
from core.forms import BaseModelForm, QueryForm, VerbForm
from core.widgets import DateTextWidget
from recovery_capital.domains import domain_choices
from recovery_capital.forms import DomainChoiceField

from .parts import few_lines


def months_after(day, months):
    """The same day some months later, or the last day of a month that is too short.

    >>> from datetime import date
    >>> months_after(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


class GoalQuery(QueryForm):
    """Which domain a new goal begins with, and which of our beginnings."""

    domain = forms.ChoiceField(choices=domain_choices, required=False)
    starter = forms.CharField(required=False, max_length=40)


class GoalForm(BaseModelForm):
    """A goal in the client's words."""

    submit_label = _("Save the goal")

    class Meta(BaseModelForm.Meta):
        model = Goal
        fields = ["domain", "words", "strengths", "readiness", "horizon", "target_on", "starts_on", "aim"]
        labels = {
            "words": _("What does the client want to change?"),
            "strengths": _("What will help?"),
            "readiness": _("How ready does the client feel?"),
            "horizon": _("How far away is it?"),
            "target_on": _("By when?"),
            "starts_on": _("From when?"),
        }
        help_texts = {
            "words": _("In the client’s own words, such as: I want to see my children every weekend."),
            "strengths": _("People, skills, places and habits to build on."),
            "target_on": _("Only for a date of your own: we work out the others."),
            "starts_on": _("Leave empty to begin now."),
        }
        error_messages = {
            "words": {"required": _("Write the goal in the client’s words")},
        }
        widgets = {
            "words": few_lines(), "strengths": few_lines(2), "target_on": DateTextWidget, "starts_on": DateTextWidget,
        }  # fmt: skip

    domain = DomainChoiceField(
        label=_("Which part of life is it about?"), error_messages={"required": _("Choose the part of life")}
    )
    aim = forms.ChoiceField(
        label=_("What does it serve?"),
        help_text=_("Leave it empty to go by the part of life."),
        choices=[("", _("By the part of life")), *GoalAim.choices],
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["aim"] = cleaned.get("aim") or DOMAIN_AIMS.get(cleaned.get("domain"), GoalAim.SOCIAL_FUNCTIONING)
        if not {"horizon", "target_on", "starts_on"} & set(self.errors):
            self._work_out_the_date(cleaned)
        self.saves = [*{*self.changed_data, "aim", "horizon", "target_on"}]  # known before the plan is locked
        return cleaned

    def _work_out_the_date(self, cleaned):
        """The date that the horizon makes; a date that was typed must not say something else."""
        horizon, typed = cleaned.get("horizon"), cleaned.get("target_on")
        is_new = typed and "target_on" in self.changed_data
        if horizon in MONTHS:
            self._count_the_months(cleaned, MONTHS[horizon], is_new)
        elif horizon == Horizon.FUTURE:
            if is_new:
                self.add_error("target_on", _("A goal for the future has no date yet"))
            cleaned["target_on"] = None
        elif horizon == Horizon.OWN_DATE and not typed:
            self.add_error("target_on", _("Enter the date"))
        elif typed:
            cleaned["horizon"] = Horizon.OWN_DATE
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("target_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("target_on", _("The target date cannot be before the start"))

    def _count_the_months(self, cleaned, months, is_new):
        due = months_after(cleaned.get("starts_on") or timezone.localdate(), months)
        if is_new and cleaned["target_on"] != due:
            said = _("This is not that far away. Leave the date empty, or choose “On a date of our own”.")
            self.add_error("target_on", said)
        elif not cleaned.get("target_on") or {"horizon", "starts_on"} & set(self.changed_data):
            cleaned["target_on"] = due


class GoalMoveForm(VerbForm):
    """How a goal ended."""

    submit_label = _("Save")
    columns = {"to": "status"}

    to = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[choice for choice in GoalStatus.choices if choice[0] != GoalStatus.OPEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended")},
    )
