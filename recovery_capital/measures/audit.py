"""AUDIT: how somebody drinks. Skips: WHO 2001. Bands as used in the United Kingdom."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each


def skipped(answers):
    """After “never”, or no heavy drinking (items 2 and 3 both 0), only the last two items are asked."""
    if answers[0] == 0:
        return range(2, 9)
    return range(4, 9) if answers[1] == answers[2] == 0 else ()


AUDIT = Measure(
    "audit",
    "AUDIT",
    (*each(8, 0, 4), (0, 2, 4), (0, 2, 4)),
    (
        Band(0, "lower_risk", _("lower risk"), _("Drinking at lower risk.")),
        Band(8, "increasing_risk", _("increasing risk"), _("Drinking at increasing risk: brief advice is usually offered.")),
        Band(16, "higher_risk", _("higher risk"), _("Drinking at higher risk: extended help is usually offered.")),
        Band(20, "possible_dependence", _("possible dependence"), _("Dependence is possible. Stopping suddenly can be dangerous: ask for a specialist assessment.")),
    ),
    skipped=skipped,
)  # fmt: skip
