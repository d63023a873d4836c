"""What staff choose when they tell a client about services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseForm

from ..choices import SignpostHow

TOLD = [(how.value, how.label) for how in (SignpostHow.SAID, SignpostHow.PAPER)]


class TellForm(BaseForm):
    """How somebody was told, in the room or on the phone."""

    submit_label = _("Record that they were told")

    how = forms.ChoiceField(
        label=_("How did you tell them?"),
        choices=TOLD,
        initial=SignpostHow.SAID,
        widget=forms.RadioSelect({"inline": True}),
    )


class SendForm(BaseForm):
    """Sending what is shown."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_safe = forms.BooleanField(
        label=_("I have read this, and it is safe to send now"),
        error_messages={"required": _("Read what must be known first, and say that it is safe")},
    )

    def __init__(self, *args, mark, submit_label, to_weigh, **kwargs):
        super().__init__(*args, **kwargs)
        self.submit_label, self.initial["mark"] = submit_label, mark
        if not to_weigh:
            del self.fields["is_safe"]
