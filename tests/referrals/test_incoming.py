"""Referrals to us: by the public forms and by hand, triaged with their clocks, matched, taken on or not, passed on, ended."""

import re
import time
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Nation, Role, Setting
from alerts.models import Alert
from clients.choices import EpisodeStatus
from core import traps
from core.models import OutboxMessage
from core.workflow import NotAllowed
from referrals import board, clocks, incoming, offering, saved
from referrals.choices import IncomingStatus, OfferedHow, OfferOutcome, Urgency
from referrals.forms import IncomingQuery
from referrals.models import IncomingReferral, SavedForm
from tests.factories.accounts import AreaFactory, TeamFactory, UserFactory
from tests.factories.clients import ClientFactory, ContactWayFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.referrals import AppointmentOfferFactory, IncomingReferralFactory
from tests.factories.services_directory import PosterFactory, ServiceFactory

pytestmark = pytest.mark.django_db
PERSON, PROFESSIONAL = reverse("refer:refer_person"), reverse("refer:refer_professional")


@pytest.fixture
def team(db):
    return TeamFactory(takes_referrals=True, phone="029 2018 0001")


@pytest.fixture
def worker(team):
    return UserFactory(team=team)


def begun(seconds=60):
    now = time.time()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now - seconds)
        return traps.SIGNER.sign("begun")


def asked(team, **changes):
    """What somebody writes who asks for themselves."""
    return {
        "who": "myself", "team": team.pk, "first_name": "Ivy", "family_name": "Testgreen", "phone": "07700 900123",
        "date_of_birth_day": "4", "date_of_birth_month": "5", "date_of_birth_year": "1990", "what_for": "I drink too much",
        "may_leave_message": "on", "may_text": "on", "heard_from": "web", "begun": begun(),
    } | changes  # fmt: skip


def test_somebody_asks_for_themselves_and_gets_a_number(client, team):
    poster = PosterFactory()
    response = client.post(PERSON, asked(team, dangers=["overdose"], poster_code=poster.code.lower()))
    referral = IncomingReferral.objects.get()
    assert (referral.way, referral.source, referral.created_by) == ("public", "self", None)
    assert (referral.date_of_birth, referral.dangers, referral.poster_code) == (
        date(1990, 5, 4), ["overdose"], poster.code,
    )  # fmt: skip
    assert "Ivy" not in response["Location"]
    html = client.get(response["Location"]).content.decode()
    assert referral.reference in html
    assert "029 2018 0001" in html
    client.post(PERSON, asked(team, dangers=["overdose"], poster_code=poster.code))
    assert IncomingReferral.objects.count() == 1, "The same form twice is one referral"
    alert = Alert.objects.get(rule="RF03")
    assert alert.due_at == referral.created_at, "A danger is named: at once"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": ""}, "one way to get in touch"),
        ({"date_of_birth_year": ""}, "must include a year"),
        ({"poster_code": "NOSUCH"}, "No leaflet or poster of ours"),
        ({"who": "somebody"}, "Enter your name"),
        ({"begun": "now"}, "very quick"),
        ({"begun": "forged"}, "open for long"),
        ({"team": "77777777-7777-4777-8777-777777777777"}, "Choose where the person lives"),
        ({"what_for": "x" * 10_001}, "Shorten this"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, team, changes, words):
    changes = changes | ({"begun": begun(0)} if changes.get("begun") == "now" else {})
    response = client.post(PERSON, asked(team) | changes)
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert 'value="Testgreen"' in html
    assert not IncomingReferral.objects.exists()


def test_robots_are_thanked_and_a_flood_from_one_address_is_slowed(client, team):
    assert client.post(PERSON, asked(team, website="https://spam.example")).status_code == 302
    assert not IncomingReferral.objects.exists()
    codes = [client.post(PERSON, asked(team, family_name=f"Test{number}")).status_code for number in range(21)]
    assert codes == [302] * 20 + [429]
    assert IncomingReferral.objects.count() == 20


def test_under_18_goes_to_the_young_peoples_team_of_the_area(client, team):
    young = TeamFactory(area=team.area, settings=[Setting.YOUNG_PEOPLE])
    TeamFactory(settings=[Setting.YOUNG_PEOPLE])
    year = str(timezone.localdate().year - 15)
    response = client.post(PERSON, asked(team, date_of_birth_year=year))
    assert IncomingReferral.objects.get().team == young
    assert "under 18" in client.get(response["Location"]).content.decode()


def test_a_professional_says_who_and_why_without_agreement(client, team):
    typed = asked(team, source="gp", agrees="no", referrer_name="Dr Testa", referrer_phone="01632 960001")
    assert "without the person’s agreement" in client.post(PROFESSIONAL, typed).content.decode()
    client.post(PROFESSIONAL, typed | {"agrees_note": "In hospital, cannot be asked"})
    referral = IncomingReferral.objects.get()
    assert (referral.way, referral.source, referral.agrees_note) == (
        "professional", "gp", "In hospital, cannot be asked",
    )  # fmt: skip


def test_a_form_is_put_aside_and_only_its_code_opens_it(client, team):
    html = client.post(PERSON, asked(team, what_for="", put_aside="1")).content.decode()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", html)[0]
    row = SavedForm.objects.get()
    assert b"Testgreen" not in bytes(row.sealed)
    assert code.replace("-", "") not in f"{row.digest}{bytes(row.sealed)}"
    go_on = reverse("refer:refer_go_on")
    assert client.post(go_on, {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    html = client.post(go_on, {"code": code.lower().replace("-", " ")}).content.decode()
    assert 'value="Testgreen"' in html
    assert "There is a problem" not in html
    client.post(PERSON, asked(team, saved=row.digest))
    assert not SavedForm.objects.exists(), "Sent, so that nothing is left to open"
    client.post(PERSON, asked(team, put_aside="1"))
    SavedForm.objects.update(expires_at=timezone.now())
    saved.forget_expired()
    assert not SavedForm.objects.exists()


def test_the_public_pages_say_danger_first(client, team):
    ServiceFactory(name="Night line", needs=["crisis"], phone="01632 960009")
    for url, below in ((reverse("refer:refer_start"), "app-doors"), (PERSON, 'name="who"')):
        html = client.get(url).content.decode()
        assert html.index("tel:999") < html.index("Night line") < html.index(below)
    assert reverse("refer:refer_start") in client.get(reverse("help:start")).content.decode()


def test_nothing_is_called_optional_that_some_must_answer(client, team):
    page, professional = (client.get(url).content.decode() for url in (PERSON, PROFESSIONAL))
    for html, needed in ((page, ["Date of birth", "Phone number"]), (professional, ["Your name", "Your phone number"])):
        assert [words for words in needed if f"{words} (optional)" in html] == []
        assert "What would help? (optional)" in html


def test_the_clocks_of_both_nations(team):
    day = date(2026, 11, 2)
    assert clocks.due_on(Nation.ENGLAND, day) == date(2026, 11, 23)
    assert clocks.due_on(Nation.WALES, date(2026, 12, 14)) == date(2027, 1, 14), "Without three bank holidays"
    today = timezone.localdate()
    wales = TeamFactory(area=AreaFactory(nation=Nation.WALES))
    old, new = today - timedelta(days=22), today - timedelta(days=1)
    late = IncomingReferralFactory(team=team, referred_on=old)
    soon = IncomingReferralFactory(team=team, referred_on=today - timedelta(days=20))
    IncomingReferralFactory(team=wales, referred_on=new)
    offered = IncomingReferralFactory(team=team, referred_on=old, taken=True)
    offered.episode.first_appointment_offered_on = today
    offered.episode.save()
    found = IncomingReferral.objects.all()
    assert list(found.filter(clocks.late())) == [late]
    assert list(found.filter(clocks.soon())) == [soon]
    assert clocks.clock_of(offered).is_late
    assert not clocks.clock_of(offered).is_running


def test_triage_match_take_on_and_start(worker, team):
    referral = incoming.receive(IncomingReferralFactory.build(team=team, phone="07700 900123"), by=worker)
    client = ClientFactory(registered_team=team)
    with pytest.raises(NotAllowed, match="whose record"):
        incoming.take_on(referral, keyworker=worker, by=worker)
    incoming.match(referral, client, by=worker)
    with pytest.raises(NotAllowed, match="triage comes before"):
        incoming.take_on(referral, keyworker=worker, by=worker)
    incoming.triage(referral, urgency=Urgency.SOON, triage_note="Rang back", allocated_to=worker, by=worker)
    assert not Alert.objects.filter(rule="RF03", ended_at=None).exists()
    with pytest.raises(NotAllowed, match="is not in"):
        incoming.take_on(referral, keyworker=UserFactory(), by=worker)
    referral.refresh_from_db()
    incoming.take_on(referral, keyworker=worker, by=worker, substances=[("alcohol", "")])
    episode = client.episodes.get()
    assert (episode.status, episode.keyworker, episode.referred_on) == (
        EpisodeStatus.WAITING, worker, referral.referred_on,
    )  # fmt: skip
    change = referral.status_changes.get()
    assert (change.to_status, change.changed_by) == (IncomingStatus.WAITING, worker)
    with pytest.raises(NotAllowed):
        incoming.take_on(referral, keyworker=worker, by=worker)
    episode.treatment_started_on = timezone.localdate()
    episode.save()
    assert incoming.follow_episodes() == 1
    referral.refresh_from_db()
    assert (referral.status, referral.ended_on) == (IncomingStatus.STARTED, timezone.localdate())
    assert not Alert.objects.filter(rule="RF04", ended_at=None).exists()


def test_not_taken_on_passed_on_reopened_and_to_another_team(worker, team):
    referral = IncomingReferralFactory(team=team)
    service = ServiceFactory()
    with pytest.raises(NotAllowed, match="Say first"):
        incoming.pass_on(referral, service, by=worker)
    incoming.decline(referral, not_taken_on="other_area", answer_note="Told to ring Northmere", by=worker)
    incoming.pass_on(referral, service, by=worker)
    referral.refresh_from_db()
    assert (referral.status, referral.onward_service, referral.ended_on) == (
        IncomingStatus.DECLINED, service, timezone.localdate(),
    )  # fmt: skip
    incoming.reopen(referral, reason="Has moved here", by=worker)
    assert (referral.not_taken_on, referral.ended_on) == ("", None)
    other = TeamFactory()
    incoming.transfer(referral, team=other, reason="Lives there", by=worker)
    assert not IncomingReferral.objects.visible_to(worker).exists()
    assert "Lives there" in referral.status_changes.last().reason
    incoming.withdraw(referral, reason="Rang: no longer wanted", by=worker)
    assert not Alert.objects.filter(ended_at=None).exists()


def offered(referral, worker, **changes):
    said = {"offered_for": timezone.now() + timedelta(days=5), "where": "12 Castle Road", "how": OfferedHow.TEXT}
    said |= changes
    when = said["offered_for"]
    text = offering.invitation(
        referral, "first_appointment", said["how"], by=worker, when=when, where=said["where"]
    )  # fmt: skip
    return offering.offer(referral, **{"mark": text.mark if text else "", **said}, by=worker)


def test_a_text_goes_once_where_it_is_safe_and_the_clock_stops(worker, team, settings):
    settings.TEXT_SENDER = "tests.core.Nobody"
    referral = IncomingReferralFactory(team=team, taken=True)
    with pytest.raises(NotAllowed, match="No such way"):
        offered(referral, worker)
    way = ContactWayFactory(client=referral.client, kind="text", value="07700 900123", may_leave_message="no")
    with pytest.raises(NotAllowed, match="No message may be left"):
        offered(referral, worker)
    way.may_leave_message = way.may_say_who = "yes"
    way.save()
    with pytest.raises(NotAllowed, match="The words have changed"):
        offered(referral, worker, mark="other words")
    assert not OutboxMessage.objects.exists()
    row = offered(referral, worker)
    message = OutboxMessage.objects.get()
    assert (message.address, message.channel, message.body) == ("07700 900123", "text", row.text)
    assert team.name not in message.body
    assert "12 Castle Road" in message.body
    referral.episode.refresh_from_db()
    assert referral.episode.first_appointment_offered_on == timezone.localdate(row.offered_for)
    with pytest.raises(NotAllowed, match="appointment before"):
        offered(referral, worker, how=OfferedHow.PHONE)


def test_three_missed_appointments_end_it_with_a_letter(worker, team, sign_in):
    referral = IncomingReferralFactory(team=team, taken=True)
    for number in range(3):
        with pytest.raises(NotAllowed):
            incoming.expire(referral, answer_note="Come back when you like", by=worker)
        row = AppointmentOfferFactory(referral=referral, offered_for=timezone.now() - timedelta(days=3 - number))
        offering.say_outcome(row, outcome=OfferOutcome.MISSED, outcome_note="", by=worker)
    assert referral.client.contacts.filter(outcome="missed").count() == 3
    browser = sign_in(worker)
    url = reverse("referrals:incoming_expire", args=[referral.pk])
    assert "You can come back whenever you like" in browser.get(url).content.decode()
    browser.post(url, {"answer_note": "Come back when you like", "version": referral.version})
    referral.refresh_from_db()
    assert referral.status == IncomingStatus.EXPIRED
    letter = browser.get(reverse("referrals:incoming_letter_pdf", args=[referral.pk]))
    assert letter["Content-Type"] == "application/pdf"


def test_the_board_says_danger_first_counts_and_exports(worker, team, sign_in, django_assert_max_num_queries):
    calm = IncomingReferralFactory(team=team, first_name="Calm")
    danger = IncomingReferralFactory(team=team, first_name="Danger", dangers=["self_harm"])
    IncomingReferralFactory(first_name="Elsewhere")
    IncomingReferralFactory(team=team, first_name="Gone", not_taken=True)
    browser, address = sign_in(worker), reverse("referrals:incoming_list")
    html = browser.get(address).content.decode()
    assert html.index(danger.reference) < html.index(calm.reference)
    assert "Elsewhere" not in html
    assert "Gone" not in html
    assert "Gone" in browser.get(address, {"status": "declined"}).content.decode()
    assert calm.reference not in browser.get(address, {"danger": "self_harm"}).content.decode()
    assert browser.get(address, {"words": danger.reference.lower()}).content.decode().count(">R-") == 1
    text = b"".join(browser.get(reverse("referrals:incoming_export")).streaming_content).decode()
    assert danger.reference in text
    assert "Elsewhere" not in text
    IncomingReferralFactory.create_batch(60, team=team, taken=True)
    with django_assert_max_num_queries(8):
        browser.get(address)


def test_the_board_is_written_once_and_everybody_reads_their_own(sign_in):
    teams = TeamFactory.create_batch(2)
    workers = [UserFactory(team=team) for team in teams]
    for team, worker in zip(teams, workers, strict=True):
        IncomingReferralFactory(team=team, first_name=f"Of {worker.pk}")
        IncomingReferralFactory(team=team, first_name=f"Kept by {worker.pk}", allocated_to=worker)
    nobodys = UserFactory(role=Role.KEYWORKER)
    address = reverse("referrals:incoming_list")
    for _again in range(2):
        for worker, other in zip(workers, reversed(workers), strict=True):
            for query in ({}, {"mine": "on"}, {"words": str(worker.pk)}):
                html = sign_in(worker).get(address, query).content.decode()
                assert f"Kept by {worker.pk} " in html
                assert (f"Of {worker.pk} " in html) == ("mine" not in query)
                assert f"Kept by {other.pk} " not in html
                assert f"Of {other.pk} " not in html
        assert ">R-" not in sign_in(nobodys).get(address).content.decode()


@pytest.mark.parametrize("sort", ["", "oldest", "newest", "name"])
def test_the_second_page_of_the_board_begins_where_the_first_ends(worker, team, sort):
    references = {each.reference for each in IncomingReferralFactory.create_batch(5, team=team)}
    values = IncomingQuery({"sort": sort}, worker).values()
    first = board.page_for(worker, values, size=3)
    second = board.page_for(worker, values, size=3, cursor=first.next_cursor)
    assert (len(first.rows), first.is_first, len(second.rows), second.is_first) == (3, True, 2, False)
    assert {row["reference"] for row in [*first.rows, *second.rows]} == references


def test_staff_write_one_down_and_a_new_client_is_reached_as_was_said(worker, team, sign_in):
    browser = sign_in(worker)
    typed = asked(team, source="gp", referred_on="2/11/2026", agrees="yes", postcode="cf10 1aa")
    response = browser.post(reverse("referrals:incoming_create"), typed)
    referral = IncomingReferral.objects.get()
    assert response["Location"] == referral.get_absolute_url()
    assert (referral.way, referral.created_by, referral.postcode) == ("staff", worker, "CF10 1AA")
    page = browser.get(reverse("referrals:incoming_client_add", args=[referral.pk])).content.decode()
    assert 'value="Testgreen"' in page
    added = {
        "registered_team": team.pk, "first_name": "Ivy", "family_name": "Testgreen", "date_of_birth_day": "4",
        "date_of_birth_month": "5", "date_of_birth_year": "1990", "sex": "female", "phone": "07700 900123",
    }  # fmt: skip
    browser.post(reverse("referrals:incoming_client_add", args=[referral.pk]), added)
    referral.refresh_from_db()
    assert referral.client.first_name == "Ivy"
    assert sorted(referral.client.contact_ways.values_list("kind", "may_leave_message")) == [
        ("phone", "yes"), ("text", "yes"),
    ]  # fmt: skip


def test_a_restricted_record_hides_its_referral(worker, team):
    referral = IncomingReferralFactory(team=team, taken=True)
    assert referral in IncomingReferral.objects.visible_to(worker)
    referral.client.is_restricted = True
    referral.client.save()
    assert referral not in IncomingReferral.objects.visible_to(worker)
    assert (
        UserFactory(role=Role.COMMISSIONER, partnership=team.area.partnership).has_perm("referrals.view_incoming")
        is False
    )


def test_nobodys_agreement_is_taken_for_granted(client, team):
    typed = asked(team, who="somebody", referrer_name="Pat Testgreen")
    assert "Choose whether they agree" in client.post(PERSON, typed).content.decode()
    client.post(PERSON, typed | {"agrees": "not_asked"})
    referral = IncomingReferral.objects.get()
    assert (referral.way, referral.source, referral.agrees) == ("other_person", "family", "not_asked")


def test_from_a_prison_release_to_the_team_of_the_place(worker, team, sign_in):
    episode = EpisodeFactory(team=team, in_treatment=True)
    stay, there = CustodyStayFactory(client=episode.client), TeamFactory(name="Vale Team")
    browser, url = sign_in(worker), reverse("custody:stay_refer", args=[stay.pk])
    typed = {"team": there.pk, "release_on": "1/12/2026", "what_for": "Script to go on", "agrees": "yes"}
    assert browser.post(url, typed)["Location"] == stay.get_absolute_url()
    referral = IncomingReferral.objects.get()
    assert (referral.way, referral.source, referral.dangers) == ("release", "prison", ["release"])
    assert (referral.first_name, referral.client, referral.created_by) == (episode.client.first_name, None, worker)
    assert referral in IncomingReferral.objects.visible_to(UserFactory(team=there))
    assert "already" in browser.post(url, typed | {"what_for": "Once more"}).content.decode()
    browser.post(url, typed | {"team": team.pk})
    assert IncomingReferral.objects.get(team=team).client == episode.client
