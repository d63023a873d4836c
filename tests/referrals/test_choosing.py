"""Choosing a service for a need: what is known of each, and nothing typed twice when it comes from an action of a plan."""

from datetime import date

import pytest
from django.urls import reverse

from careplans.choices import ActionOwner
from referrals.models import Referral
from services_directory.choices import Capacity, Need
from tests.factories.careplans import ActionFactory, CarePlanFactory
from tests.factories.clients import AddressFactory, EpisodeFactory
from tests.factories.recovery_capital import DomainRatingFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import (
    LocationFactory,
    PostcodeFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(team, keyworker):
    return EpisodeFactory(team=team, keyworker=keyworker, in_treatment=True).client


@pytest.fixture
def hostel():
    return ServiceFactory(
        name="Harbour House", needs=[Need.HOSTEL], eligibility="Men over 25", self_referral=False, waiting_days=12,
        capacity=Capacity.values[0], capacity_on=date(2026, 11, 1), checked_on=date(2026, 11, 2),
    )  # fmt: skip


def test_what_is_known_of_a_service_stands_beside_it(sign_in, keyworker, person, hostel):
    PostcodeFactory(code="CF101EP", district="CF10", latitude=51.48, longitude=-3.18)
    AddressFactory(client=person, postcode="CF10 1EP")
    ServiceAtLocationFactory(service=hostel, location=LocationFactory(latitude=51.5, longitude=-3.2))
    for _n in range(5):
        ReferralFactory(declined=True, service=hostel)
    text = sign_in(keyworker).get(reverse("referrals:referral_create", args=[person.pk]), {"domain": "housing"})
    text = " ".join(text.content.decode().split())
    for known in ("Men over 25", "12 days to wait", "as it was on 1 Nov 2026", "Somebody has to refer", "1.6 miles",
                  "Declined because it was full: 5."):  # fmt: skip
        assert known in text


def test_four_declines_are_nobodys_business(sign_in, keyworker, person, hostel):
    for _n in range(4):
        ReferralFactory(declined=True, service=hostel)
    page = sign_in(keyworker).get(reverse("referrals:referral_create", args=[person.pk]), {"domain": "housing"})
    assert page.context["services"][0].answers == {}


@pytest.mark.parametrize("status", [{}, {"active": True}])
def test_from_an_action_and_back(sign_in, keyworker, person, hostel, status):
    plan = CarePlanFactory(client=person, **status)
    action = ActionFactory(
        goal__plan=plan,
        goal__domain="housing",
        goal__words="A room of my own",
        owner=ActionOwner.SERVICE,
        service=hostel,
    )
    browser, url = sign_in(keyworker), reverse("careplans:action_refer", args=[action.pk])
    form = browser.get(url).context["form"]
    assert (form["domain"].value(), form["reason"].value()) == ("housing", "A room of my own")
    answer = browser.post(url, {"domain": "housing", "reason": "A room of my own"})
    referral = Referral.objects.get()
    action.refresh_from_db()
    assert (action.referral, referral.service, referral.client) == (referral, hostel, person)
    assert (answer.url, browser.get(url).url) == (referral.get_absolute_url(), referral.get_absolute_url())
    again = browser.post(url, {"domain": "housing", "reason": "Twice"})
    assert (again.status_code, Referral.objects.count()) == (409, 1)


def test_an_ended_plan_stays_as_it_is(sign_in, keyworker, person, hostel):
    action = ActionFactory(goal__plan=CarePlanFactory(client=person, superseded=True))
    url = reverse("careplans:action_refer", args=[action.pk], query={"service": hostel.pk})
    answer = sign_in(keyworker).post(url, {"domain": "housing", "reason": "Now"})
    assert (answer.status_code, Referral.objects.count()) == (409, 0)


def test_what_was_said_in_an_assessment_is_not_typed_again(sign_in, keyworker, person, hostel):
    rating = DomainRatingFactory(
        assessment__client=person, domain="housing", rating=2, needs="A room", words="Nowhere to sleep since May"
    )
    browser = sign_in(keyworker)
    page = browser.get(rating.assessment.get_absolute_url()).content.decode()
    create = reverse("referrals:referral_create", args=[person.pk], query={"domain": "housing"})
    assert create in page
    form = browser.get(f"{create}&service={hostel.pk}").context["form"]
    assert form["reason"].value() == "Nowhere to sleep since May"
