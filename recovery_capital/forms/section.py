"""What every form of a section does: it may stay empty, shows what was said last time, and knows what stands in it."""

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm, EditConflict
from core.templatetags.ui import day

from ..answers import answered, in_words, is_answer, said

NOT_ASKED = _("Not asked")


def few_lines(*names):
    """The widgets of texts of a few lines."""
    return {name: forms.Textarea({"rows": 2}) for name in names}


def refuse_future_days(form, data, names):
    """A message at each of the named days that has not come yet."""
    for name in names:
        if data.get(name) and data[name] > timezone.localdate():
            form.add_error(name, _("The date cannot be in the future"))


def refuse_before(form, name, earlier, message):
    """A message at a day that comes before an earlier one, where both are known."""
    day_of = form.cleaned_data.get(name)
    if day_of and earlier and day_of < earlier:
        form.add_error(name, message)


def last_time(words, on):
    """A hint that carries the last answer forward."""
    return _("Last time, on %(day)s: %(value)s") % {"day": day(on), "value": Truncator(words).chars(300)}


class SectionForm(BaseModelForm):
    """A form of one section of an assessment: a row of its own, found or made for the assessment.

    `last` is the newest recorded row of the same person, or None: its answers stand beside the questions.
    """

    saved_in_steps = True  # every question may be left out, and the page says so once
    needs = ""  # the permission without which nobody sees, or changes, what is asked here
    legend = ""  # the heading of its questions
    parts = ()  # (heading, names) where there are several headings

    def __init__(self, *args, last=None, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = NOT_ASKED
            elif isinstance(field, forms.TypedChoiceField) and "" in dict(field.choices):
                field.choices = [("", NOT_ASKED), *[choice for choice in field.choices if choice[0] != ""]]
        self.remember(last)

    @property
    def groups(self):
        """The questions under their headings, as (heading, fields)."""
        for legend, names in self.parts or [(self.legend, [field.name for field in self.visible_fields()])]:
            yield legend, [self[name] for name in names if name in self.fields]

    def beside(self):
        """What the record says already, to read: summary cards with the links to where it is kept."""
        return []

    def prompts(self):
        return self.prompts_of(self.instance)

    @classmethod
    def prompts_of(cls, row):
        """What should be seen to, as (what, address, words of its link): shown, and never in the way of saving."""
        return []

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
    """Some of the facts of a row that several sections share: the assessment itself, or one of its models of facts.

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
        version = self.cleaned_data.get("version")
        if version is None:  # it was opened before another section made the row
            was = self._meta.model()
        else:
            was = events.filter(pgh_obj_id=current.pk, version=version).order_by("-pgh_id").first()
        return was is None or any(getattr(was, name) != getattr(current, name) for name in self._meta.fields)
