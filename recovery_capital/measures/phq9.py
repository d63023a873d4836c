"""PHQ-9: low mood over two weeks. Bands: Kroenke, Spitzer and Williams 2001."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

PHQ9 = Measure(
    "phq9",
    "PHQ-9",
    each(9, 0, 3),
    (
        Band(0, "none", _("none"), _("Few or no signs of depression.")),
        Band(5, "mild", _("mild"), _("Signs of mild depression: talk about it, and ask again.")),
        Band(10, "moderate", _("moderate"), _("Signs of moderate depression: a health professional should look at this.")),
        Band(15, "moderately_severe", _("moderately severe"), _("Signs of moderately severe depression: treatment is usually offered.")),
        Band(20, "severe", _("severe"), _("Signs of severe depression: treatment is needed soon.")),
    ),
    safety={9: 1},
    has_follow_up=True,
)  # fmt: skip
