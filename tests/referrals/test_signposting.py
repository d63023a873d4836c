"""Telling a client about services: said, on paper, by text or email where that is safe; never a word that says too much."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client as Visitor
from django.urls import reverse

from clients import personal
from clients.choices import Answer, WayKind
from clients.forms import SafetyForm
from clients.models import Client
from core import outbox
from core.choices import Channel
from core.models import OutboxMessage
from core.senders import Sender
from core.workflow import NotAllowed
from referrals import signposting
from referrals.choices import SignpostHow
from referrals.models import Signpost
from rights.choices import LimitKind, LimitStatus
from rights.workflow import decide_limit
from services_directory.leaflet import says_nothing
from tests.factories.clients import ClientFactory, ContactWayFactory, DeathFactory
from tests.factories.rights import LimitFactory
from tests.factories.services_directory import ServiceAtLocationFactory, ServiceFactory

pytestmark = pytest.mark.django_db
SAFE = {"may_leave_message": Answer.YES, "may_say_who": Answer.YES}


class Texts(Sender):
    """Takes every text."""

    taken = []

    def send(self, message, address):
        self.taken.append((address, message.body))

    def knows(self, reference):
        return False


@pytest.fixture
def texts(settings):
    settings.TEXT_SENDER, Texts.taken = f"{__name__}.Texts", []
    return Texts.taken


@pytest.fixture
def browser(today, sign_in, keyworker):
    return sign_in(keyworker)


@pytest.fixture
def pantry():
    service = ServiceFactory(name="Pantry", phone="01632 960001", description="Food for all. Also drug advice.")
    place = {"location__address": "1 High Street", "location__name": "Recovery Hall", "location__postcode": "CF10 1AA"}
    ServiceAtLocationFactory(service=service, **place)
    return service


@pytest.fixture
def meeting():
    return ServiceFactory(name="Narcotics Anonymous", organisation=None, phone="01632 960002 (recovery)")


def way_of(record, kind=WayKind.TEXT, value="07700 900123", **rules):
    return ContactWayFactory(client=record, kind=kind, value=value, **(SAFE | rules))


def address(name, pk, *services):
    return reverse(f"referrals:signpost_{name}", args=[pk]) + "?keep=" + ",".join(str(each.pk) for each in services)


def test_told_in_two_clicks_from_an_entry_with_the_client_in_hand(browser, record, keyworker, pantry):
    page = browser.get(pantry.get_absolute_url(), {"client": record.pk})
    first = address("add", record.pk, pantry)
    assert f'href="{first}"' in page.content.decode()
    assert record.reference in page.content.decode()
    assert record.family_name not in page.content.decode()
    response = browser.post(first, {"how": "said"})
    assert response.url == reverse("referrals:signpost_list", args=[record.pk])
    row = Signpost.objects.get()
    assert (row.client, row.service, row.how, row.created_by) == (record, pantry, SignpostHow.SAID, keyworker)
    assert not OutboxMessage.objects.exists()
    assert "Pantry" in browser.get(response.url).content.decode()
    story = browser.get(reverse("clients:client_timeline", args=[record.pk])).content.decode()
    assert "Told about Pantry" in story


def test_ticks_of_a_search_stay_with_the_client(browser, record, pantry, meeting):
    found = browser.get(reverse("services_directory:service_list"), {"words": "pantry", "client": record.pk})
    page = found.content.decode()
    assert f'formaction="{reverse("referrals:signpost_add", args=[record.pk])}"' in page
    assert f'name="client" value="{record.pk}"' in page
    assert f"{pantry.get_absolute_url()}?client={record.pk}" in page
    ticked = {"words": "x", "client": record.pk, "keep": meeting.pk, "shown": meeting.pk, "tick": pantry.pk}
    assert browser.get(reverse("referrals:signpost_add", args=[record.pk]), ticked).context["services"] == [pantry]


@pytest.mark.parametrize("key", ["{other}", "'", "\x00", ""])
def test_nobody_elses_client_is_in_hand(browser, record, pantry, key):
    key, stranger = key.format(other=ClientFactory().pk), Visitor()
    for visitor in (browser, stranger):
        page = visitor.get(pantry.get_absolute_url(), {"client": key}).content.decode()
        assert "Tell the client" not in page
    assert b"Tell the client" not in stranger.get(pantry.get_absolute_url(), {"client": record.pk}).content


def test_text_is_sent_once_word_for_word_as_it_was_shown(browser, record, keyworker, pantry, meeting, texts):
    way = way_of(record)
    page = browser.get(address("send", way.pk, pantry, meeting))
    message = page.context["message"]
    assert message.left_out == [meeting]
    assert message.body == "\n\n".join(
        ["Places that may help:", "Pantry\n01632 960001\n1 High Street, CF10 1AA", "Ring before you go: times change."]
    )
    assert message.body in page.content.decode()
    token = {"draft_key": page.context["form"]["mark"].value()}
    for _again in range(2):
        browser.post(address("send", way.pk, pantry, meeting), {"mark": message.mark} | token)
    row = Signpost.objects.filter(sending=Signpost.objects.latest("created_at").sending).get()
    assert (row.service, row.how, row.sent_to, row.created_by) == (pantry, "text", "07700 900123", keyworker)
    assert row.words in message.body
    outbox.deliver()
    assert set(texts) == {("07700 900123", message.body)}
    assert not mail.outbox
    listed = browser.get(reverse("referrals:signpost_list", args=[record.pk])).content.decode()
    assert "Gone out" in listed


def test_email_says_more_and_still_nothing(browser, record, pantry):
    way = way_of(record, WayKind.EMAIL, "canary@example.org")
    mark = browser.get(address("send", way.pk, pantry)).context["message"].mark
    browser.post(address("send", way.pk, pantry), {"mark": mark})
    outbox.deliver()
    [email] = mail.outbox
    assert email.to == ["canary@example.org"]
    assert "Food for all." in email.body
    said = f"{email.subject} {email.body} {email.from_email}"
    assert says_nothing(said)
    assert record.first_name not in said
    assert record.family_name not in said


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"may_leave_message": Answer.NO}, "No message may be left here"),
        ({"may_leave_message": ""}, "ask first"),
        ({"may_leave_message": Answer.NOT_KNOWN}, "ask first"),
        ({"may_say_who": Answer.NO}, "whom it comes from"),
        ({"may_say_who": ""}, "whom it comes from"),
        ({"ends_on": date(2026, 11, 1)}, "no longer a way"),
        ({"kind": WayKind.PHONE}, "Nothing can be sent by this way"),
    ],
)
def test_rules_of_safe_contact_say_no_in_words(browser, record, pantry, texts, rules, why):
    way = way_of(record, **rules)
    page = browser.get(address("send", way.pk, pantry))
    assert why in page.context["refusal"]
    response = browser.post(address("send", way.pk, pantry), {"mark": page.context["message"].mark, "is_safe": "on"})
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not Signpost.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("because", ["died", "do_not_contact", "no_texts", "frozen"])
def test_nothing_is_sent_to_somebody_who_died_or_must_not_be_contacted(
    browser, record, pantry, texts, settings, because
):
    way = way_of(record)
    mark = signposting.message_of([pantry], Channel.TEXT).mark
    if because == "died":
        DeathFactory(client=record)
    elif because == "no_texts":
        settings.TEXT_SENDER = ""
    else:
        Client.objects.filter(pk=record.pk).update(
            **{"do_not_contact": "He reads it"} if because == "do_not_contact" else {"is_frozen": True}
        )
    page = browser.get(address("send", way.pk, pantry))
    assert page.context["refusal"]
    assert browser.post(address("send", way.pk, pantry), {"mark": mark, "is_safe": "on"}).status_code in (403, 422)
    assert not OutboxMessage.objects.exists()
    shown = browser.get(address("add", record.pk, pantry))
    assert "Nothing is sent here." in shown.content.decode()


def test_a_text_without_our_name_may_go_where_nobody_may_know_us(record, keyworker, pantry, texts, settings):
    settings.TEXT_SAYS_WHO = False
    way = way_of(record, may_say_who=Answer.NO)
    mark = signposting.message_of([pantry], Channel.TEXT).mark
    assert signposting.send(way, [pantry], mark=mark, by=keyworker)


def test_what_must_be_weighed_is_read_first(browser, record, pantry, texts):
    way = way_of(record, who_else="Her mother reads it")
    mark = browser.get(address("send", way.pk, pantry)).context["message"].mark
    response = browser.post(address("send", way.pk, pantry), {"mark": mark})
    assert response.status_code == 422
    assert "Her mother reads it" in response.content.decode()
    assert browser.post(address("send", way.pk, pantry), {"mark": mark, "is_safe": "on"}).status_code == 302


def test_other_words_than_those_shown_are_not_sent(record, keyworker, pantry, texts):
    way, mark = way_of(record), signposting.message_of([pantry], Channel.TEXT).mark
    pantry.phone = "01632 960999"
    with pytest.raises(NotAllowed, match="changed meanwhile"):
        signposting.send(way, [pantry], mark=mark, by=keyworker)
    with pytest.raises(NotAllowed, match="Nothing may be said"):
        signposting.send(way, [], mark=mark, by=keyworker)


def test_too_long_for_a_text():
    services = [ServiceFactory(name=f"A place with quite a long name, number {number}" * 2) for number in range(8)]
    assert "too long" in signposting.message_of(services, Channel.TEXT).fault
    assert not signposting.message_of(services, Channel.EMAIL).fault


def test_an_address_of_ours_that_says_too_much_sends_no_email(record, keyworker, pantry, settings):
    settings.DEFAULT_FROM_EMAIL = "City Drug Service <hello@example.org>"
    way = way_of(record, WayKind.EMAIL, "canary@example.org")
    with pytest.raises(NotAllowed, match="says what it is for"):
        signposting.send(way, [pantry], mark="", by=keyworker)


def test_what_waits_is_taken_back_when_nobody_may_get_in_touch(record, keyworker, pantry, texts):
    signposting.send(way_of(record), [pantry], mark=signposting.message_of([pantry], Channel.TEXT).mark, by=keyworker)
    form = SafetyForm({"do_not_contact": "He reads it", "version": record.version}, instance=record)
    assert form.is_valid()
    personal.save_safety(form, by=keyworker)
    assert outbox.deliver() == 0
    assert not texts


def test_what_waits_is_taken_back_when_the_way_is_no_longer_safe(browser, record, keyworker, pantry, texts):
    way = way_of(record)
    signposting.send(way, [pantry], mark=signposting.message_of([pantry], Channel.TEXT).mark, by=keyworker)
    changed = {"kind": "text", "value": way.value, "may_leave_message": "no", "version": way.version}
    assert browser.post(reverse("clients:contact_way_edit", args=[way.pk]), changed).status_code == 302
    assert outbox.deliver() == 0
    assert "Taken back" in browser.get(reverse("referrals:signpost_list", args=[record.pk])).content.decode()


def test_what_waits_is_taken_back_when_the_record_is_held(record, keyworker, pantry, texts):
    signposting.send(way_of(record), [pantry], mark=signposting.message_of([pantry], Channel.TEXT).mark, by=keyworker)
    limit = LimitFactory(client=record, kind=LimitKind.RESTRICTION)
    decide_limit(limit, status=LimitStatus.IN_FORCE, decision="He asked for it", by=keyworker)
    assert outbox.deliver() == 0


def test_a_service_that_has_ended_is_told_to_nobody(record, keyworker):
    with pytest.raises(NotAllowed, match="cannot be offered"):
        signposting.tell(record, [ServiceFactory(defunct=True)], how=SignpostHow.SAID, by=keyworker)
    DeathFactory(client=record)
    with pytest.raises(NotAllowed, match="died"):
        signposting.tell(record, [ServiceFactory()], how=SignpostHow.SAID, by=keyworker)
