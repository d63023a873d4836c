"""BARC-10: recovery capital in ten statements. The line at 47: Vilsaint and others 2017; there is no other band."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

LINE = 47  # from here on, sustained remission (more than a year without) was likely

BARC10 = Measure(
    "barc10",
    "BARC-10",
    each(10, 1, 6),
    (
        Band(0, "below_47", _("below 47"), _("Below the line at 47: there is room to build recovery capital. The answers show where.")),
        Band(LINE, "from_47", _("47 or more"), _("At or above the line at 47, which goes with staying in recovery for more than a year.")),
    ),
    higher_is_better=True,
)  # fmt: skip
