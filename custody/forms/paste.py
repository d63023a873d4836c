"""What staff paste: a prison's weekly list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm

LONGEST_LIST = 30_000


class PasteForm(BaseForm):
    submit_label = _("Show what this would change")

    source = forms.CharField(max_length=200, label=_("Who sent the list?"))
    text = forms.CharField(
        max_length=LONGEST_LIST, widget=forms.Textarea({"rows": 10}), label=_("The list, one person on each line"),
        help_text=_(
            "Prison number or NHS number, or name and date of birth; then the release date and its type, such as CRD. "
            "In any order, with tabs, commas or semicolons between."
        ),
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
