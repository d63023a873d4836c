"""How a plan is printed."""

from django import forms
from django.conf import settings

from core.forms import QueryForm


class PaperQuery(QueryForm):
    """In which size and language; the client's own language when none is named."""

    size = forms.ChoiceField(choices=[("large", "")], required=False)
    language = forms.ChoiceField(choices=settings.PAPER_LANGUAGES, required=False)
