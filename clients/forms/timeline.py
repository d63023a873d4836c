"""How the timeline of a record is narrowed."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DateField

from ..choices import EventGroup
from ..timeline import Filters
from .parts import DAY_HINT
from .search import WordsQuery


class TimelineQuery(WordsQuery):
    """What kind of thing, by whom, when, and with which words."""

    FORM_ID = "timeline-filter"

    words = forms.CharField(required=False, max_length=100, label=_("Words in the notes"))
    group = forms.ChoiceField(required=False, label=_("What"), choices=[("", _("Everything")), *EventGroup.choices])
    by = forms.ModelChoiceField(
        required=False, label=_("Recorded by"), queryset=User.objects.none(), empty_label=_("Anybody")
    )
    since = DateField(required=False, label=_("From"), help_text=DAY_HINT)
    until = DateField(required=False, label=_("Until"), help_text=DAY_HINT)

    def __init__(self, *args, user, client, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Q(memberships__team__in=user.team_ids) | Q(pk__in=client.episodes.values("keyworker"))
        self.fields["by"].queryset = User.objects.filter(colleagues).distinct().order_by("last_name", "first_name")

    def filters(self):
        """What the timeline is asked for."""
        values = self.values()
        del values["search"]
        return Filters(**values)
