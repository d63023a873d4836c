"""What an administrator types about lists, intervals and wordings."""

import csv

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, BaseModelForm, DateField

from . import wordings
from .choices import CodeField, WordingKind
from .models import Code, CodeSet, Interval, Wording

WIDTH_10 = {"class": "govuk-input--width-10", "autocomplete": "off"}
MOST_CODES = 2000
LONGEST_CODE = {CodeField.DOMAIN: 26}  # it stands in records with a word before it
LONGEST_TEXT_MESSAGE = 320


class FromTodayForm(BaseModelForm):
    """A row that begins today or later: what has held cannot be rewritten."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["valid_from"] = timezone.localdate()

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day: what held before stays as it was"))
        return day


def usable(code, field):
    """The code, when it can go into exports and addresses and fits. Raises ValidationError."""
    if not code.isascii() or not code.replace("_", "").replace("-", "").isalnum():
        raise forms.ValidationError(_("Use letters without accents, digits, - and _"))
    if len(code) > (longest := LONGEST_CODE.get(field, 40)):
        raise forms.ValidationError(_("A code has at most %(longest)d characters here") % {"longest": longest})
    return code


class CodeForm(BaseModelForm):
    """One more answer on a list."""

    submit_label = _("Add the answer")

    class Meta(BaseModelForm.Meta):
        model = Code
        fields = ["code", "label", "label_cy", "group"]
        labels = {
            "code": _("Code"),
            "label": _("Words on screen"),
            "label_cy": _("Words on screen in Welsh"),
            "group": _("Group"),
        }
        help_texts = {
            "code": _("Short, and never changed later: it goes into exports"),
            "group": _("Leave empty if none"),
        }
        widgets = {"code": forms.TextInput(WIDTH_10)}

    def clean_code(self):
        return usable(self.cleaned_data["code"].strip(), self.instance.code_set.field)


class CodeWordsForm(BaseModelForm):
    """Other words for the same answer: a slip corrected, the Welsh added. The meaning must stay."""

    class Meta(BaseModelForm.Meta):
        model = Code
        fields = ["label", "label_cy"]
        labels = {"label": _("Words on screen"), "label_cy": _("Words on screen in Welsh")}
        help_texts = {
            "label": _("Only to correct or clarify. For another meaning, retire this answer and add a new one")
        }


class LastDayForm(BaseForm):
    """The last day on which something holds."""

    on = DateField(label=_("Last day"), error_messages={"required": _("Enter the last day on which it is offered")})

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day"))
        return day


class EditionForm(FromTodayForm):
    """A new version of a list, its answers pasted as lines."""

    submit_label = _("Start this version")

    answers = forms.CharField(
        label=_("Answers"), max_length=200_000, strip=True,
        help_text=_("One a line: code, words, and a group where there is one, with commas or tabs between them"),
        widget=forms.Textarea({"rows": 12}), error_messages={"required": _("Paste at least one answer")},
    )  # fmt: skip

    class Meta(FromTodayForm.Meta):
        model = CodeSet
        fields = ["standard", "edition", "source", "valid_from"]
        labels = {
            "standard": _("Whose list is it?"),
            "edition": _("Version"),
            "source": _("Where is it published?"),
            "valid_from": _("In force from"),
        }
        help_texts = {"standard": _("For example: NDTMS"), "edition": _("For example: R, or 2026")}
        widgets = {"edition": forms.TextInput(WIDTH_10)}

    def clean_answers(self):
        lines = [line for line in self.cleaned_data["answers"].splitlines() if line.strip()]
        if len(lines) > MOST_CODES:
            raise forms.ValidationError(_("A list has at most %(most)d answers") % {"most": MOST_CODES})
        rows = [_answer(number, line) for number, line in enumerate(lines, start=1)]
        codes = [row[0] for row in rows]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise forms.ValidationError(_("Twice on the list: %(codes)s") % {"codes": ", ".join(twice[:5])})
        if self.instance.field in LONGEST_CODE:
            codes = [usable(code, self.instance.field) for code in codes]
        return rows


def _answer(number, line):
    """(code, label, group) of one line. Raises ValidationError that names the line."""
    cells = next(csv.reader([line], delimiter="\t" if "\t" in line else ",", skipinitialspace=True))
    code, label, group, *rest = [cell.strip() for cell in cells] + [""] * (3 - len(cells))
    if not code or not label or rest:
        raise forms.ValidationError(_("Line %(number)d: write code, words and perhaps a group") % {"number": number})
    for value, name in ((code, "code"), (label, "label"), (group, "group")):
        if len(value) > Code._meta.get_field(name).max_length:
            raise forms.ValidationError(_("Line %(number)d is too long") % {"number": number})
    return code, label, group


class IntervalForm(FromTodayForm):
    """From a day on, another number of days."""

    submit_label = _("Set the interval")

    class Meta(FromTodayForm.Meta):
        model = Interval
        fields = ["days", "why", "valid_from"]
        labels = {"days": _("How many days?"), "why": _("Why?"), "valid_from": _("From")}
        help_texts = {"why": _("For whoever asks later, such as: agreed with the partnership in May")}
        widgets = {"days": forms.TextInput({**WIDTH_10, "inputmode": "numeric"})}


class WordingForm(FromTodayForm):
    """A text with gaps that are filled when it is sent."""

    submit_label = _("Save this text")

    class Meta(FromTodayForm.Meta):
        model = Wording
        fields = ["kind", "language", "title", "body", "valid_from"]
        labels = {
            "kind": _("How does it reach people?"),
            "language": _("In which language?"),
            "title": _("Title or subject"),
            "body": _("Text"),
            "valid_from": _("From"),
        }
        widgets = {"kind": forms.RadioSelect({"inline": True}), "language": forms.RadioSelect({"inline": True})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("kind", "language"):
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0]]
        gaps = "; ".join(f"{{{name}}}: {words}" for name, (words, _sample) in wordings.GAPS.items())
        self.fields["body"].help_text = _("These gaps are filled in: %(gaps)s") % {"gaps": gaps}

    def clean(self):
        data = super().clean()
        is_text = data.get("kind") == WordingKind.TEXT
        allowed = wordings.GAPS_OF_TEXTS if is_text else set(wordings.GAPS)
        for name in ("title", "body"):
            unknown = wordings.unknown_gaps(data.get(name) or "", allowed)
            if unknown:
                self.add_error(name, _("Nothing can fill {%(gap)s} here") % {"gap": unknown[0]})
        if is_text and len(data.get("body") or "") > LONGEST_TEXT_MESSAGE:
            self.add_error("body", _("A text message has at most %(most)d characters") % {"most": LONGEST_TEXT_MESSAGE})
        if data.get("kind") and not is_text and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Enter a title or subject"))
        return data
