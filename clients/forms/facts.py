"""What staff ask about the facts of an episode, and about its interventions."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, PastDateField
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from ..models import EpisodeFacts, EpisodeIntervention
from .parts import DAY_HINT, required

CODED = {
    "injecting": (CodeField.INJECTING, _("Does the person inject?")),
    "accommodation_need": (CodeField.ACCOMMODATION_NEED, _("Is there a housing problem?")),
    "employment": (CodeField.EMPLOYMENT, _("What is the work situation?")),
    "parental_status": (CodeField.PARENTAL_STATUS, _("Is the person a parent?")),
    "children_help": (CodeField.CHILDREN_HELP, _("What help do the children receive?")),
}
NOT_ASKED = ("", _("Not asked"))


class FactsForm(BaseModelForm):
    """The facts on one day. What was not asked stays empty; whoever prefers not to say has an answer for that."""

    asked_on = PastDateField(
        label=_("When were they asked?"), help_text=DAY_HINT, error_messages=required(_("Enter the day"))
    )

    class Meta(BaseModelForm.Meta):
        model = EpisodeFacts
        fields = ["asked_on", *EpisodeFacts.QUESTIONS]
        labels = {
            "children_living_with": _("How many children under 18 live with the person?"),
            "pregnant": _("Is the person pregnant?"),
            "drinking_days": _("On how many of the last 28 days did the person drink?"),
            "drinking_units": _("How many units on a drinking day?"),
            "mental_health_need": _("Is there a need for mental health treatment?"),
            "hep_b_vaccination": _("Hepatitis B vaccination"),
            "hep_c_test": _("Hepatitis C test"),
            "hep_c_positive": _("Is the person hepatitis C positive?"),
            "naloxone_issued": _("Has the person been given naloxone?"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (field, label) in CODED.items():
            current = getattr(self.instance, name)
            self.fields[name] = CodeChoiceField(field, current=current, label=label, required=False)
            self.fields[name].empty_label = NOT_ASKED[1]
        for name in EpisodeFacts.QUESTIONS:
            if isinstance(self.fields[name], forms.TypedChoiceField):
                choices = [choice for choice in self.fields[name].choices if choice[0]]
                self.fields[name].choices = [NOT_ASKED, *choices]

    @property
    def helper(self):
        helper = super().helper
        helper.warn_unsaved = True
        helper.layout = Layout(
            "asked_on",
            Fieldset(
                _("Alcohol, injecting and overdose"), "drinking_days", "drinking_units", "injecting", "naloxone_issued"
            ),
            Fieldset(_("Home and work"), "accommodation_need", "employment"),
            Fieldset(_("Children"), "parental_status", "children_living_with", "children_help", "pregnant"),
            Fieldset(_("Health"), "mental_health_need", "hep_b_vaccination", "hep_c_test", "hep_c_positive"),
            *(["reason"] if "reason" in self.fields else []),
        )
        return helper

    def clean_asked_on(self):
        day, episode = self.cleaned_data["asked_on"], self.instance.episode
        if day < episode.referred_on:
            raise forms.ValidationError(_("This is before the referral"))
        if episode.ended_on and day > episode.ended_on:
            raise forms.ValidationError(_("This is after the episode ended"))
        return day


class CorrectFactsForm(FactsForm):
    """The same questions about facts that are locked, and why they are put right."""

    submit_label = _("Correct the facts")
    reason = forms.CharField(
        label=_("Why are they corrected?"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("The answers of before stay readable"), error_messages=required(_("Say why")),
    )  # fmt: skip


class InterventionForm(BaseModelForm):
    """An intervention of an episode, from the request until its end."""

    submit_label = _("Save the intervention")

    referred_on = PastDateField(
        label=_("When was it asked for?"), help_text=DAY_HINT, error_messages=required(_("Enter the day"))
    )
    started_on = PastDateField(label=_("When did it start?"), required=False)
    ended_on = PastDateField(label=_("When did it end?"), required=False)

    class Meta(BaseModelForm.Meta):
        model = EpisodeIntervention
        fields = [
            "kind", "setting", "other_agency", "referred_on", "first_appointment_offered_on", "started_on", "ended_on",
            "exit_status",
        ]  # fmt: skip
        labels = {
            "other_agency": _("Does another agency give it? Which?"),
            "first_appointment_offered_on": _("First appointment offered for"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row, adding = self.instance, self.instance._state.adding
        for name, field, label, must in (
            ("kind", CodeField.INTERVENTION_TYPE, _("What kind of help is it?"), True),
            ("setting", CodeField.SETTING, _("Where is it given?"), True),
            ("exit_status", CodeField.INTERVENTION_EXIT, _("How did it end?"), False),
        ):
            current = None if adding else getattr(row, name)
            self.fields[name] = CodeChoiceField(field, current=current, label=label, required=must)

    def clean_referred_on(self):
        day = self.cleaned_data["referred_on"]
        if day < self.instance.episode.referred_on:
            raise forms.ValidationError(_("This is before the referral to us"))
        return day

    def clean(self):
        data, episode = super().clean(), self.instance.episode
        triaged_on, started_on = episode.triaged_on, data.get("started_on")
        if started_on and triaged_on and started_on < triaged_on:
            self.add_error("started_on", _("The start cannot be before triage"))
        if episode.ended_on:
            for name in ("started_on", "ended_on"):
                if data.get(name) and data[name] > episode.ended_on:
                    self.add_error(name, _("This is after the episode ended"))
        return data
