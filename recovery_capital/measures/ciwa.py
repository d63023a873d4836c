"""CIWA-Ar: how severe alcohol withdrawal is now. Lines at 8 and 15 as most guides print them; others print 10 and 16."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

CIWA = Measure(
    "ciwa",
    "CIWA-Ar",
    (*each(9, 0, 7), *each(1, 0, 4)),
    (
        Band(0, "minimal_to_mild", _("minimal to mild"), _("Minimal to mild withdrawal. Follow the local protocol, whose lines may differ.")),
        Band(8, "moderate", _("moderate"), _("Moderate withdrawal: tell the prescriber. Follow the local protocol, whose lines may differ.")),
        Band(15, "severe", _("severe"), _("Severe withdrawal, and danger of fits and delirium: get medical help at once.")),
    ),
)  # fmt: skip
