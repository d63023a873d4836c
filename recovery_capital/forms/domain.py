"""A field that asks for a domain of life."""

from django import forms

from core.forms import ERROR_WORDS, NOTHING_CHOSEN

from ..domains import domain_choices


class DomainChoiceField(forms.ChoiceField):
    """One domain of life, those of the site among them."""

    def __init__(self, **kwargs):
        errors = ERROR_WORDS | kwargs.pop("error_messages", {})
        super().__init__(choices=lambda: [("", NOTHING_CHOSEN), *domain_choices()], error_messages=errors, **kwargs)
