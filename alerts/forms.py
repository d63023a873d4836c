"""What is asked about an alert."""

import re

from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.forms import LONGEST_TEXT, BaseForm, BaseModelForm, QueryForm

from .choices import Person, RuleState, Severity
from .models import FURTHEST_LEAD, MOST_LEADS, DigestChoice, RuleSetting
from .rulebook import OWNERS, shipped_urgency


class AcknowledgeForm(BaseForm):
    submit_label = _("I deal with this")

    note = forms.CharField(
        label=_("What are you doing about it?"),
        help_text=_("For example: rang the council, they call back on Tuesday"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what you do about it, in a few words")},
    )


class DigestForm(BaseModelForm):
    """When I want the mail about what is not for today."""

    class Meta(BaseModelForm.Meta):
        model = DigestChoice
        fields = ["rhythm"]
        labels = {"rhythm": _("When do you want it?")}
        widgets = {"rhythm": forms.RadioSelect}


class BoardQuery(QueryForm):
    """Addressed to whom, about which client, how urgent, in which order; the client is never saved with it."""

    submit_label = _("Show")
    searched = ("client",)

    whose = forms.CharField(required=False, max_length=150, label=_("Addressed to (user name)"))
    client = forms.CharField(required=False, max_length=9, label=_("Our reference for the client"))
    urgency = forms.ChoiceField(required=False, label=_("Urgency"), choices=[("", _("Any")), *Severity.choices])
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[("", _("The most urgent first")), ("due", _("What is longest due first"))],
    )  # fmt: skip


class RuleQuery(QueryForm):
    """Which rules: by words, whose they are, how they stand, how urgent."""

    submit_label = _("Show")

    words = forms.CharField(required=False, max_length=100, label=_("Code or words"))
    owner = forms.ChoiceField(required=False, label=_("Part of the work"), choices=[("", _("Any")), *OWNERS.items()])
    urgency = forms.ChoiceField(required=False, label=_("Urgency"), choices=[("", _("Any")), *Severity.choices])
    state = forms.ChoiceField(required=False, label=_("How it stands"), choices=[("", _("Any")), *RuleState.choices])

    def narrow(self, entries, *, but=""):
        """The rules that fit; `but` names a filter that is left out."""
        wanted = self.values() | {but: ""}
        words = wanted["words"].casefold()
        return [
            entry for entry in entries
            if words in f"{entry.rule.code} {entry.rule.title} {entry.rule.todo}".casefold()
            and wanted["owner"] in ("", entry.rule.app)
            and wanted["urgency"] in ("", entry.setting.severity or entry.rule.severity)
            and wanted["state"] in ("", entry.state)
        ]  # fmt: skip


AS_SHIPPED = {"is_off": False, "severity": "", "leads": None, "recipients": None}


class RuleForm(BaseModelForm):
    """How a rule differs from what was shipped, and why. What is as shipped is stored as nothing."""

    is_off = forms.TypedChoiceField(
        label=_("Is it on?"), choices=[("no", _("On")), ("yes", _("Switched off"))], widget=forms.RadioSelect,
        coerce=lambda value: value == "yes", help_text=_("Switched off, it tells nobody, and what is open of it ends."),
    )  # fmt: skip
    confirmed = forms.BooleanField(
        required=False, label=_("I know that people may come to harm when nobody is told of this"),
        help_text=_("Needed to switch it off."),
    )  # fmt: skip
    leads = forms.CharField(
        label=_("On which days?"), max_length=100, widget=forms.TextInput({"class": "govuk-input--width-20"}),
        help_text=_("Numbers with commas between. A minus means before the day: -28 is four weeks before it. 0 is the day itself."),
        error_messages={"required": _("Enter at least one day; to hear nothing of it, switch the rule off")},
    )  # fmt: skip
    recipients = forms.MultipleChoiceField(
        label=_("Who is told?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one; to tell nobody, switch the rule off")},
    )  # fmt: skip
    field_order = ["is_off", "confirmed", "leads", "recipients", "severity", "why"]

    class Meta(BaseModelForm.Meta):
        model = RuleSetting
        fields = ["is_off", "leads", "recipients", "severity", "why"]
        labels = {"severity": _("How urgent is it?"), "why": _("Why is it changed?")}
        help_texts = {
            "severity": _(
                "One that you choose is that of all its alerts. What is for today goes out by a mail of its own."
            ),
            "why": _("For whoever asks later. It is kept with your name, and said of what ends because of it."),
        }
        widgets = {"severity": forms.RadioSelect, "why": forms.Textarea({"rows": 3})}
        error_messages = {"why": {"required": _("Say why, in a sentence")}}

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule
        now = self.instance
        self.initial["is_off"] = "yes" if now.is_off else "no"
        self.initial["leads"] = ", ".join(map(str, sorted(now.leads or rule.leads)))
        self.initial["recipients"] = list(now.recipients or rule.to)
        self.initial["why"] = ""
        shipped = ("", _("As shipped: %(urgency)s") % {"urgency": shipped_urgency(rule)})
        self.fields["severity"].choices = [shipped, *Severity.choices]
        self.fields["recipients"].choices = [(person.value, person.label) for person in rule.may_tell]
        if rule.in_working_days:
            self.fields["leads"].label = _("On which working days?")
        unused = {"leads": not rule.leads, "recipients": not rule.to, "confirmed": not rule.keeps_people_alive}
        for name in [name for name, is_unused in unused.items() if is_unused]:
            del self.fields[name]

    @property
    def resets(self):
        """Whether the button was pressed that sets it back to what was shipped."""
        return "as_shipped" in self.data

    def clean_leads(self):
        parts = [part.strip().replace("−", "-") for part in self.cleaned_data["leads"].split(",")]
        if not all(re.fullmatch(r"-?[0-9]{1,3}", part) for part in parts):
            raise forms.ValidationError(_("Write whole numbers with commas between, such as: -28, -14"))
        leads = sorted({int(part) for part in parts})
        if len(leads) > MOST_LEADS or max(map(abs, leads)) > FURTHEST_LEAD:
            raise forms.ValidationError(
                _("At most %(most)d days, none further away than %(furthest)d")
                % {"most": MOST_LEADS, "furthest": FURTHEST_LEAD}
            )
        if max(self.rule.leads) <= 0 < leads[-1]:
            raise forms.ValidationError(_("This rule tells before the day: every number has a minus, or is 0"))
        if min(self.rule.leads) >= 0 > leads[0]:
            raise forms.ValidationError(_("This rule tells after the day: no number has a minus"))
        return None if leads == sorted(self.rule.leads) else leads

    def clean_recipients(self):
        chosen = [person for person in Person if person in self.cleaned_data["recipients"]]
        return None if set(chosen) == set(self.rule.to) else chosen

    def clean(self):
        cleaned = super().clean()
        if self.resets:
            for name in [name for name in self._errors if name != "why"]:
                del self._errors[name]
            cleaned |= AS_SHIPPED
        elif cleaned.get("is_off") and "confirmed" in self.fields and not cleaned.get("confirmed"):
            self.add_error("confirmed", _("Tick this to switch the rule off, or leave it on"))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        for name, value in AS_SHIPPED.items() if self.resets else ():
            setattr(self.instance, name, value)  # whatever was sent along

    @property
    def helper(self):
        helper = super().helper
        helper.add_input(Submit("save", self.submit_label))
        helper.add_input(Submit("as_shipped", _("Set back to as shipped"), css_class="govuk-button--secondary"))
        helper.cancel_url = reverse("alerts:rule_list")
        return helper
