"""What managers type about prisons, and administrators about early routes and surge days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, VerbForm, refuse_future

from ..choices import Reconnect
from ..models import EarlyRoute, Prison, SurgeDay


class PrisonForm(BaseModelForm):
    submit_label = _("Save the prison")

    class Meta(BaseModelForm.Meta):
        model = Prison
        fields = [
            "name", "nation", "switchboard", "healthcare", "drug_team", "out_of_hours", "early_protocol",
            "unexpected_protocol", "friday_protocol", "agreed_on", "review_on",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "early_protocol": _("What was agreed about early releases?"),
            "unexpected_protocol": _("What was agreed about unexpected releases?"),
            "friday_protocol": _("What was agreed about Friday releases?"),
            "agreed_on": _("When was it agreed?"),
            "review_on": _("When is it to be looked at again?"),
        }
        widgets = {
            name: forms.Textarea({"rows": 3}) for name in ("early_protocol", "unexpected_protocol", "friday_protocol")
        }

    def clean_agreed_on(self):
        return refuse_future(self.cleaned_data["agreed_on"])


class EarlyRouteForm(BaseModelForm):
    submit_label = _("Save the route")

    class Meta(BaseModelForm.Meta):
        model = EarlyRoute
        fields = ["name", "facts", "starts_on", "ends_on", "source", "is_verified"]
        widgets = {"facts": forms.Textarea({"rows": 4})}


class SurgeDayForm(BaseModelForm):
    submit_label = _("Save the day")

    class Meta(BaseModelForm.Meta):
        model = SurgeDay
        fields = ["day", "why", "source", "is_off"]
        help_texts = {"day": _("Managers are told 30 and 7 days before")}


class ReconnectForm(VerbForm):
    submit_label = _("Save")

    reconnect = forms.ChoiceField(
        label=_("What was decided about RECONNECT?"), choices=Reconnect.choices, widget=forms.RadioSelect
    )
