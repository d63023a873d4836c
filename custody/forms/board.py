"""What the board of releases can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms.filters import OneClientQuery

from ..choices import BoardPart


class ReleaseBoardQuery(OneClientQuery):
    """Which releases to show, and from where."""

    submit_label = _("Show")

    weeks = forms.TypedChoiceField(
        required=False,
        label=_("How far ahead?"),
        coerce=int,
        empty_value=12,
        choices=[(12, _("12 weeks")), (4, _("4 weeks")), (2, _("2 weeks"))],
    )
    part = forms.ChoiceField(
        required=False, label=_("Where it stands"), choices=[("", _("Everything")), *BoardPart.choices]
    )
    whose = forms.ChoiceField(
        required=False, label=_("Whose clients?"), choices=[("", _("All of my teams")), ("mine", _("Mine"))]
    )
    sort = forms.ChoiceField(
        required=False,
        label=_("Sort by"),
        choices=[("", _("Day, the soonest first")), ("team", _("Team, then day")), ("client", _("Client, by name"))],
    )
    team = forms.ChoiceField(required=False, label=_("Team"))
    field_order = ["weeks", "part", "team", "whose", "client", "sort"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        names = user.teams.order_by("name").values_list("name", flat=True)
        self.fields["team"].choices = [("", _("All of my teams")), *((name, name) for name in names)]
