"""For which period and team figures are counted."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, QueryForm

USUAL = timedelta(weeks=12)
LONGEST = timedelta(days=3 * 366)


class FiguresQuery(QueryForm):
    """A period of three years at most, and one of the user's teams or all of them; twelve weeks unless told."""

    submit_label = _("Count")

    since = DateField(required=False, label=_("From"))
    until = DateField(required=False, label=_("Until"))
    team = forms.ModelChoiceField(required=False, label=_("Team"), queryset=None, empty_label=_("All of my teams"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["team"].queryset = user.teams.order_by("name")

    @property
    def period(self):
        """The first and the last day; days the wrong way round are turned."""
        values, today = self.values(), timezone.localdate()
        until = values["until"] or max(today, values["since"] or today)
        since = values["since"] or until - USUAL
        since, until = min(since, until), max(since, until)
        return max(since, until - LONGEST), until

    @property
    def teams(self):
        team = self.values()["team"]
        return [team.pk] if team else self.user.team_ids
