"""A form field that offers the codes of one list which are in force today."""

from django import forms

from core.forms import ERROR_WORDS, NOTHING_CHOSEN

from .models import Code


class CodeChoiceField(forms.ModelChoiceField):
    """One code of a list; `current`, the code that the record has, is offered too when it has been retired."""

    def __init__(self, field, *, current=None, **kwargs):
        options = {"empty_label": NOTHING_CHOSEN, "error_messages": ERROR_WORDS | kwargs.pop("error_messages", {})}
        super().__init__(queryset=codes_for(field, [current] if current else []), **options | kwargs)


class CodesChoiceField(forms.ModelMultipleChoiceField):
    """Several codes of a list, as boxes to tick."""

    def __init__(self, field, *, current=(), **kwargs):
        options = {"widget": forms.CheckboxSelectMultiple, "error_messages": kwargs.pop("error_messages", {})}
        super().__init__(queryset=codes_for(field, current), **options | kwargs)


def codes_for(field, current):
    """The codes on offer today, and those that a record has already."""
    offered = Code.objects.offered(field).order_by()
    return (
        (offered | Code.objects.filter(pk__in=[code.pk for code in current])).distinct().order_by("position", "label")
    )
