"""What staff type about check-ups: how somebody is, each try to reach them, and what was done about a concern."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import ContactKind, Substance
from core.forms import LONGEST_TEXT, NOTHING_CHOSEN, BaseForm

from ..choices import CheckUpOutcome, ConcernLevel, Mood, WorkNow
from .leaving import few_words, past_day

DAYS = 28
ONE_LINE = {"inline": True, "small": True}


def days_field(label):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=DAYS,
        widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip


def one_of(label, choices, **options):
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.RadioSelect({"small": True, **options})
    )


class CheckUpForm(BaseForm):
    """How somebody is: asked along the phone script. Only the day, what came of it and the concern must be said."""

    submit_label = _("Record the check-up")

    done_on = past_day(_("On which day?"), _("Enter the day"))
    outcome = forms.ChoiceField(
        label=_("How is the client?"), widget=forms.RadioSelect,
        choices=[row for row in CheckUpOutcome.choices if row[0] != CheckUpOutcome.NOT_REACHED],
        error_messages={"required": _("Choose what came of it")},
    )  # fmt: skip
    concern = forms.ChoiceField(
        label=_("How worried are you?"), choices=ConcernLevel.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how worried you are")},
        help_text=_("“Act” stays on My work until somebody has written down what was done."),
    )  # fmt: skip
    other_substance = forms.ChoiceField(
        label=_("Another substance"), required=False, choices=[("", NOTHING_CHOSEN), *Substance.choices]
    )
    other_days = days_field(_("On how many days?"))
    mood = one_of(_("How does the client feel?"), Mood.choices, inline=True)
    housing_changed = forms.TypedChoiceField(
        label=_("Has the home changed?"), choices=[("True", _("Yes")), ("False", _("No"))], required=False,
        coerce=lambda value: value == "True", empty_value=None, widget=forms.RadioSelect(ONE_LINE),
    )  # fmt: skip
    work = one_of(_("What does the client do in the day?"), WorkNow.choices)
    meetings = forms.IntegerField(
        label=_("How many mutual-aid meetings in the last 28 days?"), required=False, min_value=0, max_value=200,
        widget=forms.TextInput({"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What matters, in a few words"), required=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args, check_up, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["done_on"] = timezone.localdate()
        rows = check_up.aftercare.episode.substances.all()
        self.asked = {f"days_{row.substance}": row.substance for row in rows}
        for row in rows:
            self.fields[f"days_{row.substance}"] = days_field(row.get_substance_display())

    @property
    def helper(self):
        helper = super().helper
        helper.layout = Layout(
            "done_on",
            Fieldset(
                _("On how many of the last 28 days did the client use?"), *self.asked, "other_substance", "other_days"
            ),
            Fieldset(_("Life now"), "mood", "housing_changed", "work", "meetings"),
            Fieldset(_("What comes of it"), "note", "concern", "outcome"),
        )
        return helper

    def clean(self):
        data = super().clean()
        if (data.get("other_days") is None) != (not data.get("other_substance")):
            self.add_error("other_days", _("Enter both, the substance and the number of days"))
        if data.get("other_substance") in self.asked.values():
            self.add_error("other_substance", _("This one is asked above"))
        return data

    @property
    def answer(self):
        """What the verb takes: the days by substance together."""
        data = dict(super().answer)
        use = [(code, data.pop(name)) for name, code in self.asked.items()]
        use.append((data.pop("other_substance"), data.pop("other_days")))
        return data | {"use": [(code, days) for code, days in use if days is not None]}


class TryForm(BaseForm):
    """One try to reach the client."""

    submit_label = _("Write down the try")

    kind = forms.ChoiceField(
        label=_("How did you try?"), choices=ContactKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you tried")},
    )  # fmt: skip
    tried_on = past_day(_("On which day?"), _("Enter the day"))
    reached = forms.TypedChoiceField(
        label=_("Was the client reached?"), choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=lambda value: value == "True", widget=forms.RadioSelect({"inline": True}),
        error_messages={"required": _("Say whether the client was reached")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("What happened?"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )


class ActForm(BaseForm):
    """What was done about a concern."""

    submit_label = _("Record what was done")

    action_taken = few_words(_("What was done, and what comes next?"), _("Write what was done"))
