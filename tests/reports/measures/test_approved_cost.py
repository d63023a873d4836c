"""Approved cost of residential places: by intervention and setting, and plainly not recorded where nobody wrote it down."""

from datetime import date

import pytest
from django.urls import reverse

from clients.choices import EpisodeStatus
from referrals.choices import ReferralStatus
from referrals.models import ReferralStep
from reports import facts, refresh
from reports.figures import kept as kept_figures
from reports.models import Period, Placement
from tests.factories.clients import EpisodeFactory, EpisodeInterventionFactory
from tests.factories.reference import code
from tests.factories.referrals import ReferralFactory

from .counts import counted, kept

pytestmark = pytest.mark.django_db
YEAR = date(2026, 4, 1), date(2027, 3, 31)
COST = "mix_approved_cost"


@pytest.fixture
def place(db):
    return {name: code("setting", name) for name in ("residential", "community")}


def person(team):
    return EpisodeFactory(
        team=team,
        status=EpisodeStatus.IN_TREATMENT,
        referred_on=date(2026, 4, 1),
        treatment_started_on=date(2026, 4, 10),
    )


def decided(episode, *, on="2026-06-01", status=ReferralStatus.DRAFT, **answers):
    referral = ReferralFactory(path="rehab", client=episode.client, episode=episode, status=status)
    answers = {"panel_on": on, "decision": "approved"} | answers
    return ReferralStep.objects.create(referral=referral, key="panel", answers=answers, done_on=date(2026, 6, 2))


def begun(episode, setting, on=date(2026, 6, 20)):
    return EpisodeInterventionFactory(
        episode=episode, client=episode.client, setting=setting, referred_on=date(2026, 5, 1), started_on=on
    )


def test_a_week_times_the_weeks_or_the_whole_stay(team, place, today):
    weekly, whole, no_weeks, refused, taken_back = (person(team) for _number in range(5))
    decided(weekly, amount=850, weeks=12)
    begun(weekly, place["residential"])
    begun(weekly, place["community"])
    decided(whole, amount=9000, weeks=12, per="whole")
    decided(no_weeks, amount=850)
    decided(refused, decision="refused", amount=850, weeks=12)
    decided(taken_back, amount=850, weeks=12, status=ReferralStatus.WITHDRAWN)
    assert counted(COST, *YEAR) == {"met": 2, "no_amount": 1}
    found = dict(Placement.objects.values_list("client", "cost"))
    assert found == {weekly.client_id: 10200, whole.client_id: 9000, no_weeks.client_id: None}
    assert Placement.objects.get(client=weekly.client).setting == "residential"
    assert Placement.objects.get(client=whole.client).setting == "", "nothing has begun yet"
    assert kept(COST, date(2025, 4, 1), date(2026, 3, 31)) == {}


def longer(step, number=1, **answers):
    answers = {"reviewed_on": "2026-08-03", "result": "Goes well", "extension": "granted"} | answers
    return ReferralStep.objects.create(
        referral=step.referral, key="midpoint", number=number, answers=answers, done_on=date(2026, 8, 5)
    )


def test_an_extension_is_counted_apart_on_its_own_day(team, place, today):
    """£850 for 12 weeks, then £800 for 4 weeks, £1,500 in all for 2, and one of which no amount is known: £14,900."""
    episode = person(team)
    step = decided(episode, on="2026-03-20", amount=850, weeks=12)
    begun(episode, place["residential"])
    longer(step, amount=800, weeks=4)
    longer(step, 2, amount=1500, weeks=2, per="whole", granted_on="2026-09-01")
    longer(step, 3, weeks=6, granted_on="2026-09-20")
    longer(step, 4, extension="refused", amount=800, weeks=4)
    longer(decided(person(team), status=ReferralStatus.WITHDRAWN), amount=800, weeks=4)
    assert counted(COST, *YEAR) == {"longer": 2, "longer_no_amount": 1}
    assert counted(COST, date(2025, 4, 1), date(2026, 3, 31)) == {"met": 1}, "the year of the panel stays as it was"
    said = Placement.objects.order_by("decided_on").values_list("decided_on", "cost", "setting")
    assert list(said) == [
        (date(2026, 3, 20), 10200, "residential"),
        (date(2026, 8, 3), 3200, "residential"),
        (date(2026, 9, 1), 1500, "residential"),
        (date(2026, 9, 20), None, "residential"),
    ]


def test_no_place_begins_by_an_extension(team, place, today):
    """Whoever moves to another house after it is still there by what the panel approved."""
    episode = person(team)
    step = decided(episode, amount=100, weeks=10)
    begun(episode, place["residential"])
    longer(step, amount=100, weeks=2)
    begun(episode, place["residential"], on=date(2026, 8, 10))
    assert counted(COST, *YEAR) == {"met": 1, "longer": 1}


def test_a_place_without_an_approval_is_counted_as_such(team, place, today):
    unknown, before = person(team), person(team)
    begun(unknown, place["residential"])
    decided(before, amount=850, weeks=12, on="2026-06-21")
    begun(before, place["residential"], on=date(2026, 6, 20))  # the decision came after it began
    assert counted(COST, *YEAR) == {"met": 1, "no_approval": 2}


def test_one_approval_covers_the_places_after_it(team, place, today):
    episode = person(team)
    decided(episode, amount=100, weeks=10)
    begun(episode, place["residential"])
    begun(episode, place["residential"], on=date(2026, 8, 1))
    decided(episode, on="2026-09-01", amount=200, weeks=10)
    begun(episode, place["residential"], on=date(2026, 9, 10))
    facts.fill()
    assert sorted(Placement.objects.values_list("cost", "was_approved")) == [(1000, True), (2000, True)]


def test_what_is_no_day_or_number_is_none(team, today):
    episode = person(team)
    decided(episode, on="soon", amount="much", weeks=12)
    assert counted(COST, *YEAR) == {"no_amount": 1}
    assert Placement.objects.get().decided_on == date(2026, 6, 2), "the day on which it was done"


def test_the_page_shows_cost_by_intervention_and_setting(team, place, case_manager, commissioner, sign_in, today):
    for _number in range(6):
        episode = person(team)
        decided(episode, amount=850, weeks=12)
        begun(episode, place["residential"])
    waiting = person(team)
    step = decided(waiting)
    refresh.everything()
    page = sign_in(case_manager).get(reverse("reports:treatment_mix_report")).content.decode()
    assert "£61,200" in page
    assert "Nothing has begun yet" in page
    assert "Not recorded" in page
    hidden = sign_in(commissioner).get(reverse("reports:treatment_mix_report")).content.decode()
    assert "£61,200" not in hidden, "one place without an amount stands beside it"
    step.answers |= {"amount": 100, "weeks": 10}
    step.save()
    refresh.changes()
    year = Period.objects.get(kind="year", starts_on=YEAR[0])
    assert kept_figures([COST], year, [team.pk], everybody=True)[COST][""].amount == 62_200
