"""Who is in treatment, comes, waits and completes, by their answers to the equality questions."""

from django.utils.translation import gettext_lazy as _

from ..measures.equality import GROUPS
from .base import Report, Section, report

EQUALITY_BREAKDOWN = report(
    Report(
        key="equality",
        title=_("Equality breakdown"),
        about=_(
            "Whether people of each group come, wait and complete alike: by ethnicity, disability, religion or belief, "
            "sexual orientation, service in the armed forces, sex and age."
        ),
        counted=_(
            "Groups are those of people’s own answers. “Prefer not to say” is an answer, and a group; “Not asked” is none."
        ),
        sections=(
            Section(_("In treatment"), ("in_treatment", "new_presentations")),
            Section(_("How long people waited"), ("waiting_england", "wales_within_20_days")),
            Section(_("How treatment ended"), ("completion_exits", "unplanned_exits")),
        ),
        dimensions=(*GROUPS, "sex", "age"),
        is_broken_down=True,
    )
)
