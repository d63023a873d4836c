"""Which plan to begin, the parts of a draft that are not goals, and answers for parts of life without a goal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careplans.choices import PlanAuthor, PlanKind, SubstanceAimKind, WithoutGoalBecause
from careplans.models import CarePlan, Contingency, SubstanceAim, WithoutGoal
from core.forms import BaseForm, BaseModelForm, VerbForm

from .parts import few_lines

NO_ANSWER = ("", _("Not answered yet"))


class CreatePlanForm(BaseForm):
    """Which kind of plan to begin, and whose it is."""

    submit_label = _("Begin the plan")
    kind = forms.ChoiceField(
        label=_("Which plan do you want to begin?"),
        choices=PlanKind.choices,
        widget=forms.RadioSelect,
        help_text=_("An initial plan holds the most urgent things until there is a full one. Both can stand together."),
        error_messages={"required": _("Choose the kind of plan")},
    )
    author = forms.ChoiceField(
        label=_("Who writes it?"), choices=PlanAuthor.choices, widget=forms.RadioSelect, required=False,
        help_text=_("A recovery plan is the client’s own: choose the client if the words are theirs alone."),
        initial=PlanAuthor.JOINT,
    )  # fmt: skip

    def clean_author(self):
        return self.cleaned_data["author"] or PlanAuthor.JOINT


class DiscardForm(VerbForm):
    """Why nobody goes on with a draft."""

    submit_label = _("Discard the draft")
    reason = forms.CharField(
        label=_("Why is it discarded?"),
        max_length=500,
        widget=few_lines(2),
        error_messages={"required": _("Say why the draft is discarded")},
    )


class TakeUpForm(VerbForm):
    """Asks nothing, and holds the version that somebody decided to go on with."""

    submit_label = _("Yes, go on with it")


class PlanForm(BaseModelForm):
    """What matters to the client."""

    saves = ["about"]

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = ["about"]
        labels = {"about": _("What matters to the client?")}
        widgets = {"about": few_lines(5)}


class AnswerForm(BaseModelForm):
    """One answer of a page that asks about many things; each may be left out."""

    saved_in_steps = True
    question = ""

    @property
    def is_empty(self):
        return not self.cleaned_data.get(self.question)

    def _post_clean(self):
        """An answer that is left out or taken back is no row, so nothing is asked of one."""
        if not self.is_empty:
            super()._post_clean()


class WithoutGoalForm(AnswerForm):
    """Why there is no goal about one part of life."""

    question = "because"
    because = forms.ChoiceField(
        choices=[NO_ANSWER, *WithoutGoalBecause.choices],
        widget=forms.RadioSelect({"inline": True, "small": True}),
        required=False,
    )

    class Meta(BaseModelForm.Meta):
        model = WithoutGoal
        fields = ["because", "reason"]
        labels = {"reason": _("Why?")}

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part
        self.fields["because"].label = part.label
        self.fields["reason"].help_text = (
            _("Say why: it was rated low, or a need was named.") if part.low else _("If it is not wanted now.")
        )

    def clean(self):
        cleaned = super().clean()
        because, reason = cleaned.get("because"), cleaned.get("reason")
        if because == WithoutGoalBecause.NOT_NOW and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Say why not now"))
        if because == WithoutGoalBecause.NO_NEED and self.part.low and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Say why there is no need, as it was rated low or a need was named"))
        if reason and not because and "because" not in self.errors:
            self.add_error("because", _("Choose an answer for this reason"))
        return cleaned


class SubstanceAimForm(AnswerForm):
    """What the client wants with one substance."""

    question = "aim"
    aim = forms.ChoiceField(
        choices=[NO_ANSWER, *SubstanceAimKind.choices],
        widget=forms.RadioSelect({"inline": True, "small": True}),
        required=False,
    )

    class Meta(BaseModelForm.Meta):
        model = SubstanceAim
        fields = ["aim", "words"]
        labels = {"words": _("In the client’s words")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["aim"].label = self.instance.get_substance_display()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("words") and not cleaned.get("aim") and "aim" not in self.errors:
            self.add_error("aim", _("Choose an aim for these words"))
        return cleaned


class ContingencyForm(BaseModelForm):
    """What we do when one thing goes wrong, and who may be told."""

    class Meta(BaseModelForm.Meta):
        model = Contingency
        fields = ["trigger", "response", "may_be_told"]
        labels = {
            "trigger": _("If what happens?"),
            "response": _("What do we do?"),
            "may_be_told": _("Who may be told?"),
        }
        help_texts = {
            "response": _("Such as: ring me the same day, then my sister; keep my place in the group."),
            "may_be_told": _("People and services that the client names. Consent to share is recorded apart."),
        }
        error_messages = {
            "trigger": {"required": _("Choose what may happen")},
            "response": {"required": _("Write what we do then")},
        }
        widgets = {"trigger": forms.RadioSelect, "response": few_lines()}


class ContingencyTextForm(BaseModelForm):
    """What we do whatever goes wrong, beside what we do when one thing does."""

    saves = ["contingency"]

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = ["contingency"]
        labels = {"contingency": _("What do we do, whatever goes wrong?")}
        help_texts = {
            "contingency": _("Such as: ring the duty line, then my sister. Say apart what we do after one thing alone.")
        }
        widgets = {"contingency": few_lines(5)}
