"""What staff type about occasional support, sustained outcomes, an unplanned exit, and somebody who comes back."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import COMPLETED, Answer, ContactKind, DischargeReason
from clients.forms.parts import PersonChoice
from core.forms import LONGEST_TEXT, NOTHING_CHOSEN, BaseForm, PastDateField
from referrals.choices import Urgency

from ..choices import LetterAfterExit, SharedHow, UseNow, WorkNow
from .episode import exit_status
from .leaving import few_words, past_day


def radios(label, choices, required):
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect({"small": True}), error_messages={"required": required}
    )


class SupportForm(BaseForm):
    """Occasional support for whoever has completed treatment."""

    submit_label = _("Record the support")

    came_on = past_day(_("On which day?"), _("Enter the day"))
    kind = radios(_("How?"), ContactKind.choices, _("Choose how"))
    note = few_words(_("What was it about?"), _("Write what it was about"))


class ShareForm(BaseForm):
    """That somebody around the client got the relapse plan."""

    submit_label = _("Record that it was shared")

    shared_on = past_day(_("On which day?"), _("Enter the day"))
    how = radios(_("By which way?"), SharedHow.choices, _("Choose by which way"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["supporter"] = PersonChoice(
            queryset=people, label=_("With whom?"), widget=forms.RadioSelect, empty_label=None,
            help_text=_("Those with whom the client has agreed to share it."),
            error_messages={"required": _("Choose with whom"), "invalid_choice": _("Choose one of these people")},
        )  # fmt: skip
        self.order_fields(["supporter", "shared_on", "how"])


class OutcomeForm(BaseForm):
    """How things stand 3, 6 or 12 months after treatment; begun from what the check-up told."""

    submit_label = _("Record the outcome")

    asked_on = past_day(_("Asked on which day?"), _("Enter the day"))
    use_now = radios(
        _("Does the client use what treatment was for?"), UseNow.choices, _("Choose whether the client uses it")
    )
    settled_home = radios(_("Has the client a settled home?"), Answer.choices, _("Choose an answer"))
    work = forms.ChoiceField(
        label=_("What does the client do in the day?"), choices=[("", NOTHING_CHOSEN), *WorkNow.choices], required=False
    )
    note = forms.CharField(
        label=_("What matters, in a few words"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, check_up, **kwargs):
        super().__init__(*args, **kwargs)
        days = [row.days for row in check_up.use.all()]
        self.initial |= {"asked_on": check_up.done_on or timezone.localdate(), "work": check_up.work}
        if days:
            self.initial["use_now"] = UseNow.OCCASIONAL if any(days) else UseNow.NONE


class ExitForm(BaseForm):
    """How treatment ended that ended unplanned."""

    submit_label = _("Save how it ended")

    letter = radios(_("Was a letter or a text written?"), LetterAfterExit.choices, _("Choose whether somebody wrote"))
    letter_on = PastDateField(label=_("Written on which day?"), required=False)
    who_was_told = forms.CharField(
        label=_("Who was told?"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}),
        help_text=_("Such as the prescriber, the pharmacy, the referrer or probation: with consent, or by what right."),
    )  # fmt: skip
    decided_on = past_day(_("On which day was it decided?"), _("Enter the day"))
    decision = few_words(_("What was decided, by whom and why?"), _("Write what was decided"))
    way_back = few_words(
        _("How can the person come back?"), _("Write how the person can come back"),
        help_text=_("Say it without blame: whom to ask, how, how soon."),
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        written = data.get("letter") == LetterAfterExit.WRITTEN
        if written and not data.get("letter_on") and "letter_on" not in self.errors:
            self.add_error("letter_on", _("Enter the day on which somebody wrote"))
        if data.get("letter") and not written:
            data["letter_on"] = None
        return data


class ReturnForm(BaseForm):
    """Somebody comes back: one form, and everything written is carried over."""

    submit_label = _("Take the person back")

    returned_on = past_day(_("On which day did the person ask?"), _("Enter the day"))
    why = few_words(_("What has happened, in the client’s words?"), _("Write what has happened"))
    urgency = radios(_("How soon is the person seen?"), Urgency.choices, _("Choose how soon"))
    ended = forms.ChoiceField(
        label=_("How had treatment ended, before aftercare?"), widget=forms.RadioSelect({"small": True}),
        choices=[(reason.value, reason.label) for reason in DischargeReason if reason in COMPLETED],
        error_messages={"required": _("Choose how treatment had ended")},
    )  # fmt: skip
    exit_status = exit_status(_("How did the interventions end that are still running?"))

    def __init__(self, *args, left, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["returned_on"] = timezone.localdate()
        if left is None or not left.is_open:
            del self.fields["ended"], self.fields["exit_status"]
        elif not left.interventions.running().exists():
            del self.fields["exit_status"]
