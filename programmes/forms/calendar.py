"""The address of a calendar: whose, which day, what of it, and in which rows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, QueryForm

HOURS, PEOPLE = "hours", "people"
APPOINTMENTS, SESSIONS = "appointments", "sessions"


class CalendarQuery(QueryForm):
    """Whose calendar is shown, and around which day. Of nobody in particular it is the reader's own."""

    submit_label = _("Show")
    not_filters = ("on", "rows")

    team = forms.ChoiceField(required=False, label=_("A whole team"))
    worker = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("One person"))
    on = DateField(required=False, label=_("Day"))
    show = forms.ChoiceField(
        required=False, label=_("What"),
        choices=[("", _("Everything")), (APPOINTMENTS, _("Appointments")), (SESSIONS, _("Sessions of programmes"))],
    )  # fmt: skip
    rows = forms.ChoiceField(
        required=False, label=_("Rows"), choices=[("", _("As usual")), (HOURS, _("Hours")), (PEOPLE, _("People"))]
    )

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, auto_id="filter_%s", **kwargs)
        self.fields["team"].choices = [("", _("None")), *((str(key), name) for key, name in staff.teams.items())]
        self.fields["worker"].choices = [("", _("Me")), *staff.people.items()]
