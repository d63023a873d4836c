"""What staff type about two records of one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, QueryForm

from ..finding import REFERENCE
from .parts import WIDTH_10, required


class CompareQuery(QueryForm):
    """Which other record a record is compared with."""

    submit_label = _("Compare")

    other = forms.CharField(
        required=False, max_length=9, label=_("Compare with the record"),
        help_text=_("Its reference, such as K7M4-Q2XB"), widget=forms.TextInput({**WIDTH_10, "autocomplete": "off"}),
    )  # fmt: skip

    def clean_other(self):
        plain = self.cleaned_data["other"].strip().upper().replace("-", "")
        if plain and not REFERENCE.fullmatch(plain):
            raise forms.ValidationError(_("Enter a reference, such as K7M4-Q2XB"))
        return f"{plain[:4]}-{plain[4:]}" if plain else ""


class LinkForm(BaseForm):
    """Which fields the kept record takes over, and why the two are of one person."""

    submit_label = _("Link the two records")

    take = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("What should this record take over from the other?"),
        help_text=_("Undoing the link puts it back"),
    )  # fmt: skip
    why = forms.CharField(
        max_length=300, label=_("How do you know that it is the same person?"),
        error_messages=required(_("Say how you know")),
    )  # fmt: skip

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(name, f"{label}: {value}" if value else label) for name, label, _kept, value, may in rows if may]
        self.fields["take"].choices = choices
        if not choices:
            del self.fields["take"]


class UndoLinkForm(BaseForm):
    """Why a link is undone."""

    submit_label = _("Undo the link")

    why = forms.CharField(max_length=300, label=_("Why are these two people?"), error_messages=required(_("Say why")))
