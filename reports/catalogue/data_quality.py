"""Who cannot be counted because of what is missing: a list of its own (reports.quality)."""

from django.utils.translation import gettext_lazy as _

from ..choices import Paper
from .base import Report, report

DATA_QUALITY = report(
    Report(
        key="data_quality",
        title=_("Data quality"),
        about=_(
            "Who cannot be counted because a date is missing or dates contradict each other, with where to mend it."
        ),
        route="reports:quality_list",
        paper=Paper.QUALITY,
        readers="clients.change_episode",
    )
)
