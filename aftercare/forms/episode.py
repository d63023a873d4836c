"""What staff type when an episode ends, rests or goes on, and when somebody has died."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import COMPLETED, DischargeReason, EpisodeStatus, HowKnown
from clients.discharge import blocking, findings, warning
from core.forms import LONGEST_TEXT, BaseForm, DateField, PastDateField
from reference.choices import CodeField
from reference.fields import CodeChoiceField

from ..episodes import ends_early

DAY_HINT = _("For example, 27/3/2026")


def day(label):
    return PastDateField(label=label, help_text=DAY_HINT, error_messages={"required": _("Enter the day")})


def note(label):
    return forms.CharField(label=label, required=False, max_length=5000, widget=forms.Textarea({"rows": 4}))


def why(field, label):
    return CodeChoiceField(field, label=label, error_messages={"required": _("Choose why")})


def exit_status(label):
    return CodeChoiceField(CodeField.INTERVENTION_EXIT, label=label, error_messages={"required": _("Choose how")})


class CloseEpisodeForm(BaseForm):
    """The end of an episode. `found` are the findings about it, with the end as it was typed."""

    submit_label = _("Close the episode")

    on = day(_("Ended on"))
    reason = forms.ChoiceField(
        label=_("How did it end?"), widget=forms.RadioSelect, error_messages={"required": _("Choose how it ended")}
    )
    destination = forms.CharField(label=_("Where did the person go on to?"), required=False, max_length=200)
    exit_status = exit_status(_("How did the interventions end that are still running?"))
    note = note(_("What happened?"))
    wish = forms.CharField(
        label=_("If support ends before six months: why does the client want that, in their words?"),
        required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    accept = forms.BooleanField(label=_("I have looked at the points that need attention"), required=False)
    accepted = forms.CharField(
        label=_("Why is it closed all the same?"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args, episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode, self.found = episode, findings(episode)
        left_out = {DischargeReason.DIED} | (set() if episode.status == EpisodeStatus.AFTERCARE else set(COMPLETED))
        self.fields["reason"].choices = [choice for choice in DischargeReason.choices if choice[0] not in left_out]
        if not any(row.ended_on is None for row in episode.interventions.all()):
            del self.fields["exit_status"]
        if episode.status != EpisodeStatus.AFTERCARE:
            del self.fields["wish"]
        if not self._may_warn():
            del self.fields["accept"], self.fields["accepted"]

    def _may_warn(self):
        """Whether some reason on offer asks for a tick; most reasons ask for nothing of their own."""
        reasons = [value for value, _label in self.fields["reason"].choices]
        return any(warning(findings(self.episode, reason=reason)) for reason in reasons)

    def clean(self):
        data = super().clean()
        if data.get("on") and data.get("reason"):
            self.found = findings(self.episode, on=data["on"], reason=data["reason"])
            if ends_early(self.episode, data["on"], data["reason"]) and not data.get("wish"):
                self.add_error("wish", _("Support is offered for six months at least: write why it ends now"))
        for finding in blocking(self.found):
            self.add_error(None, finding.text)
        if warning(self.found) and not (data.get("accept") and data.get("accepted")):
            self.add_error("accepted", _("Tick the box and say why, or put the points right first"))
        data.pop("accept", None)
        return data


class PauseForm(BaseForm):
    submit_label = _("Pause the episode")

    on = day(_("Since when does the work rest?"))
    reason = why(CodeField.PAUSE_REASON, _("Why?"))
    expected_until = DateField(label=_("Until when, as far as you know?"), required=False)
    note = note(_("What happened?"))

    def clean(self):
        data = super().clean()
        if data.get("on") and data.get("expected_until") and data["expected_until"] < data["on"]:
            self.add_error("expected_until", _("This is before the pause begins"))
        return data


class ResumeForm(BaseForm):
    submit_label = _("Go on with the episode")

    on = day(_("Since when does the work go on?"))


class ReopenForm(BaseForm):
    submit_label = _("Reopen the episode")

    on = day(_("From which day is it open again?"))
    reason = why(CodeField.REOPENING_REASON, _("Why?"))
    note = note(_("What happened?"))


class DeathForm(BaseForm):
    """A death. What runs still is asked about, because it ends with it."""

    submit_label = _("Record the death")

    died_on = day(_("On which day did the person die?"))
    how_known = forms.ChoiceField(
        label=_("How do we know?"), choices=HowKnown.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we know")},
    )  # fmt: skip
    exit_status = exit_status(_("How are the interventions recorded that are still running?"))
    note = note(_("What else matters?"))
    sure = forms.BooleanField(
        label=_("I am sure that this is the record of the person who died"),
        error_messages={"required": _("Look at the name and the date of birth above, then tick this")},
    )

    def __init__(self, *args, client, **kwargs):
        super().__init__(*args, **kwargs)
        self.client = client
        if not client.interventions.running().filter(episode__in=client.episodes.open()).exists():
            del self.fields["exit_status"]

    def clean_died_on(self):
        value = self.cleaned_data["died_on"]
        if value < self.client.date_of_birth:
            raise forms.ValidationError(_("This is before the person was born"))
        return value

    def clean(self):
        data = super().clean()
        data.pop("sure", None)
        return data


class WithdrawDeathForm(BaseForm):
    submit_label = _("The person has not died")

    reason = forms.CharField(
        label=_("What was wrong?"), max_length=min(500, LONGEST_TEXT), widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what was wrong")},
    )  # fmt: skip
