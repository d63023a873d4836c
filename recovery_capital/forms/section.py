"""What every form of a section does: it may stay empty, shows what was said last time, and knows what stands in it."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, EditConflict
from core.templatetags.ui import day

from ..answers import answered, in_words, is_answer, said

NOT_ASKED = _("Not asked")


def few_lines(*names):
    """The widgets of texts of a few lines."""
    return {name: forms.Textarea({"rows": 2}) for name in names}


def last_time(words, on):
    """A hint that carries the last answer forward."""
    return _("Last time, on %(day)s: %(value)s") % {"day": day(on), "value": Truncator(words).chars(300)}


class SectionForm(BaseModelForm):
    """A form of one section of an assessment: a row of its own, found or made for the assessment.

    `last` is the newest recorded row of the same person, or None: its answers stand beside the questions.
    """

    saved_in_steps = True  # every question may be left out, and the page says so once

    def __init__(self, *args, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = NOT_ASKED
            elif isinstance(field, forms.TypedChoiceField) and "" in dict(field.choices):
                field.choices = [("", NOT_ASKED), *[choice for choice in field.choices if choice[0] != ""]]
        self.remember(last)

    def remember(self, last):
        """Show last time's answers beside the questions."""
        for field in answered(last, self._meta.fields) if last else []:
            if field.name in self.fields:
                on = getattr(last, "assessment", last).assessed_on
                hints = [str(self.fields[field.name].help_text), str(last_time(in_words(last, field), on))]
                self.fields[field.name].help_text = " ".join(hint for hint in hints if hint)

    @property
    def says_something(self):
        """Whether anything was answered; a 0 is an answer."""
        get_field = self._meta.model._meta.get_field
        return any(is_answer(get_field(name), self.cleaned_data.get(name)) for name in self._meta.fields)

    @classmethod
    def said(cls, row):
        """What stands in a row: (label, words) of each question that was answered."""
        return said(row, cls._meta.fields)


class FactsForm(SectionForm):
    """Some of the facts that stand on the assessment itself, which several sections share.

    Saving another section meanwhile is no conflict: only somebody else's change of these very facts is one.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.saves = self._meta.fields

    def check_version(self):
        try:
            super().check_version()
        except EditConflict as error:
            if self._has_changed_since_opened(error.current):
                raise
            self.instance.version = error.current.version

    def _has_changed_since_opened(self, current):
        events = self._meta.model.pgh_event_model.objects
        was = events.filter(pgh_obj_id=current.pk, version=self.cleaned_data.get("version")).order_by("-pgh_id").first()
        return was is None or any(getattr(was, name) != getattr(current, name) for name in self._meta.fields)
