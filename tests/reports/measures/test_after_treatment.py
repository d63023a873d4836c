"""Aftercare, check-ups, what lasts, and the outcome words: boundary days by hand."""

from datetime import date, timedelta

import pytest

from aftercare.models import Aftercare
from clients.choices import DischargeReason, EpisodeStatus, Substance
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import (
    AftercareFactory,
    CheckUpFactory,
    HandoverFactory,
    OccasionalSupportFactory,
    SustainedOutcomeFactory,
)
from tests.factories.clients import ClientFactory, DeathFactory, EpisodeFactory
from tests.factories.recovery_capital import AssessmentFactory, TopAssessmentFactory
from tests.factories.reports import SustainedFactory

from .counts import counted, kept

pytestmark = pytest.mark.django_db
END = date(2026, 1, 31)
YEAR = date(2025, 4, 1), date(2026, 3, 31)
LATER = date(2026, 11, 1)
NO_DAYS = {
    f"{item}_days": 0 for item in ("alcohol", "opiates", "crack", "cocaine", "amphetamines", "cannabis", "other")
}


def treated(team, **state):
    state = {"status": EpisodeStatus.IN_TREATMENT, "treatment_started_on": date(2025, 6, 1)} | state
    return EpisodeFactory(team=team, referred_on=date(2025, 5, 1), **state)


def completed(team, on=END, **state):
    reason = DischargeReason.COMPLETED_DRUG_FREE
    return treated(team, **{"status": EpisodeStatus.CLOSED, "ended_on": on, "discharge_reason": reason} | state)


def after(team, on=END, **handover):
    """Somebody in aftercare since a day."""
    episode = treated(team, status=EpisodeStatus.AFTERCARE)
    passed_on = HandoverFactory(accepted=True, episode=episode, all_needs=False, **handover)
    return AftercareFactory(episode=episode, handover=passed_on, started_on=on)


def test_aftercare_of_planned_endings_and_what_was_let_pass(team):
    after(team)
    after(team, override_reason="The bed goes today", override_by=UserFactory(team=team))
    after(team, on=date(2026, 4, 1))
    completed(team)
    completed(team, on=date(2026, 4, 1))
    completed(team, discharge_reason=DischargeReason.DROPPED_OUT)
    completed(team, treatment_started_on=None)  # nothing that could end
    treated(team)
    closed = after(team)  # aftercare is over: its own day counts, not the day of the closing
    closed.episode.status, closed.episode.ended_on = EpisodeStatus.CLOSED, LATER
    closed.episode.discharge_reason = DischargeReason.COMPLETED_DRUG_FREE
    closed.episode.save()
    assert counted("aftercare_begun", *YEAR) == {"met": 3, "not_met": 1}
    assert kept("aftercare_overrides", *YEAR) == {"met": 1, "not_met": 2}
    assert kept("aftercare_begun", date(2026, 4, 1), LATER) == {"met": 1, "not_met": 1}


def test_check_ups_held_until_seven_days_after_the_day(team):
    aftercare, due = after(team), date(2026, 2, 2)
    days = [(7, "ok"), (8, "ok"), (-1, "signposted"), (0, "not_reached"), (None, "")]
    for place, (late, outcome) in enumerate(days):
        on = due + timedelta(days=place)
        done = None if late is None else on + timedelta(days=late)
        CheckUpFactory(aftercare=aftercare, due_on=on, done_on=done, outcome=outcome)
    CheckUpFactory(aftercare=aftercare, due_on=date(2026, 2, 20), cancelled_because="closed")
    CheckUpFactory(aftercare=aftercare, due_on=date(2026, 4, 1))
    found = {"met": 2, "late": 1, "not_reached": 1, "excluded": 1}
    assert counted("check_ups_on_time", *YEAR, date(2026, 2, 13)) == found | {"pending": 1}
    assert kept("check_ups_on_time", *YEAR, date(2026, 2, 14)) == found | {"not_held": 1}


def test_what_lasts_is_counted_of_everybody_in_aftercare(team):
    asked = [
        ("none", "yes", "work"),
        ("occasional", "no", "learning"),
        ("not_known", "not_known", ""),
        ("regular", "yes", "cannot"),
    ]
    for use, home, work in asked:
        aftercare = after(team, on=date(2025, 11, 30))
        check_up = CheckUpFactory(aftercare=aftercare, due_on=date(2026, 2, 28))
        SustainedOutcomeFactory(check_up=check_up, asked_on=date(2026, 3, 1), use_now=use, settled_home=home, work=work)
    after(team, on=date(2025, 11, 30))  # nobody has asked
    died = after(team, on=date(2025, 11, 30))
    DeathFactory(client=died.client, died_on=date(2026, 2, 28))
    day = date(2026, 2, 28), date(2026, 2, 28)  # three months after the end of November
    use = {"met": 1, "occasional": 1, "regular": 1, "died": 1}
    assert counted("sustained_use_3", *day, date(2026, 3, 14)) == use | {"missing": 1, "pending": 1}
    assert kept("sustained_use_3", *day, date(2026, 3, 15)) == use | {"missing": 2}
    assert kept("sustained_home_3", *day, LATER) == {"met": 2, "not_met": 1, "missing": 2, "died": 1}
    assert kept("sustained_work_3", *day, LATER) == {"work": 1, "learning": 1, "not_met": 1, "missing": 2, "died": 1}
    assert kept("sustained_use_6", date(2026, 5, 30), date(2026, 5, 30), LATER) == {"missing": 5, "died": 1}
    assert kept("sustained_use_3", date(2026, 3, 1), date(2026, 3, 31), LATER) == {}
    assert Aftercare.objects.count() == 6


@pytest.mark.parametrize("month", [3, 6, 12])
def test_what_lasts_is_asked_of_each_month(team, month):
    of = {"team": team, "month": month, "due_on": date(2026, 3, 1)}
    SustainedFactory(asked_on=date(2026, 3, 2), use_now="none", settled_home="yes", work="work", **of)
    SustainedFactory(asked_on=date(2026, 3, 2), use_now="regular", settled_home="no", work="none", **of)
    SustainedFactory(asked_on=None, **of)
    SustainedFactory(asked_on=date(2026, 3, 2), use_now="none", **of | {"month": {3: 6, 6: 12, 12: 3}[month]})
    year = date(2026, 3, 1), date(2026, 3, 31), LATER
    assert kept(f"sustained_use_{month}", *year) == {"met": 1, "regular": 1, "missing": 1}
    assert kept(f"sustained_home_{month}", *year) == {"met": 1, "not_met": 1, "missing": 1}
    assert kept(f"sustained_work_{month}", *year) == {"work": 1, "not_met": 1, "missing": 1}


def test_occasional_support_is_counted_apart(team):
    client = ClientFactory(registered_team=team)
    for day in (date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)):
        OccasionalSupportFactory(client=client, team=team, came_on=day)
    assert counted("occasional_support", *YEAR) == {"met": 1}
    assert kept("occasional_visits", *YEAR) == {"met": 2}
    assert kept("aftercare_begun", *YEAR) == {}


def ended(team, *substances, on=END, stage="exit", **answers):
    """A planned ending with a profile of these answers around it; what is not named is no day of use."""
    episode = completed(team)
    for rank, substance in enumerate(substances, 1):
        episode.substances.create(rank=rank, substance=substance)
    if stage:
        named = {"other_substance": "Spice"} | NO_DAYS | {"psychological_health": None} | answers
        TopAssessmentFactory(client=episode.client, interviewed_on=on, stage=stage, **named)
    return episode


def test_each_outcome_word_means_its_own(team):
    ended(team, Substance.HEROIN)
    ended(
        team, Substance.HEROIN, Substance.CANNABIS, cannabis_days=4
    )  # the main one, opiates and crack alone are looked at
    ended(team, Substance.ALCOHOL, cannabis_days=4)  # illicit, and not what brought the person
    ended(team, Substance.ALCOHOL, alcohol_days=2)
    ended(team, Substance.ALCOHOL, crack_days=None)
    ended(team, Substance.KETAMINE, other_days=1)
    ended(team, Substance.HEROIN, stage="")
    assert counted("outcome_not_using", *YEAR) == {"met": 3, "not_met": 2, "missing": 2}
    assert kept("outcome_no_dependence", *YEAR) == {"met": 3, "not_met": 3, "missing": 1}
    assert kept("outcome_no_illicit", *YEAR) == {"met": 2, "not_met": 3, "missing": 2}


def test_the_profile_lies_within_14_days_of_the_end(team):
    for days in (-15, -14, 14, 15):
        ended(team, Substance.ALCOHOL, on=END + timedelta(days=days), stage="review")
    ended(team, Substance.ALCOHOL, stage="start")
    both = ended(team, Substance.ALCOHOL, alcohol_days=9)  # the one of the end counts, not the later one
    TopAssessmentFactory(client=both.client, interviewed_on=END + timedelta(days=3), stage="review", **NO_DAYS)
    assert counted("outcome_not_using", *YEAR) == {"met": 2, "not_met": 1, "missing": 3}


def test_wellbeing_citizenship_and_substitute_medication(team):
    first = date(2025, 6, 1) - timedelta(days=28)
    for before, now, day in (
        (8, 9, first),
        (8, 8, first),
        (9, 3, first),
        (8, 9, first - timedelta(days=1)),
        (None, 9, first),
    ):
        days = {"paid_work_days": 0, "volunteering_days": max(0, now - 8), "placement_days": 0}
        days["education_days"] = 0 if now > 3 else None  # not disclosed, and nothing else: it cannot be said
        episode = ended(team, Substance.ALCOHOL, quality_of_life=now, **days)
        TopAssessmentFactory(client=episode.client, interviewed_on=day, quality_of_life=before)
    assert counted("outcome_wellbeing", *YEAR) == {"met": 1, "not_met": 2, "missing": 2}
    assert kept("outcome_citizenship", *YEAR) == {"met": 3, "not_met": 1, "missing": 1}
    for answers in (["no", "yes"], ["yes", "no"], ["declined"], []):
        episode = completed(team, on=date(2025, 12, 1))
        for month, answer in enumerate(answers, 9):
            AssessmentFactory(client=episode.client, assessed_on=date(2025, month, 1), substitute_medication=answer)
    december = date(2025, 12, 1), date(2025, 12, 31)
    assert counted("outcome_on_substitute", *december) == {"met": 1, "not_met": 1, "missing": 2}
