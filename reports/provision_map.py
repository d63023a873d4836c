"""The provision map in words: what the directory holds for each need in each of a reader’s areas; none is said plainly."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Area
from services_directory.choices import Need

from .provision import OF_FRAMEWORK, Holding, holdings
from .reading import stock_for

SPREADSHEET = [
    gettext_lazy("Need"), gettext_lazy("Area"), gettext_lazy("Services"), gettext_lazy("Checked within a year"),
    gettext_lazy("Only by a guess"),
]  # fmt: skip


class ProvisionMap:
    """As somebody may see it. `stock` says as on which day it was counted; `areas` are {key: name} of the reader’s teams."""

    def __init__(self, user):
        self.stock = stock_for(user, timezone.localdate())
        self.areas = dict(Area.objects.filter(teams__in=self.stock.reader.teams).distinct().values_list("pk", "name"))

    @cached_property
    def found(self):
        return holdings(self.areas)

    @property
    def columns(self):
        return [_("Need"), *self.areas.values(), _("Names no area of ours")]

    @property
    def framework(self):
        return self._rows(OF_FRAMEWORK)

    @property
    def others(self):
        return self._rows(need for need in Need if need not in OF_FRAMEWORK)

    def lines(self):
        """A line for each need and place, for a spreadsheet."""
        for need in Need:
            for area, name in (self.areas | {None: _("Names no area of ours")}).items():
                held = self.found.get(need, {}).get(area, Holding())
                is_guess = _("Yes") if held.is_guess and held.number else _("No")
                yield [need.label, name, held.number, held.checked, is_guess]

    def _rows(self, needs):
        places = [*self.areas, None]
        return [
            [need.label, *(in_words(self.found.get(need, {}).get(area), area) for area in places)] for need in needs
        ]


def in_words(held, area):
    """What a cell says: of an area none plainly, else how many, and of how many a person has said so lately."""
    if held is None or not held.number:
        return {"text": _("None"), "overdue": True} if area else {"text": "–"}
    if held.is_guess:
        return {"text": _("%(number)d, by a guess only") % {"number": held.number}}
    return {"text": _("%(number)d, of which %(checked)d checked") % {"number": held.number, "checked": held.checked}}
