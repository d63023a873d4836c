"""How the page of who has seen a record is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, QueryForm


class SeenQuery(QueryForm):
    """One person, and the days from and until."""

    first_day = DateField(required=False, label=_("From"), help_text=_("Such as 27/3/2026"))
    last_day = DateField(required=False, label=_("Until"))
    person = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def narrowed(self):
        values = self.values()
        return {"person": values["person"], "first": values["first_day"], "last": values["last_day"]}
