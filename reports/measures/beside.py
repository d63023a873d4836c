"""What stands beside treatment: benefits and work, parents, mutual aid, naloxone and viruses in the blood.

What is recorded after the period does not count in it, so that last year's figures stay as they were.
"""

from django.utils.translation import gettext_lazy as _

from clients.choices import SubstanceGroup

from ..choices import Part
from ..models import Beside
from .base import ANSWERS, Answer, Measure, register
from .conditions import COMPLETED_IT, IN_TREATMENT, WEEKS_12

PEOPLE = _("People in treatment in the period, by their last journey")
RECORDED = _("Recorded from 28 days before the journey to 14 days after it, and by the end of the period")
CLAIMS = "u.claim_on <= p.ends_on"
ELIGIBLE = f"u.substance_group NOT IN ('{SubstanceGroup.ALCOHOL}', '{SubstanceGroup.NOT_RECORDED}')"
DRUGS = _("People in treatment in the period for any drug; who is eligible is not verified")


def of_people(key, title, numerator, answer, *, among="true", denominator=PEOPLE, answers=ANSWERS, **words):
    """A measure of people in treatment, each once."""
    words = {"window": RECORDED} | words
    return register(
        Measure(
            key=key, title=title, numerator=numerator, denominator=denominator, facts=Beside, latest="started_on",
            among=f"{IN_TREATMENT} AND {among}", answer=answer, answers=answers, **words,
        )
    )  # fmt: skip


def by_then(name):
    return f"CASE WHEN u.{name}_on <= p.ends_on THEN 'met' ELSE 'not_met' END"


CLAIMANTS = "wraparound.md 0.2 (23), Drug Strategy 2010; benefits as recorded in assessments, our own definition"
of_people(
    "claimants_in_treatment",
    _("Benefit claimants in treatment"),
    _("Of these, with a benefit recorded"),
    f"CASE WHEN {CLAIMS} THEN 'met' WHEN u.no_claim_on <= p.ends_on THEN 'not_met' ELSE 'missing' END",
    missing=_("Nobody has asked about benefits: counted apart"),
    source=CLAIMANTS,
)
of_people(
    "claimants_retained",
    _("Benefit claimants who stayed for 12 weeks"),
    _("Of these, in treatment for 84 days or more, or completed before"),
    f"""CASE WHEN LEAST(COALESCE(u.ended_on, p.as_at), p.as_at) - u.started_on >= {WEEKS_12} OR {COMPLETED_IT} THEN 'met'
      WHEN u.ended_on IS NULL THEN 'pending' ELSE 'not_met' END""",
    among=CLAIMS,
    denominator=_("Benefit claimants in treatment in the period"),
    exclusions=_("In treatment for less than 12 weeks so far: cannot be said yet"),
    source=f"treatment.md 6.4 and 6.21; {CLAIMANTS}",
)
of_people(
    "claimants_into_work",
    _("Benefit claimants who found work"),
    _(
        "Of these, in regular employment later in the journey: an assessment, the facts of the episode, or a job says so"
    ),
    """CASE WHEN u.work_on <= u.claim_on THEN 'excluded' WHEN u.work_on <= p.ends_on THEN 'met' ELSE 'not_met' END""",
    among=CLAIMS,
    denominator=_("Benefit claimants in treatment in the period"),
    exclusions=_("In work already when the benefit was recorded"),
    source=CLAIMANTS,
)

of_people(
    "parents_in_treatment",
    _("Parents in treatment"),
    _("Of these, recorded as a parent of a child under 18"),
    "CASE WHEN u.parent_on <= p.ends_on THEN 'met' WHEN u.no_parent_on <= p.ends_on THEN 'not_met' ELSE 'missing' END",
    missing=_("Not asked, or preferred not to say: counted apart"),
    source="treatment.md 6.14 (parents); NDTMS parental status",
)
HELP = {
    "early_help": Answer(_("Early help"), Part.MET),
    "child_in_need": Answer(_("Child in need, or care and support plan (Wales)"), Part.MET),
    "child_protection": Answer(_("Child protection plan, or child protection register (Wales)"), Part.MET),
    "looked_after": Answer(_("Looked after"), Part.MET),
    "other": Answer(_("Other help"), Part.MET),
    "none": Answer(_("None"), Part.NOT_MET),
    "missing": ANSWERS["missing"],
}
_SAID = "u.help_codes[1 + (SELECT count(*) FROM unnest(u.help_days) said (day) WHERE said.day > p.ends_on)]"
_KNOWN = ", ".join(f"'{name}'" for name in HELP if name not in ("other", "missing"))
of_people(
    "childrens_help",
    _("Help that the children of parents receive"),
    _("Of these, whose children receive help, by the newest answer"),
    f"""CASE WHEN COALESCE({_SAID}, 'not_known') IN ('not_known', 'declined') THEN 'missing'
      WHEN {_SAID} IN ({_KNOWN}) THEN {_SAID} ELSE 'other' END""",
    among="u.parent_on <= p.ends_on",
    denominator=_("Parents in treatment in the period of whom it is recorded"),
    answers=HELP,
    missing=_("Not asked, not known, or preferred not to say: counted apart"),
    source="treatment.md 6.14 (parents); our own list of help",
)

of_people(
    "mutual_aid_offered",
    _("Mutual aid offered"),
    _(
        "Of these, with help to reach mutual aid in an answered plan, a referral to mutual aid, or an offer that was declined"
    ),
    by_then("mutual_aid"),
    source="treatment.md 6.18, NICE QS23 statement 7 (wraparound.md 2.5)",
)

NOT_VERIFIED = "treatment.md 6.16: not verified; who is eligible is our own rule"


def offered(name, title, accepted, *, among, denominator, taken):
    """Two measures: how many of the eligible were offered something, and how many of those took it."""
    of_people(
        f"{name}_offered", title, _("Of these, with an offer recorded in the journey"), by_then(f"{name}_offer"),
        among=among, denominator=denominator, missing=_("No offer recorded is no offer"), source=NOT_VERIFIED,
    )  # fmt: skip
    of_people(
        f"{name}_accepted", accepted, taken, by_then(name), among=f"{among} AND u.{name}_offer_on <= p.ends_on",
        denominator=_("Of the eligible, those to whom it was offered"), source=NOT_VERIFIED,
    )  # fmt: skip


offered(
    "naloxone",
    _("Naloxone offered"),
    _("Naloxone accepted"),
    among=f"u.substance_group = '{SubstanceGroup.OPIATE}'",
    denominator=_("People in treatment for opiates in the period; who is eligible is not verified"),
    taken=_("Of these, who accepted, were given it, or had a kit already"),
)
offered(
    "hep_b",
    _("Hepatitis B vaccination offered"),
    _("Hepatitis B vaccination accepted"),
    among=f"{ELIGIBLE} AND (u.hep_b_immune_on > p.ends_on OR u.hep_b_immune_on IS NULL)",
    denominator=_("People in treatment in the period for any drug, who are not vaccinated or immune already; who is eligible is not verified"),
    taken=_("Of these, who accepted or have had a dose"),
)  # fmt: skip
offered(
    "hep_c",
    _("Hepatitis C test offered"),
    _("Hepatitis C test accepted"),
    among=ELIGIBLE,
    denominator=DRUGS,
    taken=_("Of these, who accepted or were tested"),
)
of_people(
    "hiv_tested",
    _("Tested for HIV"),
    _("Of these, with a test recorded in the journey"),
    by_then("hiv"),
    among=ELIGIBLE,
    denominator=DRUGS,
    missing=_("Offers are not recorded, only tests"),
    source=NOT_VERIFIED,
)
