"""What is asked about a care plan, its goals, actions and interventions, its agreement and its review."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, BaseModelForm, DateField, PastDateField, QueryForm, VerbForm
from core.widgets import DateTextWidget
from recovery_capital.choices import Domain

from .choices import DOMAIN_AIMS, ActionOwner, AgreedHow, Agreement, GoalAim, GoalStatus, PlanKind
from .models import Action, CarePlan, Goal, Intervention, Review

REVIEW_WITHIN = timedelta(weeks=12)
GOES_ON = ("goes_on", _("Still working on it"))
ENDED = [choice for choice in GoalStatus.choices if choice[0] != GoalStatus.OPEN]


def few_lines(rows=3):
    return forms.Textarea({"rows": rows})


def past_day(**options):
    """A day that has come, in one box."""
    return PastDateField(widget=DateTextWidget, **options)


class CreatePlanForm(BaseForm):
    """Which kind of plan to begin."""

    submit_label = _("Begin the plan")
    kind = forms.ChoiceField(
        label=_("Which plan do you want to begin?"),
        choices=PlanKind.choices,
        widget=forms.RadioSelect,
        help_text=_("An initial plan holds the most urgent things until there is a full one. Both can stand together."),
        error_messages={"required": _("Choose the kind of plan")},
    )


class PlanForm(BaseModelForm):
    """The parts of a draft that are not goals."""

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = ["about", "contingency", "review_on"]
        labels = {
            "about": _("What matters to the client?"),
            "contingency": _("What do we do if things go wrong?"),
            "review_on": _("When do we look at the plan again?"),
        }
        help_texts = {"review_on": _("Within 12 weeks, and earlier when something changes. For example, 27/3/2026")}
        widgets = {"about": few_lines(5), "contingency": few_lines(5), "review_on": DateTextWidget}


class GoalQuery(QueryForm):
    """Which domain a new goal begins with."""

    domain = forms.ChoiceField(choices=Domain.choices, required=False)


class GoalForm(BaseModelForm):
    """A goal in the client's words."""

    submit_label = _("Save the goal")

    class Meta(BaseModelForm.Meta):
        model = Goal
        fields = ["domain", "aim", "words", "strengths", "target_on"]
        labels = {
            "domain": _("Which part of life is it about?"),
            "words": _("What does the client want to change?"),
            "strengths": _("What will help?"),
            "target_on": _("By when?"),
        }
        help_texts = {
            "words": _("In the client’s own words, such as: I want to see my children every weekend."),
            "strengths": _("People, skills, places and habits to build on."),
        }
        error_messages = {
            "domain": {"required": _("Choose the part of life")},
            "words": {"required": _("Write the goal in the client’s words")},
        }
        widgets = {"words": few_lines(), "strengths": few_lines(2), "target_on": DateTextWidget}

    aim = forms.ChoiceField(
        label=_("What does it serve?"),
        help_text=_("Leave it empty to go by the part of life."),
        choices=[("", _("By the part of life")), *GoalAim.choices],
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["aim"] = cleaned.get("aim") or DOMAIN_AIMS.get(cleaned.get("domain"), GoalAim.SOCIAL_FUNCTIONING)
        return cleaned


class ActionForm(BaseModelForm):
    """Who does what, by when."""

    submit_label = _("Save the action")

    class Meta(BaseModelForm.Meta):
        model = Action
        fields = ["what", "owner", "owner_name", "by_when"]
        labels = {
            "what": _("What will happen?"),
            "owner": _("Who does it?"),
            "owner_name": _("Name of the person or agency"),
            "by_when": _("By when?"),
        }
        help_texts = {"owner_name": _("When it is somebody else: a name or an agency.")}
        error_messages = {
            "what": {"required": _("Write what will happen")},
            "owner": {"required": _("Choose who does it")},
        }
        widgets = {"what": few_lines(2), "owner": forms.RadioSelect, "by_when": DateTextWidget}

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("owner") == ActionOwner.OTHER
            and not cleaned.get("owner_name")
            and "owner_name" not in self.errors
        ):
            self.add_error("owner_name", _("Enter the name of the person or agency"))
        return cleaned


class ActionDoneForm(BaseModelForm):
    """When an action was done."""

    submit_label = _("Save")
    done_on = past_day(label=_("When was it done?"), error_messages={"required": _("Enter the date it was done")})

    class Meta(BaseModelForm.Meta):
        model = Action
        fields = ["done_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.done_on:
            self.fields["done_on"].required = False
            self.fields["done_on"].help_text = _("Empty the box if it is not done after all.")
        else:
            self.initial["done_on"] = timezone.localdate()


class InterventionForm(BaseModelForm):
    """A kind of treatment under the plan."""

    submit_label = _("Save the intervention")

    class Meta(BaseModelForm.Meta):
        model = Intervention
        fields = ["kind", "setting", "detail", "starts_on", "ends_on"]
        labels = {
            "kind": _("What kind of help is it?"),
            "setting": _("Where is it given?"),
            "detail": _("What exactly?"),
            "starts_on": _("From when?"),
            "ends_on": _("Until when?"),
        }
        help_texts = {"detail": _("Such as: weekly one-to-one, opioid substitution, a relapse prevention group.")}
        error_messages = {
            "kind": {"required": _("Choose the kind of help")},
            "setting": {"required": _("Choose where it is given")},
        }
        widgets = {"kind": forms.RadioSelect, "starts_on": DateTextWidget, "ends_on": DateTextWidget}

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end cannot be before the start"))
        return cleaned


class AgreePlanForm(BaseModelForm):
    """What the client said of the plan."""

    submit_label = _("Record the answer")
    agreement = forms.ChoiceField(
        label=_("What does the client say of this plan?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the client says")},
    )
    agreement_reason = forms.CharField(
        label=_("If the client does not agree or could not answer: why?"),
        help_text=_("In the client’s words where you can. The plan becomes active all the same."),
        widget=few_lines(),
        required=False,
        max_length=2000,
    )
    agreed_how = forms.ChoiceField(
        label=_("How did the client answer?"),
        help_text=_("Leave this out only if the client could not answer."),
        choices=[("", _("Choose how")), *AgreedHow.choices],
        required=False,
    )
    agreed_on = past_day(label=_("When was that?"), error_messages={"required": _("Enter the date of the answer")})
    review_on = DateField(
        label=_("When do we look at the plan again?"),
        widget=DateTextWidget,
        help_text=_("Within 12 weeks, and earlier when something changes."),
        error_messages={"required": _("Enter the date of the review")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)
    copy_given_on = past_day(
        label=_("When did the client get a copy?"), help_text=_("Leave empty if not yet."), required=False
    )

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = ["agreement", "agreement_reason", "agreed_how", "agreed_on", "review_on", "copy_given_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.stamp
        self.initial["agreed_on"] = timezone.localdate()
        self.initial["review_on"] = self.instance.review_on or timezone.localdate() + REVIEW_WITHIN

    def clean_review_on(self):
        review_on = self.cleaned_data["review_on"]
        if review_on <= timezone.localdate():
            raise forms.ValidationError(_("The date of the review must be in the future"))
        return review_on

    def clean(self):
        cleaned = super().clean()
        agreement = cleaned.get("agreement")
        if agreement and agreement != Agreement.AGREES and not cleaned.get("agreement_reason"):
            self.add_error("agreement_reason", _("Say why, in a few words"))
        answered = agreement in (Agreement.AGREES, Agreement.DOES_NOT_AGREE)
        if answered and not cleaned.get("agreed_how"):
            self.add_error("agreed_how", _("Choose how the client answered"))
        return cleaned

    @property
    def answer(self):
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in [*self._meta.fields, "seen"]}

    def show_again(self, plan):
        """Carry the plan as it is now, so that saving again is a decision."""
        self.data = self.data.copy()
        self.data["seen"] = plan.stamp


class CopyGivenForm(VerbForm):
    """When the client got a copy."""

    columns = {"on": "copy_given_on"}

    on = past_day(
        label=_("When did the client get a copy?"),
        error_messages={"required": _("Enter the date the client got the copy")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = timezone.localdate()


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
