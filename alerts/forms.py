"""What is asked about an alert."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LONGEST_TEXT, BaseForm


class AcknowledgeForm(BaseForm):
    submit_label = _("I deal with this")

    note = forms.CharField(
        label=_("What are you doing about it?"),
        help_text=_("For example: rang the council, they call back on Tuesday"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_TEXT,
        required=False,
    )
