"""What follows treatment: plans that answer for it, and what lasts."""

from django.utils.translation import gettext_lazy as _

from .base import Report, Section, report

AFTERCARE = report(
    Report(
        key="aftercare",
        title=_("Aftercare and sustained recovery"),
        about=_(
            "Whether plans are agreed, reviewed in time and answer for what follows treatment, and whether what was "
            "reached lasts."
        ),
        sections=(
            Section(_("Plans as they stand today"), ("plan_compliance", "follow_on_coverage")),
            Section(_("Aftercare"), ("aftercare_begun", "aftercare_overrides", "check_ups_on_time")),
            Section(
                _("What lasts after treatment"),
                tuple(f"sustained_{what}_{month}" for month in (3, 6, 12) for what in ("use", "home", "work")),
                _(
                    "By check-ups 3, 6 and 12 months after a planned end. Whoever could not be reached is counted apart."
                ),
            ),
            Section(_("Who came back"), ("represented", "occasional_support", "occasional_visits")),
        ),
    )
)
