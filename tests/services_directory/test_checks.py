"""Emails that ask whether an entry is still right; capacity with its day; and what became of referrals."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.models import OutboxMessage
from referrals.answers import answers_of
from services_directory import reminders
from services_directory.models import CheckRequest, ServiceProblem
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def old(days, **more):
    checked = timezone.localdate() - dt.timedelta(days=days)
    return ServiceFactory(**{"checked_on": checked, "assurer_email": "sian@pantry.example.org"} | more)


def link_of(service):
    """Asks, and gives the path that the email leads to."""
    reminders.ask_assurers()
    body = OutboxMessage.objects.get(reference=f"directory-check-{service.check_requests.first().pk}").body
    return re.search(r"/directory/check/\S+", body)[0]


def test_assurers_are_asked_at_150_and_330_days_and_once(today):
    service = old(150, name="Pantry")
    for other in ({"days": 149}, {"days": 400, "assurer_email": ""}, {"days": 400, "status": "defunct"}):
        old(**other)
    ServiceFactory(assurer_email="never@example.org")
    assert [reminders.ask_assurers(), reminders.ask_assurers()] == [1, 0]
    assert reminders.ask_assurers(today + dt.timedelta(days=179)) == 1, "The one that was checked 149 days ago"
    assert reminders.ask_assurers(today + dt.timedelta(days=180)) == 1
    assert list(service.check_requests.order_by("lead_days").values_list("lead_days", flat=True)) == [150, 330]
    message = OutboxMessage.objects.filter(address="sian@pantry.example.org").earliest("created_at")
    assert "Pantry" in message.subject
    token = re.search(r"/check/(\S+)/", message.body)[1]
    asked = service.check_requests.get(lead_days=150)
    assert asked.token_digest == reminders.digest(token)
    assert token not in str(CheckRequest.objects.values())


def test_after_an_outage_only_the_last_email_goes_out():
    service = old(700)
    assert [reminders.ask_assurers(), reminders.ask_assurers()] == [1, 0]
    assert service.check_requests.get().lead_days == 330


def test_looking_changes_nothing_and_right_checks_the_entry_once(client, today):
    service = old(200, name="Pantry", phone="01632 960001", needs_guessed=True)
    link = link_of(service)
    for _ in range(3):
        page = client.get(link).content.decode()
    assert "01632 960001" in page
    service.refresh_from_db()
    assert service.checked_on != today
    typed = {"outcome": "right", "version": service.version}
    assert client.post(link, {"version": service.version}).status_code == 422
    assert client.post(link, typed | {"about_cost": "Dear"}).status_code == 422
    assert client.post(link, typed)["Location"] == service.get_absolute_url()
    service.refresh_from_db()
    assert (service.checked_on, service.needs_guessed, service.updated_by) == (today, False, None)
    assert service.checked_by == "the service, by email (@pantry.example.org)"
    assert client.post(link, typed).status_code == 404
    assert not ServiceProblem.objects.exists()


def test_what_is_wrong_becomes_a_report(client, today):
    service = old(200)
    link = link_of(service)
    typed = {"outcome": "wrong", "version": service.version, "about_contact": "<b>New</b> number", "about_cost": "Free"}
    assert client.post(link, typed | {"about_contact": "", "about_cost": ""}).status_code == 422
    assert client.post(link, typed | {"about_rest": "x" * 100_000}).status_code == 422
    assert client.post(link, typed).status_code == 302
    problem = service.problems.get()
    assert problem.what == "Phone, email or web address: <b>New</b> number\nWhat it costs: Free"
    assert (problem.email, problem.created_by) == ("sian@pantry.example.org", None)
    service.refresh_from_db()
    assert service.checked_on != today
    assert client.get(link).status_code == 404


def test_who_answers_about_an_older_entry_sees_the_new_one_without_names(client):
    service = old(200)
    link = link_of(service)
    editor = UserFactory(role=Role.DIRECTORY_EDITOR, last_name="Secretive")
    service.phone = "01632 960002"
    service.save_by(editor, "phone")
    response = client.post(link, {"outcome": "right", "version": service.version - 1})
    assert response.status_code == 409
    assert "01632 960002" in response.content.decode()
    assert "Secretive" not in response.content.decode()


def test_dead_links_answer_alike(client):
    used, late, handed_on, ended = (old(200) for _ in range(4))
    links = [link_of(service) for service in (used, late, handed_on, ended)]
    client.post(links[0], {"outcome": "right", "version": used.version}, follow=True)  # to where it is thanked
    late.check_requests.update(expires_at=timezone.now())
    type(handed_on).objects.filter(pk=handed_on.pk).update(assurer_email="new@example.org")
    type(ended).objects.filter(pk=ended.pk).update(status="defunct")
    links += [reverse("services_directory:check_by_link", args=["guessed" * 6]), "/directory/check/x/"]
    answers = [client.get(link) for link in links]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}) == 1


def test_guessing_links_is_throttled(client, settings):
    settings.OPENREFERRAL_PER_MINUTE = 0
    answer = client.get(reverse("services_directory:check_by_link", args=["guess"]))
    assert answer.status_code == 429
    assert answer["Retry-After"]


def capacity(browser, service, **typed):
    address = reverse("services_directory:capacity_edit", args=[service.pk])
    service.refresh_from_db()
    return browser.post(address, {"version": service.version} | typed)


def test_the_team_that_runs_a_service_says_whether_somebody_can_start(sign_in, client, today):
    team = TeamFactory()
    service = ServiceFactory(run_by_team=team, imported=True)
    browser = sign_in(UserFactory(role=Role.KEYWORKER, team=team))
    long_ago = today - dt.timedelta(days=31)
    assert capacity(browser, service, capacity="waiting", waiting_days="12", capacity_on="").status_code == 422
    assert (
        capacity(browser, service, capacity="waiting", capacity_on=f"{today + dt.timedelta(days=1)}").status_code == 422
    )
    assert capacity(browser, service, capacity="waiting", waiting_days="12", capacity_on=str(today)).status_code == 302
    page = client.get(service.get_absolute_url()).content.decode()
    assert "12 days to wait" in page
    assert "ring first" not in page
    assert capacity(browser, service, capacity="full", capacity_on=str(long_ago)).status_code == 302
    assert "ring first" in client.get(service.get_absolute_url()).content.decode()
    service.refresh_from_db()
    assert not service.kept_here, "The rest still comes from its feed"
    assert capacity(browser, service, capacity="", capacity_on=str(today)).status_code == 302
    service.refresh_from_db()
    assert (service.capacity, service.capacity_on) == ("", None)
    assert capacity(browser, ServiceFactory(run_by_team=TeamFactory()), capacity="full").status_code == 404


def test_answers_to_referrals_are_shown_without_small_numbers(sign_in, client):
    service = ServiceFactory()
    for _ in range(6):
        ReferralFactory(service=service, accepted=True)
    for _ in range(2):
        ReferralFactory(service=service, sent=True)
    assert answers_of(service) == {"accepted": 6}, "8 in all would give away the 2"
    for _ in range(5):
        ReferralFactory(service=service, declined=True)
    assert answers_of(service)["accepted"] == 6
    page = sign_in(UserFactory(role=Role.KEYWORKER)).get(service.get_absolute_url()).content.decode()
    assert "Accepted: 6." in page
    assert answers_of(service, timezone.localdate() + dt.timedelta(days=800)) == {}


def test_the_public_sees_no_referrals(client):
    service = ServiceFactory()
    for _ in range(6):
        ReferralFactory(service=service, accepted=True)
    assert "Accepted: 6." not in client.get(service.get_absolute_url()).content.decode()
