"""A look back at a plan."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import GoalStatus
from careplans.models import Review
from core.forms import BaseModelForm

from .parts import few_lines, past_day

GOES_ON = ("goes_on", _("Still working on it"))
ENDED = [choice for choice in GoalStatus.choices if choice[0] != GoalStatus.OPEN]


class ReviewForm(BaseModelForm):
    """A look back: who took part, what has changed, and how each goal stands."""

    submit_label = _("Save the review and begin the next version")
    reviewed_on = past_day(
        label=_("When was the review?"), error_messages={"required": _("Enter the date of the review")}
    )

    class Meta(BaseModelForm.Meta):
        model = Review
        fields = ["reviewed_on", "attended", "what_changed"]
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

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["reviewed_on"] = timezone.localdate()
        self.goals = {f"goal_{goal.pk.hex}": goal for goal in goals}
        for name, goal in self.goals.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{goal.get_domain_display()}: {goal.words}",
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
