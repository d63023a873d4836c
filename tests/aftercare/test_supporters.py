"""The relapse plan goes to somebody around the client by consent alone, each time with a row of its own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftercare import supporters, workflow
from aftercare.choices import SharedHow
from aftercare.models import RelapsePlanShare
from alerts.models import Alert
from clients.choices import ConsentCategory, ConsentPurpose, GivenHow
from clients.models import Consent
from core.workflow import NotAllowed
from tests.browser.paper import words_of
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ConsentFactory, RelationshipFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db
USE = [ConsentCategory.SUBSTANCE_USE]


@pytest.fixture
def handover(episode):
    return HandoverFactory(ready=True, client=episode.client, episode=episode)


@pytest.fixture
def sister(handover):
    return RelationshipFactory(client=handover.client, name="Megan Sisterly")


def agreed(person, **fields):
    about = {"purpose": ConsentPurpose.FAMILY, "categories": USE} | fields
    return ConsentFactory(client=person.client, recipient=None, supporter=person, **about)


def share(handover, person, by, **fields):
    said = {"shared_on": timezone.localdate(), "how": SharedHow.HANDED} | fields
    return supporters.share_relapse_plan(handover, by=by, supporter=person, **said)


def test_it_is_written_down_to_whom_when_by_whom_how_and_under_which_consent(
    handover, sister, case_manager, today, sign_in
):
    consent = agreed(sister)
    browser, address = sign_in(case_manager), reverse("aftercare:relapse_plan_share", args=[handover.pk])
    assert address in browser.get(handover.get_absolute_url()).text
    typed = {"supporter": sister.pk, "shared_on": f"{today:%d/%m/%Y}", "how": "post"}
    assert browser.post(address, typed).status_code == 302
    row = RelapsePlanShare.objects.get()
    assert (row.supporter, row.shared_on, row.how, row.consent) == (sister, today, "post", consent)
    assert (row.created_by, row.client, row.handover) == (case_manager, handover.client, handover)
    for page in (handover.get_absolute_url(), consent.get_absolute_url()):
        shown = browser.get(page).text
        assert "Megan Sisterly" in shown
        assert "Sent by post" in shown
    sharing = browser.get(reverse("clients:client_sharing", args=[handover.client_id])).text
    assert "Relapse plan" in sharing


@pytest.mark.parametrize(
    "wrong",
    [
        {"withdrawn_on": timezone.localdate()},
        {"expires_on": timezone.localdate() - timedelta(days=1)},
        {"categories": [ConsentCategory.IDENTITY]},
        None,
    ],
    ids=["withdrawn", "run out", "about something else", "none at all"],
)
def test_nobody_gets_it_without_a_consent_that_holds_and_covers_it(handover, sister, case_manager, sign_in, wrong):
    if wrong is not None:
        agreed(sister, **wrong)
    with pytest.raises(NotAllowed, match="has not agreed"):
        share(handover, sister, case_manager)
    browser = sign_in(case_manager)
    address = reverse("aftercare:relapse_plan_share", args=[handover.pk])
    assert "There is no consent to share it" in browser.get(address).text
    typed = {"supporter": sister.pk, "shared_on": "23/11/2026", "how": "post"}
    assert browser.post(address, typed).status_code == 422
    assert not RelapsePlanShare.objects.exists()


def test_only_a_plan_that_was_agreed_and_only_on_a_day_since_the_consent(handover, sister, case_manager, today):
    agreed(sister, given_on=today - timedelta(days=5))
    for day in (today - timedelta(days=6), today + timedelta(days=1)):
        with pytest.raises(NotAllowed, match="only have been shared since"):
            share(handover, sister, case_manager, shared_on=day)
    handover.agreed_on, handover.agreed_how = None, ""
    handover.save()
    with pytest.raises(NotAllowed, match="go through it with the client"):
        share(handover, sister, case_manager)


def test_a_consent_that_is_withdrawn_stops_it_and_raises_a_task(
    handover, sister, keyworker, case_manager, today, sign_in
):
    consent = agreed(sister)
    share(handover, sister, case_manager)
    workflow.withdraw_consent(consent, on=today, by=case_manager)
    alert = Alert.objects.due().get(rule="CO03", subject_id=consent.pk)
    assert alert.recipient == keyworker
    with pytest.raises(NotAllowed):
        share(handover, sister, case_manager)
    browser = sign_in(case_manager)
    page = browser.get(consent.get_absolute_url()).text
    assert "Tell whoever has received something under it" in page
    assert "withdrawn on" in browser.get(handover.get_absolute_url()).text
    told = {"on": f"{today:%d/%m/%Y}", "how": "Rang her"}
    assert browser.post(reverse("clients:consent_told", args=[consent.pk]), told).status_code == 302
    alert.refresh_from_db()
    assert alert.ended_because == "The recipients were told"


def test_where_nothing_was_shared_a_withdrawal_asks_nothing(handover, sister, case_manager, today):
    consent = agreed(sister)
    workflow.withdraw_consent(consent, on=today, by=case_manager)
    assert not Alert.objects.due().filter(rule="CO03").exists()


def test_the_paper_says_who_may_have_it_only_while_the_consent_holds(handover, sister, case_manager, today, sign_in):
    consent, browser = agreed(sister), sign_in(case_manager)
    address = reverse("aftercare:relapse_plan_pdf", args=[handover.pk])
    assert "I want Megan Sisterly to have a copy" in words_of(browser.get(address).content)
    workflow.withdraw_consent(consent, on=today, by=case_manager)
    assert "Megan Sisterly" not in words_of(browser.get(address).content)


def test_a_consent_is_recorded_for_one_of_the_clients_people(handover, sister, case_manager, today, sign_in):
    browser, address = sign_in(case_manager), reverse("clients:consent_add", args=[handover.client_id])
    asked = {"purpose": "family", "supporter": sister.pk}
    form = browser.get(address, asked).context["form"]
    assert (str(form["supporter"].value()), form["purpose"].value()) == (str(sister.pk), "family")
    typed = {
        "supporter": sister.pk, "purpose": "family", "categories": USE, "given_how": GivenHow.VERBAL,
        "evidence": "“Tell my sister.”", "given_on": f"{today:%d/%m/%Y}",
    }  # fmt: skip
    both = browser.post(address, typed | {"outside": "Somebody else"})
    assert both.status_code == 422
    other = browser.post(address, typed | {"purpose": "referral"})
    assert "it is for involving family or friends" in other.text
    stranger = RelationshipFactory()
    assert browser.post(address, typed | {"supporter": stranger.pk}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    consent = Consent.objects.get()
    assert (consent.supporter, consent.recipient, consent.to_whom) == (sister, None, "Megan Sisterly")
    timeline = browser.get(reverse("clients:client_timeline", args=[handover.client_id])).text
    assert "Consent to share with Megan Sisterly" in timeline


def test_a_consent_has_one_recipient_and_a_supporter_only_to_involve_them(handover, sister):
    wrong = [
        {"recipient": None},
        {"recipient": ServiceFactory(), "supporter": sister, "purpose": ConsentPurpose.FAMILY},
        {"recipient": None, "supporter": sister, "purpose": ConsentPurpose.REFERRAL},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsentFactory(client=handover.client, **fields)
