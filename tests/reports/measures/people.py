"""Small records for the cases of measures, and what a measure answers about them."""

from collections import Counter
from datetime import date, timedelta

from clients.choices import DischargeReason, EpisodeStatus
from recovery_capital.choices import Stage
from reports import counting, facts
from reports.measures import REGISTRY
from tests.factories.clients import ClientFactory, EpisodeFactory, EpisodeInterventionFactory
from tests.factories.recovery_capital import TopAssessmentFactory
from tests.factories.reference import code

COMPLETED = DischargeReason.COMPLETED_DRUG_FREE
AS_AT = date(2026, 11, 22)
YEAR = date(2025, 4, 1), date(2026, 3, 31)
DAYS = ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "other", "injected")


def day(text):
    """A day by its month and day in 2026, or whole: "03-21", "2025-05-01"."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def treated(
    team, start, end=None, reason=COMPLETED, *, client=None, referred=None, kind="95", setting="community", **more
):
    """An episode with one intervention over the same days; open without an end. `more` goes to the intervention."""
    start, end = day(start), end and day(end)
    referred = day(referred) if referred else start - timedelta(days=10)
    state = {"status": EpisodeStatus.IN_TREATMENT}
    if end:
        state = {"status": EpisodeStatus.CLOSED, "ended_on": end, "discharge_reason": reason}
    episode = EpisodeFactory(
        client=client or ClientFactory(), team=team, referred_on=referred, treatment_started_on=start, **state
    )
    about = {"referred_on": referred, "started_on": start, "ended_on": end} | more
    if about["ended_on"]:
        about["exit_status"] = code("intervention_exit", "A")
    EpisodeInterventionFactory(
        episode=episode, kind=code("intervention_type", kind), setting=code("setting", setting), **about
    )
    return episode


def profile(episode, on, stage=Stage.REVIEW, **answers):
    """An outcomes profile with no use of anything but what is named, by item: `heroin` is no item, `opiates` is."""
    days = dict.fromkeys([f"{item}_days" for item in DAYS], 0) | {"acute_housing_problem": False, "quality_of_life": 10}
    days |= {f"{name}_days" if name in DAYS else name: value for name, value in answers.items()}
    if days["other_days"]:
        days["other_substance"] = "Spice"
    no_sharing = {} if days["injected_days"] else {"shared_needle": False, "shared_works": False}
    return TopAssessmentFactory(
        client=episode.client, episode=episode, interviewed_on=day(on), stage=stage, **days, **no_sharing
    )


def answers(measure, starts_on=YEAR[0], ends_on=YEAR[1], *, as_at=AS_AT, of=None):
    """How many gave each answer, counted from the records as they are; `of` a team."""
    facts.fill()
    found = Counter()
    for team, dimension, _value, _restricted, answer, number, _amount in counting.counts(
        REGISTRY[measure], starts_on, ends_on, as_at=as_at
    ):
        if not dimension and (of is None or team == of.pk):
            found[answer] += number
    return dict(found)
