"""What is asked about goals, actions and interventions."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.choices import DOMAIN_AIMS, ActionOwner, GoalAim
from careplans.models import Action, Goal, Intervention
from core.forms import BaseModelForm, QueryForm
from core.widgets import DateTextWidget
from recovery_capital.domains import domain_choices
from recovery_capital.forms import DomainChoiceField

from .parts import few_lines, past_day


class GoalQuery(QueryForm):
    """Which domain a new goal begins with."""

    domain = forms.ChoiceField(choices=domain_choices, required=False)


class GoalForm(BaseModelForm):
    """A goal in the client's words."""

    submit_label = _("Save the goal")

    class Meta(BaseModelForm.Meta):
        model = Goal
        fields = ["domain", "aim", "words", "strengths", "target_on"]
        labels = {
            "words": _("What does the client want to change?"),
            "strengths": _("What will help?"),
            "target_on": _("By when?"),
        }
        help_texts = {
            "words": _("In the client’s own words, such as: I want to see my children every weekend."),
            "strengths": _("People, skills, places and habits to build on."),
        }
        error_messages = {
            "words": {"required": _("Write the goal in the client’s words")},
        }
        widgets = {"words": few_lines(), "strengths": few_lines(2), "target_on": DateTextWidget}

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
