"""The open door: a visit without a record, what it was about, and what may become of it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Client
from core.models import AccessLog
from core.workflow import NotAllowed
from referrals import open_access
from referrals.choices import AgeBand, Given, HeardFrom, Topic, TurnedInto
from referrals.models import OpenAccessContact
from tests.factories.accounts import TeamFactory
from tests.factories.clients import ClientFactory
from tests.factories.referrals import OpenAccessContactFactory
from tests.factories.services_directory import PosterFactory, ServiceFactory

pytestmark = pytest.mark.django_db
VISIT = {
    "happened_on": "16/11/2026", "way": "drop_in", "age_band": "25_34", "postcode_sector": "cf10  1",
    "topics": ["housing", "harm_reduction"], "given": ["naloxone"], "heard_from": "library",
}  # fmt: skip
PERSON = {
    "first_name": "Rhian", "family_name": "Maddox", "sex": "female",
    "date_of_birth_day": "3", "date_of_birth_month": "4", "date_of_birth_year": "1991",
}  # fmt: skip


@pytest.fixture
def browser(today, sign_in, keyworker):
    return sign_in(keyworker)


@pytest.fixture
def visit(team):
    return OpenAccessContactFactory(team=team, topics=[Topic.HOUSING], given=[Given.LEAFLET])


def page(name, *args):
    return reverse(f"referrals:open_access_{name}", args=args)


def test_visit_is_logged_without_anybody_named(browser, keyworker, team):
    poster = PosterFactory(code="CDF347")
    response = browser.post(page("create"), VISIT | {"team": team.pk, "poster_code": " cdf 347"})
    contact = OpenAccessContact.objects.get()
    assert response.status_code == 302
    assert response.url == contact.get_absolute_url()
    assert (contact.team, contact.created_by, contact.age_band) == (team, keyworker, AgeBand.TO_34)
    assert (contact.postcode_sector, contact.poster_code) == ("CF10 1", poster.code)
    assert contact.topics == [Topic.HOUSING, Topic.HARM_REDUCTION]
    assert contact.given == [Given.NALOXONE]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"topics": []}, "at least one thing"),
        ({"postcode_sector": "CF10 1AB"}, "6 characters"),
        ({"postcode_sector": "CF"}, "such as CF10 1"),
        ({"happened_on": "18/11/2030"}, "future"),
        ({"happened_on": "31/2/2026"}, "date"),
        ({"team": "another"}, "team"),
        ({"age_band": "elderly"}, "answers on the list"),
        ({"poster_code": "XXXXXX"}, "No leaflet or poster of ours has this code"),
    ],
)
def test_wrong_answer_is_named_and_nothing_is_saved(browser, team, wrong, words):
    if wrong.get("team") == "another":
        wrong = {"team": TeamFactory().pk}
    response = browser.post(page("create"), VISIT | {"team": team.pk} | wrong)
    assert response.status_code == 422
    assert not OpenAccessContact.objects.exists()
    errors = response.context["form"].errors
    assert set(errors) == set(wrong)
    assert words in str(errors)


def test_database_refuses_a_visit_about_nothing(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenAccessContactFactory(team=team, topics=[])


def test_log_of_another_team_does_not_exist(browser, visit):
    theirs = OpenAccessContactFactory(team=TeamFactory())
    assert browser.get(page("detail", theirs.pk)).status_code == 404
    rows = browser.get(page("list")).context["page"].rows
    assert rows == [visit]


def test_list_is_narrowed_counted_and_taken_away(browser, team, visit):
    poster, other = PosterFactory(), TeamFactory()
    came = {"heard_from": HeardFrom.LIBRARY, "poster_code": poster.code}
    OpenAccessContactFactory(team=team, topics=[Topic.HOUSING, Topic.BENEFITS], **came)
    OpenAccessContactFactory(team=other, topics=[Topic.FAMILY], age_band=AgeBand.TO_24, **came)
    response = browser.get(page("list"), {"topic": "benefits"})
    assert [contact.topics for contact in response.context["page"].rows] == [[Topic.HOUSING, Topic.BENEFITS]]
    told = {tally.title: dict(tally.rows) for tally in browser.get(page("list")).context["tallies"]}
    assert told["What was talked about"] == {"Housing": 2, "Welfare benefits": 1}
    assert told["What was given"] == {"Leaflet": 1}
    assert told["How they heard of us"] == {"Library": 1, "Not asked, or not said": 1}
    assert told["About how old"] == {"Not said": 2}
    assert told["From which poster or leaflet"] == {f"{poster.code} · {poster.place}": 1}
    sheet = b"".join(browser.get(page("export"), {"heard_from": "library"}).streaming_content).decode()
    assert "Library" in sheet
    assert "Leaflet" not in sheet
    assert AccessLog.objects.filter(action="export", detail="open-door").count() == 1


def test_list_has_the_same_number_of_queries_for_2_and_50(browser, team):
    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(page("list"))
        return len(queries)

    OpenAccessContactFactory.create_batch(2, team=team)
    before = count()
    OpenAccessContactFactory.create_batch(48, team=team)
    assert count() == before


def test_signposting_takes_one_click_and_can_be_taken_back(browser, visit):
    service = ServiceFactory(name="Harbour Housing")
    browser.post(page("signpost", visit.pk), {"service": service.pk})
    browser.post(page("signpost", visit.pk), {"service": service.pk})
    assert list(visit.signposted.all()) == [service]
    assert b"Harbour Housing" in browser.get(page("detail", visit.pk)).content
    browser.post(page("take_back", visit.pk), {"service": service.pk})
    assert not visit.signposted.exists()


def test_what_helps_with_what_was_talked_about_is_shown_first(browser, visit):
    housing, food = ServiceFactory(needs=["housing_advice"]), ServiceFactory(name="Pantry", needs=["food"])
    assert browser.get(page("detail", visit.pk)).context["services"] == [housing]
    assert browser.get(page("detail", visit.pk), {"words": "pantry"}).context["services"] == [food]


def test_service_that_has_ended_is_not_offered(browser, visit):
    gone = ServiceFactory(defunct=True)
    browser.post(page("signpost", visit.pk), {"service": gone.pk})
    assert not visit.signposted.exists()
    with pytest.raises(NotAllowed, match="cannot be offered"):
        open_access.signpost(visit, gone, by=None)


def test_person_becomes_a_client_with_the_visit_as_first_contact(browser, keyworker, visit):
    visit.signposted.add(ServiceFactory(name="Harbour Housing"))
    response = browser.post(page("turn", visit.pk), PERSON | {"registered_team": visit.team_id})
    assert response.status_code == 302, response.context["form"].errors
    client = Client.objects.get(family_name="Maddox")
    assert response.status_code == 302
    assert response.url == reverse("clients:episode_open", args=[client.pk])
    contact = client.contacts.get()
    assert contact.created_by == keyworker
    assert "Housing" in contact.note
    assert "Harbour Housing" in contact.note
    visit.refresh_from_db()
    assert visit.turned_into == TurnedInto.CLIENT
    again = browser.post(page("turn", visit.pk), PERSON | {"registered_team": visit.team_id} | {"family_name": "Other"})
    assert again.status_code == 422
    assert b"has become a record already" in again.content
    assert Client.objects.count() == 1


def test_somebody_known_is_shown_before_a_second_record_is_made(browser, record, visit):
    same = {"first_name": record.first_name, "family_name": record.family_name, "sex": record.sex}
    birth = record.date_of_birth
    same |= {"date_of_birth_day": birth.day, "date_of_birth_month": birth.month, "date_of_birth_year": birth.year}
    response = browser.post(page("turn", visit.pk), same)
    assert response.status_code == 422
    assert b"may be known already" in response.content
    assert Client.objects.count() == 1
    browser.post(page("known", visit.pk))
    visit.refresh_from_db()
    assert visit.turned_into == TurnedInto.KNOWN
    assert not record.contacts.exists()


def test_log_says_nothing_of_who_it_was(visit):
    ClientFactory(family_name="Canary")
    names = {field.name for field in OpenAccessContact._meta.get_fields()}
    assert not names & {"client", "name", "note", "date_of_birth", "postcode", "phone"}
