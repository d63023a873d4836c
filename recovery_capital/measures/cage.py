"""CAGE: four questions about drinking. Two or more is the usual line (Ewing 1984)."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

CAGE = Measure(
    "cage",
    "CAGE",
    each(4, 0, 1),
    (
        Band(0, "below_2", _("below 2"), _("Below the line at 2.")),
        Band(2, "from_2", _("2 or more"), _("Two or more: ask further about drinking.")),
    ),
)  # fmt: skip
