"""The review of break-glass, and the month that is shown."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.forms.filters import OneClientQuery
from core.calendar import london
from core.forms import BaseForm, DateField, QueryForm
from reference.choices import CodeField
from reference.models import Code

from ..choices import VerdictState
from ..lists import LOOKS_ORDERS

EARLIEST, LATEST = 2000, 2099


class ReviewForm(BaseForm):
    """Whether it was right to open the record, and what follows."""

    submit_label = _("Save the review")

    was_justified = forms.TypedChoiceField(
        label=_("Was it justified?"), widget=forms.RadioSelect({"inline": True}),
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda value: value == "yes",
        error_messages={"required": _("Say whether it was justified")},
    )  # fmt: skip
    note = forms.CharField(
        max_length=500, widget=forms.Textarea({"rows": 4}), label=_("Why, and what follows from it?"),
        error_messages={"required": _("Say why you think so")},
    )  # fmt: skip


class BreakGlassQuery(OneClientQuery):
    """Which openings of records by break-glass are listed, and in which order."""

    submit_label = _("Show")
    orders = LOOKS_ORDERS

    state = forms.ChoiceField(required=False, label=_("Review"), choices=[("", _("Any")), *VerdictState.choices])
    reason = forms.ChoiceField(required=False, label=_("Why"))
    refused = forms.BooleanField(required=False, label=_("Only those that were asked for and not opened"))
    since = DateField(required=False, label=_("From"), help_text=_("Such as 27/3/2026"))
    until = DateField(required=False, label=_("Until"))
    sort = forms.ChoiceField(
        required=False, label=_("Sort by"),
        choices=[
            ("", _("What waits for your review, then the newest")), ("newest", _("When, the newest first")),
            ("review", _("To be reviewed by, the longest overdue first")), ("record", _("Record, all about one together")),
        ],
    )  # fmt: skip
    field_order = ["state", "reason", "client", "since", "until", "refused", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reasons = Code.objects.filter(code_set__field=CodeField.BREAK_GLASS_REASON).order_by("code_set", "position")
        self.fields["reason"].choices = [("", _("Any")), *dict(reasons.values_list("code", "label")).items()]

    def narrow(self, openings, but=""):
        """Those that were asked for; `but` is a filter that is left out."""
        values = self.values() | {but: ""}
        openings = self.of_client(openings)
        if values["state"]:
            openings = openings.filter(state=values["state"])
        if values["reason"]:
            openings = openings.filter(reason__code=values["reason"])
        if values["refused"]:
            openings = openings.filter(was_opened=False)
        if values["since"]:
            openings = openings.filter(started_at__gte=london(values["since"], 0))
        if values["until"]:
            openings = openings.filter(started_at__lt=london(values["until"] + timedelta(days=1), 0))
        return openings


class MonthQuery(QueryForm):
    """A month, such as 2026-11; this one where none is named."""

    submit_label = _("Show")

    month_shown = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        required=False,
        max_length=7,
        label=_("Month, such as 2026-11"),
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )

    def month(self):
        """The first moment of the month, and that of the next one, in London."""
        year, month = self._numbers()
        following = date(year + month // 12, month % 12 + 1, 1)
        return london(date(year, month, 1), 0), london(following, 0)

    def _numbers(self):
        today = timezone.localdate()
        year, _dash, month = (self.values()["month_shown"] or "").partition("-")
        if year and EARLIEST <= int(year) <= LATEST:
            return int(year), int(month)
        return today.year, today.month
