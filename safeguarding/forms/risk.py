"""What staff type when they assess risks: the day, what has changed, and one small form for each named risk."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, refuse_future
from reference.choices import IntervalKey

from ..choices import Presence
from ..models import Risk, RiskAssessment
from .parts import required, review_day, review_in


class AssessmentForm(BaseModelForm):
    """The assessment as a whole. `previous` travels along, so that nobody reviews what is no longer the newest."""

    review_on = review_day(_("When are the risks reviewed?"))
    previous = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta(BaseModelForm.Meta):
        model = RiskAssessment
        fields = ["assessed_on", "review_on", "what_changed"]
        labels = {"assessed_on": _("Assessed on"), "what_changed": _("What has changed since the last time?")}
        widgets = {"what_changed": forms.Textarea({"rows": 3})}
        error_messages = {
            "assessed_on": required(_("Enter the day of the assessment")),
            "what_changed": required(_("Write what has changed, or that nothing has")),
        }

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = before
        self.initial |= {
            "assessed_on": timezone.localdate(),
            "review_on": review_in(IntervalKey.RISK_REVIEW),
            "previous": before.pk if before else "",
        }
        self.fields["what_changed"].required = before is not None
        if before is None:
            del self.fields["what_changed"]

    def clean_assessed_on(self):
        return refuse_future(self.cleaned_data["assessed_on"])

    def clean(self):
        data = super().clean()
        if data.get("previous") == (self.before.pk if self.before else None):
            self.instance.previous = self.before
        else:
            self.add_error(None, _("Somebody has assessed the risks meanwhile. Look at that first: it is below."))
        return data


class RiskForm(BaseModelForm):
    """One named risk; what was judged the last time stands in it."""

    saved_in_steps = True  # what a risk needs depends on whether it is there: nothing is marked as optional

    class Meta(BaseModelForm.Meta):
        model = Risk
        fields = [
            "presence", "what", "likelihood", "impact", "to_whom", "protective", "action", "action_by", "action_on",
        ]  # fmt: skip
        labels = {
            "presence": _("Is there this risk?"),
            "what": _("What is known about it?"),
            "likelihood": _("How likely is the harm?"),
            "impact": _("How bad would it be?"),
            "to_whom": _("To whom?"),
            "protective": _("What protects?"),
            "action": _("What is done about it?"),
            "action_by": _("By whom?"),
            "action_on": _("By when?"),
        }
        widgets = {
            "presence": forms.RadioSelect({"inline": True, "small": True}),
            "what": forms.Textarea({"rows": 3}),
            "protective": forms.Textarea({"rows": 2}),
            "action": forms.Textarea({"rows": 2}),
        }
        error_messages = {"presence": required(_("Say whether there is this risk, or that it is not known"))}

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.legend = self.instance.get_kind_display()
        self.fields["presence"].choices = Presence.choices
        if before:
            self.initial |= {name: getattr(before, name) for name in self.Meta.fields}

    @property
    def is_open(self):
        """Whether there is more to see than a no."""
        return self.errors or self["presence"].value() == Presence.PRESENT

    def clean(self):
        data = super().clean()
        if data.get("presence") == Presence.PRESENT:
            for name, message in (
                ("what", _("Write what is known: a number is not enough")),
                ("likelihood", _("Choose how likely the harm is")),
                ("impact", _("Choose how bad it would be")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        elif data.get("presence"):
            data |= {"likelihood": None, "impact": None}
        return data
