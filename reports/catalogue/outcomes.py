"""How many people were in treatment, what it changed, and how it ended for those who left."""

from django.utils.translation import gettext_lazy as _

from ..measures import REGISTRY
from .base import Report, Section, report

CHANGES = tuple(key for key in REGISTRY if key.startswith("change_"))  # of each instrument, one
OUTCOMES = report(
    Report(
        key="outcomes",
        title=_("Outcomes"),
        about=_(
            "How many people were in treatment, whether they stayed and made progress, how treatment ended for those who "
            "left, and who came back."
        ),
        sections=(
            Section(_("In treatment"), ("in_treatment", "in_treatment_ocu", "new_presentations")),
            Section(
                _("Staying and progress"),
                ("retention_12_weeks", "treatment_progress"),
                _(
                    "Whoever uses less of a substance for which no threshold of reliable change is sourced is not "
                    "classifiable, and counted apart."
                ),
            ),
            Section(
                _("How treatment ended"),
                (
                    "completion_exits", "completion_all", "represented", "completion_public_health",
                    "opiate_parents_completed", "unplanned_exits", "unplanned_exits_early",
                ),
                _(
                    "Completed means that the worker closed treatment as completed. It is another thing than not using, "
                    "and another than being free of medication."
                ),
            ),
            Section(
                _("What was reached at the end"),
                (
                    "outcome_not_using", "outcome_no_dependence", "outcome_no_illicit", "outcome_on_substitute",
                    "outcome_wellbeing", "outcome_citizenship",
                ),
                _("Each word means what stands under “What was counted”, and none of them is another."),
            ),
            Section(
                _("What the partnership itself calls recovery"),
                ("recovery_as_defined_here",),
                _("By the definition that held on the day; it is listed under Reports with its dates, and is no national figure."),
            ),
            Section(
                _("Homes, work and benefits"),
                (
                    "housing_outcome", "housing_outcome_acute", "employment_outcome", "paid_work_outcome",
                    "claimants_in_treatment", "claimants_retained", "claimants_into_work",
                ),
            ),
            Section(
                _("Change from the first answer to the last"),
                CHANGES,
                _("Only people who answered at both ends. Better is what the measure itself calls a reliable change, where it does."),
            ),
            Section(
                _("Health, harm and family"),
                (
                    "mutual_aid_offered", "naloxone_offered", "naloxone_accepted", "hep_b_offered", "hep_b_accepted",
                    "hep_c_offered", "hep_c_accepted", "hiv_tested", "parents_in_treatment", "childrens_help",
                ),
            ),
            Section(
                _("Welsh indicators"),
                ("wales_less_use", "wales_less_injecting", "wales_better_life", "wales_completed"),
                _("Waiting, and who stopped attending, stand in the report on waiting and access."),
            ),
            Section(_("Deaths"), ("deaths_in_treatment", "deaths_after_treatment")),
        ),
    )
)  # fmt: skip
