"""GAD-7: anxiety over two weeks. Bands: Spitzer, Kroenke, Williams and Löwe 2006."""

from django.utils.translation import gettext_lazy as _

from .measure import Band, Measure, each

GAD7 = Measure(
    "gad7",
    "GAD-7",
    each(7, 0, 3),
    (
        Band(0, "minimal", _("minimal"), _("Few or no signs of anxiety.")),
        Band(5, "mild", _("mild"), _("Signs of mild anxiety: talk about it, and ask again.")),
        Band(10, "moderate", _("moderate"), _("Signs of moderate anxiety: a health professional should look at this.")),
        Band(15, "severe", _("severe"), _("Signs of severe anxiety: treatment is usually offered.")),
    ),
)  # fmt: skip
