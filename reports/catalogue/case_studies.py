"""Case studies: a list of its own (reports.stories)."""

from django.utils.translation import gettext_lazy as _

from .base import Report, report

CASE_STUDIES = report(
    Report(
        key="case_studies",
        title=_("Case studies"),
        about=_("Stories that somebody allows us to tell, without names, places and dates, read by a second person."),
        route="reports:story_list",
        readers="reports.write_story",
    )
)
