"""What staff type about an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..choices import POSTCODES, AddressKind
from ..models import Address
from .parts import WIDTH_10, refuse_end_before_start, without_empty


def tidy_postcode(text):
    return " ".join(text.upper().split())


class AddressForm(BaseModelForm):
    """Where the person lives, stays or gets letters."""

    submit_label = _("Save the address")

    class Meta(BaseModelForm.Meta):
        model = Address
        fields = ["kind", "lines", "postcode", "local_authority", "is_hidden", "starts_on", "ends_on"]
        labels = {
            "kind": _("What is it to the person?"),
            "lines": _("Address"),
            "postcode": _("Postcode"),
            "local_authority": _("Which council is responsible?"),
            "is_hidden": _("Keep this address hidden"),
            "starts_on": _("From when?"),
            "ends_on": _("Until when?"),
        }
        help_texts = {
            "is_hidden": _(
                "It is shown only to staff who open it on purpose, which is recorded, and is in no document"
            ),
            "postcode": _("Leave empty for no fixed abode: we enter ZZ99 3VZ"),
        }
        widgets = {
            "kind": forms.RadioSelect({"small": True}),
            "lines": forms.Textarea({"rows": 3}),
            "postcode": forms.TextInput(WIDTH_10),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without_empty(self, "kind")

    def clean_postcode(self):
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean(self):
        data = super().clean()
        code = POSTCODES.get(data.get("kind"))
        if code and (data.get("lines") or data.get("postcode") not in ("", code, None)):
            self.add_error("lines", _("Clear address and postcode, or choose what the address is"))
        elif code and "postcode" not in self.errors:
            data["postcode"] = code
        elif data.get("kind") and not code and not data.get("lines") and not data.get("postcode") and not self.errors:
            self.add_error("lines", _("Enter the address, or choose “%(none)s”") % {
                "none": AddressKind.NO_FIXED_ABODE.label})  # fmt: skip
        refuse_end_before_start(self, data)
        return data
