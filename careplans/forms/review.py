"""A look back at a plan."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import GoalStatus
from careplans.models import Review
from core.forms import BaseModelForm, QueryForm, VerbForm
from recovery_capital.forms.section import last_time

from .parts import few_lines, future_day, past_day

GOES_ON = ("goes_on", _("Still working on it"))
ENDED = [choice for choice in GoalStatus.choices if choice[0] != GoalStatus.OPEN]


class ReviewForm(BaseModelForm):
    """A look back: who took part, what has changed, and how each goal stands."""

    submit_label = _("Save the review and begin the next version")
    reviewed_on = past_day(
        label=_("When was the review?"), error_messages={"required": _("Enter the date of the review")}
    )

    next_on = future_day(
        label=_("When do we look at the plan again?"),
        error_messages={"required": _("Enter the date of the next review")},
    )

    class Meta(BaseModelForm.Meta):
        model = Review
        fields = ["reviewed_on", "attended", "what_changed", "next_on"]
        labels = {"attended": _("Who took part?"), "what_changed": _("What has changed?")}
        help_texts = {
            "attended": _("Such as: the client, the keyworker, the client’s sister."),
            "what_changed": _("Since the plan was agreed: what went well first, then what was hard."),
        }
        error_messages = {
            "attended": {"required": _("Say who took part")},
            "what_changed": {"required": _("Say what has changed")},
        }
        widgets = {"what_changed": few_lines(5)}

    def __init__(self, *args, goals, weeks, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["reviewed_on"] = timezone.localdate()
        self.initial["next_on"] = timezone.localdate() + timedelta(weeks=weeks)
        if last:
            self.fields["what_changed"].help_text = last_time(last.what_changed, last.reviewed_on)
        self.goals = {f"goal_{goal.pk.hex}": goal for goal in goals}
        for name, goal in self.goals.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{goal.get_domain_display()}: {goal.words}",
                help_text="; ".join(f"{action.what} ({action.get_status_display()})" for action in goal.actions.all()),
                choices=[GOES_ON, *ENDED],
                widget=forms.RadioSelect({"small": True}),
                error_messages={"required": _("Say how each goal stands")},
            )

    @property
    def outcomes(self):
        """How each goal ended, by its key; a goal that goes on has none."""
        return {
            goal.pk: "" if self.cleaned_data[name] == GOES_ON[0] else self.cleaned_data[name]
            for name, goal in self.goals.items()
        }

    @property
    def answer(self):
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in self._meta.fields} | {"outcomes": self.outcomes}


class MoveReviewForm(VerbForm):
    """To which day the review of a plan is moved, and why."""

    submit_label = _("Move the review")
    columns = {"to_on": "review_on"}
    to_on = future_day(
        label=_("To which day is the review moved?"), error_messages={"required": _("Enter the new date of the review")}
    )
    why = forms.CharField(
        label=_("Why is it moved?"),
        help_text=_("It stays on the record with your name."),
        max_length=300,
        error_messages={"required": _("Say why the review is moved")},
    )


class CompareQuery(QueryForm):
    """Which version a plan is compared with; the one before it when none is named."""

    with_version = forms.IntegerField(min_value=1, max_value=10_000, required=False)
