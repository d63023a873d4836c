"""What became of people in the three weeks after they left prison."""

from django.utils.translation import gettext_lazy as _

from .base import Report, Section, report

PRISON_CONTINUITY = report(
    Report(
        key="prison_continuity",
        title=_("Prison continuity"),
        about=_(
            "Whether people who left prison were seen and started treatment within three weeks, and how many were lost "
            "on the way."
        ),
        counted=_("The day of release is day 0; the 21st day after it still counts."),
        sections=(
            Section(
                _("Three weeks after release"), ("prison_continuity", "prison_seen", "prison_lost"),
                _("The first is the national measure. The others say what happened to everybody, and are our own."),
            ),
        ),
    )
)  # fmt: skip
