"""AUDIT-C: the three items of AUDIT about how much is drunk. The line at 5 is the one used in the United Kingdom."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

AUDITC = Measure(
    "auditc",
    "AUDIT-C",
    each(3, 0, 4),
    (
        Band(0, "lower_risk", _("lower risk"), _("Drinking at lower risk.")),
        Band(5, "increasing_or_higher_risk", _("increasing or higher risk"), _("Drinking at increasing or higher risk: go on with the rest of AUDIT.")),
    ),
)  # fmt: skip
