"""Instruments whose words may not be shipped: how they are scored is known, the site brings the text it has a licence for.

Sources: the notes of each; what is not verified has no band. REC-CAP belongs to a platform of its own and is no pack.
"""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

# Owners' licence for any use. A change of 3 or more is meaningful; no bands of the owners.
WEMWBS = Measure("wemwbs", "WEMWBS", each(14, 1, 5), higher_is_better=True)
# The raw total must be converted with the owners' table before it is compared: the site's file holds that table.
SWEMWBS = Measure("swemwbs", "SWEMWBS", each(7, 1, 5), higher_is_better=True, needs_conversion=True)
# Two scales are in use, agree or not (0–1) and 1–6: two packs, so that they are never compared.
ARC = Measure("arc", "ARC", each(50, 0, 1), higher_is_better=True)
ARC_1_TO_6 = Measure("arc6", "ARC (1–6)", each(50, 1, 6), higher_is_better=True)
# Heavy drinking in the last six months. Bands: Stockwell, as guidelines print them.
SADQ = Measure(
    "sadq",
    "SADQ",
    each(20, 0, 3),
    (
        Band(0, "mild", _("mild"), _("No or mild dependence on alcohol.")),
        Band(16, "moderate", _("moderate"), _("Moderate dependence on alcohol: a medically assisted detox is usually considered.")),
        Band(31, "severe", _("severe"), _("Severe dependence on alcohol: do not stop suddenly. Tell the prescriber.")),
    ),
)  # fmt: skip
# Five items; the line depends on the substance, so there is no band.
SDS = Measure("sds", "SDS", each(5, 0, 3))
# The lower line is 6 for men and 2 for women; 25 holds for everybody.
DUDIT = Measure(
    "dudit",
    "DUDIT",
    (*each(9, 0, 4), (0, 2, 4), (0, 2, 4)),
    (
        Band(0, "below_25", _("below 25"), _("Below the line of likely dependence. From 6 (men) or 2 (women), problems with drugs are likely.")),
        Band(25, "likely_dependence", _("likely dependence"), _("Dependence on drugs is likely.")),
    ),
)  # fmt: skip

PACKS = (WEMWBS, SWEMWBS, ARC, ARC_1_TO_6, SADQ, SDS, DUDIT)
