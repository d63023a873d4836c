"""What is asked about the help that was agreed in a plan."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careplans.models import Intervention
from clients.models import EpisodeIntervention
from core.forms import BaseForm, BaseModelForm
from core.templatetags.ui import short_day
from core.widgets import DateTextWidget

FURTHEST = timedelta(days=2 * 366)
TAKEN = ["kind", "setting", "starts_on", "ends_on"]  # from the record, where the help stands there


class InterventionForm(BaseModelForm):
    """A kind of treatment under the plan; of one that stands in the record, only what the record does not say."""

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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TAKEN if self.instance.given_id else ():
            del self.fields[name]

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day and day > timezone.localdate() + FURTHEST:
            raise forms.ValidationError(_("This is more than two years away. Look at the year again"))
        return day

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The end cannot be before the start"))
        return cleaned


class TakeInterventionsForm(BaseForm):
    """Which help of the record is part of the plan."""

    submit_label = _("Put it into the plan")

    rows = forms.ModelMultipleChoiceField(
        queryset=EpisodeIntervention.objects.none(),
        label=_("What is part of this plan?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is part of the plan")},
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = not_in_plan(plan)
        self.fields["rows"].label_from_instance = in_words


def not_in_plan(plan):
    """What the client gets according to the record, and the plan does not hold yet."""
    known = Intervention.objects.filter(plan=plan, given__isnull=False).values("given")
    return EpisodeIntervention.objects.with_codes().filter(client=plan.client_id).running().exclude(pk__in=known)


def in_words(row):
    """Help of the record in one line: what, where, and since when."""
    if row.started_on:
        since = _("since %s") % short_day(row.started_on)
    else:
        since = _("asked for on %s") % short_day(row.referred_on)
    return f"{row}, {since}"
