"""The domains that a site adds, and those that ask for a goal."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role
from aftercare import workflow as aftercare
from careplans.models import Goal
from recovery_capital.choices import Domain
from recovery_capital.domains import domain_choices, domain_label
from recovery_capital.models import DomainRating
from reference.choices import CodeField
from reference.models import Code
from tests.factories.accounts import UserFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory, EnvironmentFactory
from tests.factories.reference import CodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gambling(today):
    return CodeFactory(code_set__field=CodeField.DOMAIN, code="gambling", label="Gambling and gaming")


def address(name, *about):
    return reverse(f"recovery_capital:{name}", args=about)


def test_there_are_twelve_until_the_site_adds_one(today):
    assert domain_choices() == list(Domain.choices)


def test_an_administrator_adds_one_on_screen(sign_in, today):
    browser = sign_in(UserFactory(role=Role.ADMINISTRATOR))
    begin = reverse("reference:edition_start", args=[CodeField.DOMAIN])
    typed = {"standard": "Ours", "edition": "1", "source": "Team meeting", "valid_from": f"{today:%d/%m/%Y}"}
    for bad in ["two words,Gambling", f"{'x' * 27},Gambling"]:
        assert browser.post(begin, typed | {"answers": bad}).status_code == 422
    assert browser.post(begin, typed | {"answers": "gambling,Gambling and gaming"}).status_code == 302
    assert domain_choices()[-1] == ("own-gambling", "Gambling and gaming")
    added = reverse("reference:code_add", args=[Code.objects.get(code="gambling").code_set_id])
    assert browser.post(added, {"code": "x" * 27, "label": "Too long"}).status_code == 422


def test_it_is_rated_charted_and_has_goals(sign_in, keyworker, record, episode, gambling, today):
    browser = sign_in(keyworker)
    for month, rating in [(6, 2), (11, 7)]:
        begun = AssessmentFactory(client=record, in_progress=True, assessed_on=date(2026, month, 1))
        section = address("assessment_section", begun.pk, "own-gambling")
        assert section in browser.get(address("assessment_sections", begun.pk)).content.decode()
        assert browser.post(section, {"domainrating-rating": str(rating)}).status_code == 302
        begun.refresh_from_db()
        browser.post(address("assessment_check", begun.pk), {"version": begun.version})
    tab = browser.get(address("assessment_list", record.pk))
    assert [str(cell) for cell in tab.context["picture"].rows[-1]] == ["Gambling and gaming", "2", "7", "+5"]
    plan = CarePlanFactory(client=record, episode=episode)
    goal = {"domain": "own-gambling", "words": "I want to keep my wages"}
    assert browser.post(reverse("careplans:goal_add", args=[plan.pk]), goal).status_code == 302
    assert str(Goal.objects.get()) == "Gambling and gaming"
    assert "Gambling and gaming" in browser.get(plan.get_absolute_url()).content.decode()


def test_the_handover_asks_about_it_too(keyworker, episode, gambling):
    episode.status = "in_treatment"
    episode.save()
    handover = aftercare.prepare_handover(episode, by=keyworker)
    assert [need.domain for need in handover.needs_in_order()] == [*Domain.values, "own-gambling"]


def test_a_retired_one_is_not_asked_about_and_keeps_its_name(sign_in, keyworker, record, gambling, today):
    rating = DomainRatingFactory(assessment__client=record, domain="own-gambling", strengths="Told his brother")
    Code.objects.update(active_until=today - timedelta(days=1))
    assert domain_choices() == list(Domain.choices)
    assert domain_label("own-gambling") == "Gambling and gaming"
    page = sign_in(keyworker).get(rating.assessment.get_absolute_url()).content.decode()
    assert "Told his brother" in page


def test_naming_the_twelve_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert [domain_label(domain) for domain in Domain] == Domain.labels


def test_low_ratings_and_named_needs_ask_for_a_goal(record):
    old = AssessmentFactory(client=record, assessed_on=date(2026, 6, 1))
    for domain, answer in [
        (Domain.MONEY, {"rating": 1}),  # better since then
        (Domain.HOUSING, {"rating": 4}),
        (Domain.ETE, {"rating": 5}),
        (Domain.COMMUNITY, {"rating": None, "strengths": "Plays darts"}),
    ]:
        DomainRatingFactory(assessment=old, domain=domain, **answer)
    new = AssessmentFactory(client=record)
    DomainRatingFactory(assessment=new, domain=Domain.MONEY, rating=6)
    DomainRatingFactory(assessment=new, domain=Domain.FAMILY, rating=9, needs="To see the children")
    DomainRatingFactory(assessment=new, domain=Domain.HOUSING, rating=None)  # not asked: the old answer stands
    begun = AssessmentFactory(client=record, in_progress=True)
    DomainRatingFactory(assessment=begun, domain=Domain.OFFENDING, rating=0)
    DomainRatingFactory(domain=Domain.LIFE_SKILLS, rating=0)  # somebody else's
    asking = DomainRating.objects.asking_for_a_goal(record)
    assert {rating.domain for rating in asking} == {Domain.FAMILY, Domain.HOUSING}


def test_the_environment_is_kept_in_the_words_it_was_told_in(sign_in, keyworker, record, today):
    EnvironmentFactory(assessment__client=record, to_avoid="The Crown on paydays")
    begun = AssessmentFactory(client=record, in_progress=True)
    browser = sign_in(keyworker)
    section = address("assessment_section", begun.pk, "environment")
    assert "Last time, on 2 September 2026: The Crown on paydays" in browser.get(section).content.decode()
    assert browser.post(section, {"environment-culture": "Chapel on Sundays"}).status_code == 302
    begun.refresh_from_db()
    assert begun.environment.culture == "Chapel on Sundays"
    assert str(begun.environment) == str(begun)
    assert "Chapel on Sundays" in browser.get(address("assessment_check", begun.pk)).content.decode()
