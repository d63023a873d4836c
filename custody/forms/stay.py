"""What staff type about custody and release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Section
from core.forms import BaseForm, BaseModelForm, DateField, PastDateField, VerbForm, refuse_future

from ..choices import ReleaseManner, ReleaseType
from ..models import CustodyStay

LONGEST_SENTENCE = 36_500


class StayForm(BaseModelForm):
    submit_label = _("Record custody")

    class Meta(BaseModelForm.Meta):
        model = CustodyStay
        fields = ["establishment", "prison", "prison_number", "legal_status", "custody_started_on", "sentenced_on"]
        labels = {"establishment": _("Which prison on our list?"), "prison": _("Prison")}
        help_texts = {
            "prison": _("Only where it is not on the list"),
            "sentenced_on": _("The days served on the release date are counted from here."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].required = False

    def clean(self):
        data = super().clean()
        if not data.get("prison") and "prison" not in self.errors:
            if data.get("establishment"):
                data["prison"] = data["establishment"].name
            else:
                self.add_error("prison", _("Choose the prison from the list, or enter its name"))
        return data

    def clean_custody_started_on(self):
        return refuse_future(self.cleaned_data["custody_started_on"])

    def clean_sentenced_on(self):
        return refuse_future(self.cleaned_data["sentenced_on"])


class ReleaseDateForm(BaseForm):
    """A release date as it was told; empty days served are counted from the sentence date."""

    submit_label = _("Record this date")

    release_type = forms.ChoiceField(label=_("What kind of date is it?"), choices=ReleaseType.choices)
    nominal_on = DateField(
        label=_("Which date were you told?"), help_text=_("As on paper; we work out Fridays and holidays.")
    )
    days_served = forms.IntegerField(
        label=_("How many days since sentence will have been served on that date?"),
        help_text=_("Leave empty to count from the sentence date."),
        min_value=0,
        max_value=LONGEST_SENTENCE,
        required=False,
    )
    source = forms.CharField(label=_("Who told us?"), max_length=200)

    def __init__(self, *args, stay, **kwargs):
        super().__init__(*args, **kwargs)
        self.stay = stay

    def clean(self):
        data = super().clean()
        nominal = data.get("nominal_on")
        if nominal and nominal < self.stay.custody_started_on:
            self.add_error("nominal_on", _("Enter a date after custody started"))
        if data.get("days_served") is None and "days_served" not in self.errors and nominal:
            self._count_days_served(data, nominal)
        return data

    def _count_days_served(self, data, nominal):
        if self.stay.sentenced_on is None:
            self.add_error("days_served", _("Enter the days served, or first the date of sentence"))
        else:
            data["days_served"] = min(max((nominal - self.stay.sentenced_on).days, 0), LONGEST_SENTENCE)


OFFENDING = ["legal_status", "sentenced_on", "offender_manager"]  # what only those see who may see that section


class ReleasePlanForm(BaseModelForm):
    submit_label = _("Save the release plan")

    class Meta(BaseModelForm.Meta):
        model = CustodyStay
        fields = [
            "establishment",
            "prison",
            "prison_number",
            "legal_status",
            "sentenced_on",
            "offender_manager",
            "appointment_at",
            "appointment_place",
            "accommodation",
            "on_substitute_medication",
            "prescriber",
            "supply_ends_on",
            "opioid_risk",
            "naloxone_supplied_on",
        ]
        help_texts = {"appointment_at": _("Day and time, such as 27/3/2027 14:30")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not user.has_perm(Section.OFFENDING):
            for name in OFFENDING:
                del self.fields[name]


class ReleaseForm(BaseForm):
    submit_label = _("Record the release")

    released_on = PastDateField(label=_("On which day did the person leave prison?"))
    manner = forms.ChoiceField(
        label=_("How did the release come?"), choices=ReleaseManner.choices, widget=forms.RadioSelect
    )


class FirstSeenForm(VerbForm):
    submit_label = _("Record the meeting")
    columns = {"seen_on": "first_seen_on"}

    seen_on = PastDateField(label=_("On which day was the person first seen after release?"))
