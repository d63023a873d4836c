"""The form of one step of a path, built from what the path asks."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import ConsentCategory
from core.forms import (
    LONGEST_TEXT,
    BaseForm,
    DateField,
    PastDateField,
    say_that_nothing_is_chosen,
    version_field,
)

from ..choices import FieldKind
from ..steps import NOTHING, missing_of

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MOST_AS_RADIOS = 8
MOST = 1_000_000


def line(field, **options):
    return forms.CharField(max_length=200, **options)


def text(field, **options):
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), **options)


def a_day(field, **options):
    return (PastDateField if field.past else DateField)(**options)


def choice(field, **options):
    if len(field.choices) <= MOST_AS_RADIOS:
        return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect({"small": True}), **options)
    made = forms.ChoiceField(choices=[("", ""), *field.choices], **options)
    say_that_nothing_is_chosen(made)
    return made


def choices(field, **options):
    widget = forms.CheckboxSelectMultiple({"small": True, "columns": len(field.choices) > MOST_AS_RADIOS})
    return forms.MultipleChoiceField(choices=field.choices, widget=widget, **options)


def yes_no(field, **options):
    return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect({"inline": True, "small": True}), **options)


def number(field, **options):
    widget = forms.TextInput({"class": "govuk-input--width-5", "inputmode": "numeric"})
    return forms.IntegerField(min_value=0, max_value=field.most or MOST, widget=widget, **options)


MAKERS = {
    FieldKind.LINE: line, FieldKind.TEXT: text, FieldKind.DATE: a_day, FieldKind.CHOICE: choice, FieldKind.NUMBER: number,
    FieldKind.CHOICES: choices, FieldKind.EVIDENCE: choices, FieldKind.YES_NO: yes_no,
}  # fmt: skip


def hint_of(field):
    """The hint of a question, and under which category of consent its answer goes into the pack."""
    if not field.shares:
        return field.hint
    goes = _("Goes into the pack where the person agrees to share: %(category)s.")
    return " ".join(filter(None, [str(field.hint), goes % {"category": ConsentCategory(field.shares).label}]))


class StepForm(BaseForm):
    """What is known of a step. Nothing has to be complete to be saved; to be done, the step needs what the path asks."""

    submit_label = _("Save")

    version = version_field()

    def __init__(self, *args, standing, may_finish=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing, self.may_finish = standing, may_finish
        for field in standing.step.fields:
            if field.kind in MAKERS:
                options = {"label": field.label, "help_text": hint_of(field), "required": field.required}
                self.fields[field.key] = MAKERS[field.kind](field, **options)
        self.fields["due_on"] = DateField(
            label=_("Due on another day"),
            required=False,
            help_text=_("Only where one was agreed; else the path reckons it."),
        )
        self.fields["done_on"] = PastDateField(
            label=_("On which day was this step done?"), required=False,
            help_text=_("Leave it empty to save what you have so far."),
        )  # fmt: skip
        row = standing.row
        if row:
            self.initial = self.read(row) | {"version": row.version}
        else:
            del self.fields["version"]

    def read(self, row):
        """What is written down, as the fields of the form hold it."""
        days = {field.key for field in self.standing.step.fields if field.kind == FieldKind.DATE}
        answers = {key: date.fromisoformat(value) if key in days else value for key, value in row.answers.items()}
        return answers | {"due_on": row.due_on, "done_on": row.done_on}

    @property
    def answers(self):
        """What was answered, as it is kept: days as text, nothing that is empty."""
        kept = {field.key for field in self.standing.step.fields}
        given = {key: value for key, value in self.cleaned_data.items() if key in kept and value not in NOTHING}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in given.items()}

    def _clean_fields(self):
        """What the step needs is marked as such, and asked for only once it is done: `refuse_what_is_missing`."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super()._clean_fields()
        for field in needed:
            field.required = True

    def clean(self):
        answered = super().clean() or self.cleaned_data
        if not self.may_finish:
            answered["done_on"] = None
        if answered.get("done_on"):
            self.refuse_what_is_missing()
        return answered

    def refuse_what_is_missing(self):
        """A step that is done has every answer that the path needs; each that is missing says so at its own field."""
        services = {field.key for field in self.standing.step.fields if field.kind == FieldKind.SERVICES}
        chosen = {key: value for key, value in self.standing.answers.items() if key in services}
        for field in missing_of(self.standing.step, self.answers | chosen):
            if field.key in self.fields and field.key not in self.errors:
                self.add_error(field.key, _("Answer this, or leave the day empty: the step is not done without it"))
            elif field.key in services:
                words = _("Choose at least one service, or leave the day empty: %(question)s") % {
                    "question": field.label
                }
                self.add_error(None, words)


class ServiceOfStepForm(BaseForm):
    """A service that is chosen, or taken away."""

    service = forms.UUIDField(required=False)
    away = forms.UUIDField(required=False)
