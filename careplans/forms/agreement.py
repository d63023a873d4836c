"""What the client said of a plan, and when the client got a copy."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from careplans.choices import AgreedHow, Agreement, CopyHow, CountersignDecision
from careplans.models import CarePlan, PlanningRules
from core.forms import BaseModelForm, VerbForm

from .parts import few_lines, future_day, past_day

HOW_NOT_SAID = ("", _("Choose how"))


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
        choices=[HOW_NOT_SAID, *AgreedHow.choices],
        required=False,
    )
    agreed_by = forms.CharField(
        label=_("Who answered, if not the client alone?"),
        help_text=_("Such as: the client with an advocate, a parent, an interpreter."),
        required=False,
        max_length=200,
    )
    agreed_on = past_day(label=_("When was that?"), error_messages={"required": _("Enter the date of the answer")})
    review_on = future_day(
        label=_("When do we look at the plan again?"), error_messages={"required": _("Enter the date of the review")}
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=16)
    copy_given_on = past_day(
        label=_("When did the client get a copy?"), help_text=_("Leave empty if not yet."), required=False
    )
    copy_given_how = forms.ChoiceField(
        label=_("How did the client get it?"), choices=[HOW_NOT_SAID, *CopyHow.choices], required=False
    )

    class Meta(BaseModelForm.Meta):
        model = CarePlan
        fields = [
            "agreement", "agreement_reason", "agreed_how", "agreed_by", "agreed_on", "review_on", "copy_given_on",
            "copy_given_how",
        ]  # fmt: skip

    def __init__(self, *args, weeks, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.stamp
        self.initial["agreed_on"] = timezone.localdate()
        self.initial["review_on"] = self.instance.review_on or timezone.localdate() + timedelta(weeks=weeks)
        self.fields["review_on"].help_text = (
            ngettext(
                "Within %d week, and earlier when something changes.",
                "Within %d weeks, and earlier when something changes.",
                weeks,
            )
            % weeks
        )

    def clean(self):
        cleaned = super().clean()
        agreement = cleaned.get("agreement")
        if agreement and agreement != Agreement.AGREES and not cleaned.get("agreement_reason"):
            self.add_error("agreement_reason", _("Say why, in a few words"))
        answered = agreement in (Agreement.AGREES, Agreement.DOES_NOT_AGREE)
        if answered and not cleaned.get("agreed_how"):
            self.add_error("agreed_how", _("Choose how the client answered"))
        if cleaned.get("copy_given_how") and not cleaned.get("copy_given_on") and "copy_given_on" not in self.errors:
            self.add_error("copy_given_on", _("Enter the date the client got the copy"))
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
    """When the client got a copy, and how."""

    columns = {"on": "copy_given_on", "how": "copy_given_how"}

    on = past_day(
        label=_("When did the client get a copy?"),
        error_messages={"required": _("Enter the date the client got the copy")},
    )
    how = forms.ChoiceField(
        label=_("How did the client get it?"), choices=[HOW_NOT_SAID, *CopyHow.choices], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = timezone.localdate()


class CountersignForm(VerbForm):
    """Whether a manager approves an answered plan, or sends it back."""

    submit_label = _("Save")
    decision = forms.ChoiceField(
        label=_("What do you say of this plan?"),
        choices=CountersignDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you approve the plan or send it back")},
    )
    comment = forms.CharField(
        label=_("What should change, or what else do you want to say?"),
        help_text=_("The worker sees it; it stays with the plan."),
        widget=few_lines(),
        required=False,
        max_length=2000,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == CountersignDecision.SENT_BACK and not cleaned.get("comment"):
            self.add_error("comment", _("Say what should change"))
        return cleaned


class PlanningRulesForm(BaseModelForm):
    """What a team asks of its plans."""

    class Meta(BaseModelForm.Meta):
        model = PlanningRules
        fields = ["review_weeks", "countersign"]
        labels = {
            "review_weeks": _("After how many weeks is a plan reviewed?"),
            "countersign": _("A manager countersigns each plan before it is active"),
        }
        help_texts = {"review_weeks": _("From 1 to 52. This is what forms suggest; each plan has a date of its own.")}
        widgets = {"review_weeks": forms.NumberInput({"class": "govuk-input--width-2"})}
