"""How the list of alerts is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import RULES
from core.forms import QueryForm


class AlertQuery(QueryForm):
    """Type, urgency and client of alerts; all of it stays in the address."""

    submit_label = _("Show")
    searched = ("client",)

    rule = forms.ChoiceField(required=False, label=_("Type"))
    urgency = forms.ChoiceField(required=False, label=_("Urgency"), choices=[("", _("Any")), *Severity.choices])
    client = forms.CharField(required=False, max_length=9, label=_("Our reference for the client"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("Due, the longest overdue first")),
            ("newest", _("Due, the latest first")),
            ("urgency", _("Urgency, the most urgent first")),
            ("client", _("Client, all about one person together")),
        ],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = sorted((str(rule.title), code) for code, rule in RULES.items())
        self.fields["rule"].choices = [("", _("Any")), *((code, title) for title, code in types)]
