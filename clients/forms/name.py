"""What staff type about other names and numbers of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BaseModelForm

from ..models import LocalNumber, PersonName
from .parts import WIDTH_20, required, without_empty


class PersonNameForm(BaseModelForm):
    """A former name, an alias, another spelling."""

    class Meta(BaseModelForm.Meta):
        model = PersonName
        fields = ["kind", "first_name", "family_name", "note"]
        labels = {
            "kind": _("Which name is it?"),
            "first_name": _("First name"),
            "family_name": _("Family name"),
            "note": _("Where is it used, or since when not?"),
        }
        widgets = {"kind": forms.RadioSelect({"inline": True})}
        error_messages = {"kind": required(_("Choose which name it is"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without_empty(self, "kind")

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("first_name") and not data.get("family_name"):
            self.add_error("first_name", _("Enter a first name or a family name"))
        return data


class LocalNumberForm(BaseModelForm):
    """A number by which others know the person."""

    class Meta(BaseModelForm.Meta):
        model = LocalNumber
        fields = ["kind", "number", "note"]
        labels = {"kind": _("Whose number is it?"), "number": _("Number"), "note": _("Anything to know about it")}
        widgets = {"number": forms.TextInput(WIDTH_20)}
        error_messages = {
            "kind": required(_("Choose whose number it is")),
            "number": required(_("Enter the number")),
        }

    def clean(self):
        data = super().clean()
        same = LocalNumber.objects.filter(client=self.instance.client, kind=data.get("kind"))
        if data.get("number") and same.filter(number=data["number"]).exclude(pk=self.instance.pk).exists():
            self.add_error("number", _("This number is on the record already"))
        return data
