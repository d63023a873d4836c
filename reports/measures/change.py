"""What changed in treatment: recovery capital, questionnaires, ratings, the home and work; of people with both ends only.

A change is called reliable where a threshold is sourced (recovery_capital.measures.texts); else only its direction is said.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from recovery_capital.measures import MEASURES
from recovery_capital.measures.texts import thresholds_of
from recovery_capital.models import TopAssessment

from ..choices import Part
from ..facts.changes import CAPITAL, RATINGS
from ..models import Change
from .base import ANSWERS, Answer, Measure, register

TO_SCREEN = {"cage", "ciwa"}  # asked once to find out, or by the hour: no change is read from them
BOTH_ENDS = _("People with a result in the period and an earlier one in the same journey")
ENDS = _(
    "The last result in the period against the first of the journey, from 28 days before it began to 14 days after it ended"
)
ONE_END = _("Only one result in the journey: counted apart")
RELIABLE = {
    "better": Answer(_("Reliably better"), Part.MET),
    "same": Answer(_("No reliable change"), Part.NOT_MET),
    "worse": Answer(_("Reliably worse"), Part.NOT_MET),
}
RAW = {
    "better": Answer(_("Better: the number alone, no threshold is sourced"), Part.MET),
    "same": Answer(_("The same"), Part.NOT_MET),
    "worse": Answer(_("Worse: the number alone, no threshold is sourced"), Part.NOT_MET),
}
ONCE = {"missing": Answer(_("Asked once only"), Part.MISSING)}


def in_period(kind):
    return f"u.kind = '{kind}' AND u.asked_on BETWEEN p.starts_on AND p.ends_on"


def judged(kind, *, higher_is_better, thresholds=()):
    """SQL: better, worse or the same, by the threshold that held on the day; where none does, by the direction."""
    difference = "(u.now - u.first)" if higher_is_better else "(u.first - u.now)"
    dated = " ".join(f"WHEN u.asked_on >= DATE '{row.valid_from}' THEN {row.points}" for row in thresholds)
    points = f"CASE {dated} ELSE 0 END" if dated else "0"
    return f"""CASE WHEN u.now IS NULL THEN 'missing' WHEN {difference} = 0 THEN 'same'
      WHEN {difference} >= {points} THEN 'better' WHEN -{difference} >= {points} THEN 'worse' ELSE 'same' END"""


def change(key, kind, title, numerator, *, higher_is_better, source, thresholds=(), missing=ONE_END):
    """A measure of change in one kind of result."""
    return register(
        Measure(
            key=key, title=title, numerator=numerator, denominator=BOTH_ENDS, window=ENDS, missing=missing, source=source,
            facts=Change, latest="asked_on", among=in_period(kind),
            answer=judged(kind, higher_is_better=higher_is_better, thresholds=thresholds),
            answers=(RELIABLE if thresholds else RAW) | ONCE,
        )
    )  # fmt: skip


change(
    "change_capital", CAPITAL, _("Recovery capital"),
    _("Of these, whose mean rating is higher, over the parts of life that were rated both times"),
    higher_is_better=True, source="treatment.md 3.1; ratings from 0 to 10 are our own, without a threshold",
    missing=_("Only one assessment in the journey: counted apart. Assessments that share no rated part of life are left out"),
)  # fmt: skip
for _name, _measure in MEASURES.items():
    if _name not in TO_SCREEN:
        _dated = thresholds_of(_name)
        change(
            f"change_{_name}", _name, _measure.label,
            _("Of these, reliably better") if _dated else _("Of these, with a better number"),
            higher_is_better=_measure.higher_is_better, thresholds=_dated,
            source="; ".join(row.source for row in _dated) or "treatment.md 4.2: no threshold of reliable change is sourced",
        )  # fmt: skip
for _name in RATINGS:
    change(
        f"change_{_name}", _name, capfirst(TopAssessment._meta.get_field(_name).verbose_name),
        _("Of these, with a higher rating in the profile (TOP)"), higher_is_better=True,
        source="treatment.md 2.4: ratings have no official threshold",
    )  # fmt: skip

PROBLEM = """CASE WHEN u.now IS NULL AND u.first = 1 THEN 'missing' WHEN u.first = 0 THEN 'excluded'
  WHEN u.now = 0 THEN 'met' ELSE 'not_met' END"""
NO_PROBLEM = {"excluded": Answer(_("Not counted: no problem at the start"), Part.EXCLUDED)}
for _key, _kind, _title, _source in (
    ("housing_outcome", "housing", _("Housing problem solved"),
     "treatment.md 6.12: accommodation need (NDTMS), from assessments and the facts of the episode"),
    ("housing_outcome_acute", "acute_housing", _("Acute housing problem solved"),
     "treatment.md 6.12: acute housing problem of the profile (TOP)"),
):  # fmt: skip
    register(
        Measure(
            key=_key, title=_title, numerator=_("Of these, without one at the last answer in the period"),
            denominator=_("People with a housing problem at the first answer of the journey, and a later answer in the period"),
            window=ENDS, missing=ONE_END, exclusions=_("No problem at the first answer"), source=_source,
            facts=Change, latest="asked_on", among=in_period(_kind), answer=PROBLEM,
            answers={name: ANSWERS[name] for name in ("met", "not_met")} | NO_PROBLEM | ONCE,
        )
    )  # fmt: skip

INTO_WORK = register(
    Measure(
        key="employment_outcome",
        title=_("Out of unemployment"),
        numerator=_("Of these, in regular employment, learning or volunteering at the last answer in the period"),
        denominator=_(
            "People who were unemployed at the first answer of the journey, with a later answer in the period"
        ),
        window=ENDS,
        missing=ONE_END,
        exclusions=_("Not unemployed at the first answer: at work, learning, ill, retired, at home"),
        source="treatment.md 6.13 and NDTMS EMPSTAT; learning and volunteering as a way out of unemployment are ours",
        facts=Change,
        latest="asked_on",
        among=in_period("work"),
        answer="""CASE WHEN u.first <> 0 THEN 'excluded' WHEN u.now IS NULL THEN 'missing' WHEN u.now = 2 THEN 'work'
          WHEN u.now = 1 THEN 'learning' ELSE 'not_met' END""",
        answers={
            "work": Answer(_("In regular employment"), Part.MET),
            "learning": Answer(_("Learning or volunteering"), Part.MET),
            "not_met": ANSWERS["not_met"],
            "excluded": Answer(_("Not counted: not unemployed at the start"), Part.EXCLUDED),
        }
        | ONCE,
    )
)

PAID_DAYS = 10  # unverified (treatment.md 6.13)
PAID_WORK = register(
    Measure(
        key="paid_work_outcome",
        title=_("Ten days of paid work"),
        numerator=_(
            "Of these, with at least 10 days of paid work in the last 28 at the last profile (TOP) in the period"
        ),
        denominator=_("People with a profile in the period and an earlier one in the same journey"),
        window=ENDS,
        missing=ONE_END,
        source="treatment.md 6.13; the ten days are not verified",
        facts=Change,
        latest="asked_on",
        among=in_period("paid_work"),
        answer=f"""CASE WHEN u.now IS NULL THEN 'missing' WHEN u.now >= {PAID_DAYS} AND u.first >= {PAID_DAYS} THEN 'kept'
          WHEN u.now >= {PAID_DAYS} THEN 'met' ELSE 'not_met' END""",
        answers={
            "met": Answer(_("Ten days or more, and fewer before"), Part.MET),
            "kept": Answer(_("Ten days or more both times"), Part.MET),
            "not_met": ANSWERS["not_met"],
        }
        | ONCE,
    )
)
