"""What is ticked on a measure: its questions in its own words, on one page, to be answered by the person."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import ERROR_WORDS, LONGEST_TEXT, BaseForm, PastDateField, QueryForm, VerbForm
from core.widgets import DateTextWidget

from ..choices import Stage

SHORT_ANSWER, FEW_ANSWERS = 26, 6


class WhichMeasureForm(QueryForm):
    """Which measure a page is about."""

    measure = forms.CharField(max_length=30, required=False)


def question_field(question, label):
    """One question; its answers stand in a row where they are few and short."""
    inline = len(question.options) <= FEW_ANSWERS and all(len(words) <= SHORT_ANSWER for _v, words in question.options)
    return forms.TypedChoiceField(
        label=label,
        choices=question.options,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"inline": inline, "small": len(question.options) > FEW_ANSWERS}),
        error_messages=ERROR_WORDS,
    )


class MeasureForm(BaseForm):
    """The day, the stage and the answers. What is left out must be left out on purpose."""

    submit_label = _("Save the answers")

    measure = forms.CharField(widget=forms.HiddenInput)
    answered_on = PastDateField(
        label=_("When was this answered?"),
        widget=DateTextWidget,
        error_messages={"required": _("Enter the date it was answered")},
    )
    stage = forms.ChoiceField(
        label=_("At which point of treatment?"),
        choices=Stage.choices,
        widget=forms.RadioSelect({"inline": True, "small": True}),
        error_messages=ERROR_WORDS | {"required": _("Choose the point of treatment")},
    )
    left_out = forms.BooleanField(label=_("Some questions were left out on purpose"), required=False)

    def __init__(self, *args, measure, text, stage=Stage.REVIEW, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.text = measure, text
        self.initial |= {"measure": measure.name, "answered_on": timezone.localdate(), "stage": stage}
        for number, question in enumerate(text.questions, 1):
            self.fields[f"item_{number}"] = question_field(question, f"{number}. {question.text}")
        if text.follow_up:
            self.fields["follow_up"] = question_field(text.follow_up, text.follow_up.text)

    @property
    def questions(self):
        """The fields of the items, in their order."""
        return [self[f"item_{number}"] for number in range(1, len(self.text.questions) + 1)]

    @property
    def answers(self):
        return [self.cleaned_data.get(field.name) for field in self.questions]

    def clean_measure(self):
        if self.cleaned_data["measure"] != self.asked.name:
            raise forms.ValidationError(_("These are the answers to another questionnaire. Open the page again."))
        return self.cleaned_data["measure"]

    def clean(self):
        data = super().clean()
        if not any(field.name in self.errors for field in self.questions):
            self._check_missing(data)
            self._check_follow_up(data)
        return data

    def _check_missing(self, data):
        skipped = set(self.asked.skipped(self.answers))
        missing = [number for number, answer in enumerate(self.answers, 1) if answer is None and number not in skipped]
        if all(answer is None for answer in self.answers):
            self.add_error("item_1", _("Answer at least one question"))
        elif missing and not data.get("left_out"):
            for number in missing:
                message = _("Question %(number)d: choose an answer, or say at the end that it was left out on purpose")
                self.add_error(f"item_{number}", message % {"number": number})

    def _check_follow_up(self, data):
        if data.get("follow_up") is not None and not any(self.answers):
            self.add_error("follow_up", _("Leave this empty: no problem was ticked above"))


class SettleForm(VerbForm):
    """What was done about a safety item, without a new assessment of risks."""

    submit_label = _("Write this down")
    columns = {"action": "safety_action", "reason": "safety_reason"}

    action = forms.CharField(
        label=_("What was done?"),
        help_text=_("For example: went through it together, rang the crisis team at 3pm, they visit today"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what was done")},
    )
    reason = forms.CharField(
        label=_("Why is that enough, without assessing the risk again?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write why that is enough")},
    )
