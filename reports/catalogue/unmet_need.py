"""Unmet need and local gaps, for needs assessments: which need, where, why, of how many people, how long."""

from django.utils.translation import gettext_lazy as _

from ..choices import Dimension
from .base import Report, Section, report

UNMET_NEED = report(
    Report(
        key="unmet_need",
        title=_("Unmet need and local gaps"),
        about=_(
            "Which needs could not be met, where and why, of how many people and for how long; and which homes are "
            "needed. What there is in each area stands on the provision map."
        ),
        counted=_("One person can have several needs. Choose last year to compare with."),
        sections=(
            Section(_("Which needs, and why they could not be met"), ("unmet_needs",), by=Dimension.NEED),
            Section(_("Where"), ("unmet_needs",), by=Dimension.AREA),
            Section(
                _("How many people, and how complex their needs are"), ("unmet_people",), by=Dimension.COMPLEXITY,
                note=_("As it was judged when the last of the needs was found."),
            ),
            Section(_("How long"), ("unmet_length", "unmet_standing")),
            Section(_("Homes that are needed"), ("homes_needed",), by=Dimension.COMPLEXITY),
            Section(_("People who need another home"), ("home_people",)),
        ),
    )
)  # fmt: skip
