"""The review of break-glass, and the month that is shown."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.calendar import london
from core.forms import BaseForm, QueryForm

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
