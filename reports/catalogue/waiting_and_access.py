"""How many people came into treatment, and how long they waited for it."""

from django.utils.translation import gettext_lazy as _

from .base import Report, Section, report

WAITING_AND_ACCESS = report(
    Report(
        key="waiting_and_access",
        title=_("Waiting and access"),
        about=_("How many people came into treatment, how long they waited for it, and who stopped attending early."),
        sections=(
            Section(_("Who came"), ("new_presentations",)),
            Section(
                _("England: three weeks"),
                ("waiting_england", "waiting_england_subsequent"),
                _("From the referral to an intervention until the first appointment that was offered for it."),
            ),
            Section(
                _("Wales: 20 working days"),
                ("wales_within_20_days", "wales_dna_after_assessment"),
                _("From the referral until treatment began."),
            ),
        ),
    )
)
