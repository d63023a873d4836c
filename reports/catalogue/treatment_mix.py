"""Which interventions people are given, and where."""

from django.utils.translation import gettext_lazy as _

from .base import Report, Section, report

TREATMENT_MIX = report(
    Report(
        key="treatment_mix",
        title=_("Treatment mix"),
        about=_("Who is given which intervention and where, what was started, and how many are in residential treatment, and at what approved cost."),
        counted=_("Compare two periods for the trend."),
        sections=(
            Section(_("Residential treatment"), ("mix_residential",)),
            Section(
                _("People"), ("mix_people_by_kind", "mix_people_by_setting"),
                _("Somebody with two kinds of intervention, or in two settings, counts in both."),
            ),
            Section(_("Starts"), ("mix_starts",)),
            Section(
                _("Approved cost"), ("mix_approved_cost",),
                _("As a funding panel approved it, in pounds. Other treatment is under contract: what it costs is not recorded here."),
                by="given",
            ),
        ),
    )
)  # fmt: skip
