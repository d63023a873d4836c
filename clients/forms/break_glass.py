"""What staff say who must see a record of another team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm, QueryForm
from reference.choices import CodeField
from reference.fields import CodeChoiceField


class FoundQuery(QueryForm):
    """The word that a look-up gave for what it found."""

    found = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class BreakGlassForm(BaseForm):
    """Why somebody must see the record."""

    submit_label = _("Open the record for 24 hours")

    found = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = CodeChoiceField(
        CodeField.BREAK_GLASS_REASON, label=_("Why must you see this record?"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose the reason")},
    )  # fmt: skip
    text = forms.CharField(
        min_length=20, max_length=500, widget=forms.Textarea({"rows": 4}), label=_("What has happened?"),
        help_text=_("A sentence for the manager who reviews this, such as: he is at our desk and asks for his medication"),
        error_messages={
            "required": _("Say what has happened"),
            "min_length": _("Say a little more, in a sentence of at least 20 characters"),
        },
    )  # fmt: skip
