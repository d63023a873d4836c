"""What is typed about a need that cannot be met."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, PastDateField, QueryForm, VerbForm, refuse_future
from recovery_capital.domains import domain_choices, with_others
from recovery_capital.forms import DomainChoiceField

from ..choices import UnmetReason
from ..models import UnmetNeed


class UnmetNeedQuery(QueryForm):
    """What a need is recorded from: a referral that came to nothing, or a need named elsewhere."""

    referral = forms.UUIDField(required=False)
    domain = forms.ChoiceField(required=False, choices=domain_choices)
    reason = forms.ChoiceField(required=False, choices=UnmetReason.choices)


class UnmetNeedForm(BaseModelForm):
    """Which need, where, and why it cannot be met."""

    submit_label = _("Save")

    domain = DomainChoiceField(
        label=_("Which part of life is it about?"), error_messages={"required": _("Choose what it is about")}
    )

    class Meta(BaseModelForm.Meta):
        model = UnmetNeed
        fields = ["domain", "need", "area", "reason", "found_on", "detail", "met_on"]
        labels = {
            "need": _("Which kind of service would meet it?"),
            "area": _("Where is it needed?"),
            "reason": _("Why can it not be met?"),
            "found_on": _("Since when is that known?"),
            "detail": _("What is needed, and what was tried?"),
            "met_on": _("When was it met?"),
        }
        help_texts = {
            "detail": _("What would have to exist for this person. Reports count the need and never show this."),
            "met_on": _("Clear this if it is not met after all."),
        }
        error_messages = {
            "area": {"required": _("Choose where it is needed")},
            "reason": {"required": _("Choose why it cannot be met")},
            "found_on": {"required": _("Enter the day on which it was found")},
        }
        widgets = {"reason": forms.RadioSelect, "detail": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = UnmetReason.choices
        if self.instance._state.adding or not self.instance.met_on:
            del self.fields["met_on"]
        if not self.instance._state.adding:
            self.fields["domain"].choices = with_others(domain_choices(), [self.instance.domain])

    def clean_found_on(self):
        return refuse_future(self.cleaned_data["found_on"])

    def clean_met_on(self):
        return refuse_future(self.cleaned_data["met_on"])


class MetForm(VerbForm):
    """The day on which a need was met after all."""

    submit_label = _("Record that it is met")

    met_on = PastDateField(
        label=_("On which day was it met?"), error_messages={"required": _("Enter the day on which it was met")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("met_on", timezone.localdate())
