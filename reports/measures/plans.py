"""Plans: agreed and reviewed in time, and answering for what follows treatment. As things stand today."""

from django.utils.translation import gettext_lazy as _

from careplans.choices import FollowOn
from careplans.follow_on import ASKS_ABOUT_ALL

from ..choices import Part
from ..models import OpenEpisode
from .base import ANSWERS, Answer, Measure, register
from .conditions import one_of

PAST_WEEK_2 = "p.as_at > u.began_on + 14"
OPEN = _("Episodes that are open today and began more than 14 days ago: with treatment, or else with the referral")
NO_PLAN = Answer(_("No active plan"), Part.NOT_MET)

COMPLIANCE = register(
    Measure(
        key="plan_compliance",
        title=_("Agreed plan, reviewed in time"),
        numerator=_("Of these, with an active plan of treatment or aftercare that the client agrees with and whose review date has not passed"),
        denominator=OPEN,
        window=_("As things stand today"),
        missing=_("An episode without a plan is not met"),
        source="treatment.md 6.17: our own measure, on care planning practice",
        facts=OpenEpisode,
        is_of_a_day=True,
        among=PAST_WEEK_2,
        answer="""CASE WHEN u.plan_kind = '' THEN 'no_plan' WHEN u.agreement <> 'agrees' THEN 'not_agreed'
          WHEN u.review_on < p.as_at THEN 'overdue' ELSE 'met' END""",
        answers={
            "met": ANSWERS["met"],
            "no_plan": NO_PLAN,
            "not_agreed": Answer(_("The client does not agree, or could not answer"), Part.NOT_MET),
            "overdue": Answer(_("The review is overdue"), Part.NOT_MET),
        },
    )
)  # fmt: skip

FOLLOW_ON = register(
    Measure(
        key="follow_on_coverage",
        title=_("Plans that answer for what follows treatment"),
        numerator=_("Of these, with an active care plan or aftercare plan that answers for every part of the follow-on, by a goal or by why there is none"),
        denominator=OPEN,
        window=_("As things stand today"),
        missing=_("An episode without a plan, and one with an initial plan alone, is not met"),
        source="wraparound.md 0.1 (2): the Audit Commission’s recommendation in the housing toolkit of 2007",
        facts=OpenEpisode,
        is_of_a_day=True,
        among=PAST_WEEK_2,
        answer=f"""CASE WHEN u.plan_kind = '' THEN 'no_plan' WHEN NOT {one_of("u.plan_kind", ASKS_ABOUT_ALL)} THEN 'initial'
          WHEN u.parts_answered = {len(FollowOn)} THEN 'met' ELSE 'in_part' END""",
        answers={
            "met": ANSWERS["met"],
            "no_plan": NO_PLAN,
            "initial": Answer(_("An initial plan alone"), Part.NOT_MET),
            "in_part": Answer(_("Some part is not answered"), Part.NOT_MET),
        },
    )
)  # fmt: skip
