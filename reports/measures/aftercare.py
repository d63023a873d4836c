"""What follows treatment: aftercare begun, check-ups in time, how things stand months later, occasional support apart."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftercare.choices import OUTCOME_MONTHS

from ..choices import Part
from ..models import CheckUpHeld, PlannedEnding, SupportVisit, Sustained
from .base import ANSWERS, Answer, Measure, register

ENDED = "u.ended_on BETWEEN p.starts_on AND p.ends_on"
IN_TIME = 7  # days after the day on which a check-up is due, or 14 for the answer of a month: both ours
UNASKED = 14
ASKED_AFTER = _(
    "Months after aftercare began, on the day that is due in the period; cannot be said until 14 days later"
)
DIED = Answer(_("Not counted: died before the day"), Part.EXCLUDED)

BEGUN = register(
    Measure(
        key="aftercare_begun",
        title=_("Aftercare begun when treatment ends as planned"),
        numerator=_("Of these, with aftercare begun"),
        denominator=_("Planned ends of treatment in the period: aftercare began, or the episode closed as completed"),
        window=_("The day on which aftercare began, else the day on which the episode closed"),
        source="wraparound.md 2.1 and the Welsh framework 6.5; our own measure",
        facts=PlannedEnding,
        among=ENDED,
        answer="CASE WHEN u.aftercare_on IS NOT NULL THEN 'met' ELSE 'not_met' END",
    )
)

OVERRIDES = register(
    Measure(
        key="aftercare_overrides",
        title=_("Aftercare begun although something was missing"),
        numerator=_(
            "Of these, those that a manager let go ahead with needs unmet, or without relapse plan or way back"
        ),
        denominator=_("Aftercare begun in the period"),
        source="wraparound.md 2.1 and the Welsh framework 6.5: overrides of the gate are counted; our own measure",
        facts=PlannedEnding,
        among=f"{ENDED} AND u.aftercare_on IS NOT NULL",
        answer="CASE WHEN u.by_override THEN 'met' ELSE 'not_met' END",
        answers={
            "met": Answer(_("Let pass by a manager"), Part.MET),
            "not_met": Answer(_("Nothing was missing"), Part.NOT_MET),
        },
    )
)

CHECK_UPS = register(
    Measure(
        key="check_ups_on_time",
        title=_("Check-ups held on time"),
        numerator=_("Of these, those at which the person was reached, at most 7 days after the day"),
        denominator=_("Check-ups that were due in the period"),
        window=_("Due in the period; cannot be said until 7 days later"),
        exclusions=_("Cancelled, because the episode closed or the person died"),
        source="wraparound.md 2.4; the seven days are our own",
        facts=CheckUpHeld,
        among="u.due_on BETWEEN p.starts_on AND p.ends_on",
        answer=f"""CASE WHEN u.is_cancelled THEN 'excluded' WHEN u.done_on IS NULL AND p.as_at <= u.due_on + {IN_TIME} THEN 'pending'
          WHEN u.done_on IS NULL THEN 'not_held' WHEN NOT u.is_reached THEN 'not_reached'
          WHEN u.done_on <= u.due_on + {IN_TIME} THEN 'met' ELSE 'late' END""",
        answers={
            "met": Answer(_("Held on time"), Part.MET),
            "late": Answer(_("Held late"), Part.NOT_MET),
            "not_reached": Answer(_("Not reached"), Part.NOT_MET),
            "not_held": Answer(_("Not held"), Part.NOT_MET),
            "pending": ANSWERS["pending"],
            "excluded": ANSWERS["excluded"],
        },
    )
)


def after(month, name, title, numerator, asked, answers):
    """A measure of one month after treatment: `asked` is SQL of what the answers say."""
    return register(
        Measure(
            key=f"sustained_{name}_{month}",
            title=format_lazy(title, month=month),
            numerator=numerator,
            denominator=_("People in aftercare who were asked and answered"),
            window=ASKED_AFTER,
            missing=_("Not asked, not known, or preferred not to say: counted apart"),
            exclusions=_("Died before the day"),
            source="wraparound.md 2.4; NICE QS23, statement 9, asks at 6 months, 3 and 12 are ours",
            facts=Sustained,
            among=f"u.month = {month} AND u.due_on BETWEEN p.starts_on AND p.ends_on",
            answer=f"""CASE WHEN u.asked_on IS NOT NULL THEN {asked} WHEN u.died_on <= u.due_on THEN 'died'
              WHEN p.as_at <= u.due_on + {UNASKED} THEN 'pending' ELSE 'missing' END""",
            answers=answers | {name: ANSWERS[name] for name in ("missing", "pending")} | {"died": DIED},
        )
    )


for _month in OUTCOME_MONTHS:
    after(
        _month, "use", _("Not using {month} months after treatment"),
        _("Of these, those who do not use what treatment was for"),
        "CASE u.use_now WHEN 'none' THEN 'met' WHEN 'not_known' THEN 'missing' ELSE u.use_now END",
        {"met": Answer(_("No use"), Part.MET), "occasional": Answer(_("Now and then"), Part.NOT_MET),
         "regular": Answer(_("Regularly again"), Part.NOT_MET)},
    )  # fmt: skip
    after(
        _month, "home", _("In a settled home {month} months after treatment"),
        _("Of these, those with a settled home"),
        "CASE u.settled_home WHEN 'yes' THEN 'met' WHEN 'no' THEN 'not_met' ELSE 'missing' END",
        {name: ANSWERS[name] for name in ("met", "not_met")},
    )  # fmt: skip
    after(
        _month, "work", _("In work or learning {month} months after treatment"),
        _("Of these, those in paid work, at college or in training"),
        "CASE WHEN u.work IN ('work', 'learning') THEN u.work WHEN u.work = '' THEN 'missing' ELSE 'not_met' END",
        {"work": Answer(_("In paid work"), Part.MET), "learning": Answer(_("At college or in training"), Part.MET),
         "not_met": ANSWERS["not_met"]},
    )  # fmt: skip

VISITORS = register(
    Measure(
        key="occasional_support",
        title=_("People who came by after treatment"),
        numerator=_("People who have completed treatment and came by in the period, without a plan or a new episode"),
        source="Welsh framework 6.5 (wraparound.md 0.5, 78): occasional support, counted apart from aftercare and treatment",
        facts=SupportVisit,
        latest="came_on",
        among="u.came_on BETWEEN p.starts_on AND p.ends_on",
    )
)

VISITS = register(
    Measure(
        key="occasional_visits",
        title=_("Times that people came by after treatment"),
        numerator=_("Each time in the period that somebody who has completed treatment came by"),
        source="Welsh framework 6.5 (wraparound.md 0.5, 78): occasional support, counted apart from aftercare and treatment",
        facts=SupportVisit,
        among="u.came_on BETWEEN p.starts_on AND p.ends_on",
    )
)
