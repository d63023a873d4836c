"""CORE-10: distress over a week. Where one item is missing, its owner's rule gives ten times the mean of the others."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

# Bands and the line at 11: Barkham and others 2013. CORE System Trust: “It can be prorated if only one item is omitted”.
CORE10 = Measure(
    "core10",
    "CORE-10",
    each(10, 0, 4),
    (
        Band(0, "low", _("healthy or low"), _("Below the line at 11: little distress.")),
        Band(11, "mild", _("mild"), _("Mild distress.")),
        Band(15, "moderate", _("moderate"), _("Moderate distress.")),
        Band(20, "moderately_severe", _("moderate to severe"), _("Moderate to severe distress: a health professional should look at this.")),
        Band(25, "severe", _("severe"), _("Severe distress: help is needed soon.")),
    ),
    turned=frozenset({2, 3}),
    safety={6: 1},
    prorated_without=1,
)  # fmt: skip
