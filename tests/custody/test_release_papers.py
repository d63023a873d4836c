"""What is printed for a release: the pack for the person, large and in their language, and what we ask the prison."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aftercare.workflow import withdraw_consent
from alerts.models import Alert
from clients.choices import ConsentCategory, ConsentPurpose
from core.workflow import NotAllowed
from custody.choices import ReleaseManner
from custody.models import PrisonAsked
from custody.papers import asks_of, pack_of, terms_of
from custody.planning import ask_prison
from custody.workflow import record_release
from recovery_capital.choices import YesNo
from tests.browser.paper import words_of
from tests.factories.clients import ConsentFactory, ContactWayFactory, LanguageNeedsFactory, SharingOverrideFactory
from tests.factories.custody import CustodyStayFactory, PrisonAskedFactory, ReleaseDateFactory, ReleasePlanFactory

pytestmark = pytest.mark.django_db
FOR_STAFF = {"harm_to": "CanaryRisk", "no_contact": "CanaryNoContact", "threat_outside": "CanaryThreat",
             "licence_conditions": "CanaryLicence", "health": "CanaryHealth", "childrens_services": "CanaryChildren"}  # fmt: skip


@pytest.fixture
def stay(episode, today):
    at = timezone.now() + timedelta(days=30)
    stay = CustodyStayFactory(
        client=episode.client, episode=episode, on_substitute_medication=YesNo.YES, opioid_risk=YesNo.YES,
        appointment_at=at, appointment_place="4 Tannery Lane",
    )  # fmt: skip
    ReleaseDateFactory(stay=stay)
    ReleasePlanFactory(
        stay=stay, met_by="A blue van at the gate", prescribing_on=today + timedelta(days=31), **FOR_STAFF
    )
    return stay


def read(browser, name, stay, **query):
    answer = browser.get(reverse(name, args=[stay.pk]), query)
    return words_of(b"".join(answer.streaming_content))


def test_the_pack_says_where_to_be_and_nothing_that_is_for_staff(stay, keyworker, sign_in):
    text = read(sign_in(keyworker), "custody:release_pack_pdf", stay)
    assert "Thursday 28 January 2027" in text
    for words in ("4 Tannery Lane", "A blue van at the gate", "naloxone", "999"):
        assert words in text
    assert "Canary" not in text
    assert "The day" in text


def test_the_pack_is_in_welsh_for_who_reads_welsh(stay, keyworker, sign_in):
    LanguageNeedsFactory(client=stay.client, welsh_answer="welsh", welsh_offered_on=timezone.localdate())
    browser = sign_in(keyworker)
    text = read(browser, "custody:release_pack_pdf", stay)
    assert "pan fyddaf yn gadael" in text
    assert "Ionawr" in text
    assert "when I leave" in read(browser, "custody:release_pack_pdf", stay, language="en-gb")


def test_the_pack_names_no_appointment_that_is_not_made(stay):
    assert len(pack_of(stay)["visits"]) == 1


def agreed(stay, *categories, **fields):
    """The client's yes that the prison is asked about the release."""
    about = {"purpose": ConsentPurpose.RELEASE, "categories": [*categories]} | fields
    return ConsentFactory(client=stay.client, recipient=None, outside=stay.prison_name, **about)


def test_without_consent_the_prison_is_asked_nothing(stay, keyworker, sign_in):
    browser, address = sign_in(keyworker), reverse("custody:prison_asks_pdf", args=[stay.pk])
    plan_page = reverse("custody:plan_detail", args=[stay.pk])
    refused = [
        {"purpose": ConsentPurpose.REFERRAL},
        {"withdrawn_on": timezone.localdate()},
        {"expires_on": timezone.localdate() - timedelta(days=1)},
    ]
    for fields in refused:
        agreed(stay, ConsentCategory.IDENTITY, **fields)
    agreed(stay, ConsentCategory.HOUSING)  # not who it is about
    ConsentFactory(client=stay.client, recipient=None, outside="HMP Elsewhere", purpose=ConsentPurpose.RELEASE)
    answer = browser.get(address, follow=True)
    assert answer.redirect_chain == [(plan_page, 302)]
    assert "has not agreed that the prison is told" in answer.text
    assert address not in answer.text
    agreed(stay, ConsentCategory.IDENTITY)
    assert address in browser.get(plan_page).text
    assert browser.get(address).headers["content-type"] == "application/pdf"


def test_the_prison_is_asked_about_what_the_consent_covers_alone(stay, keyworker, sign_in):
    agreed(stay, ConsentCategory.IDENTITY, ConsentCategory.HOUSING)
    text = read(sign_in(keyworker), "custody:prison_asks_pdf", stay)
    assert "Where the person will live" in text
    for words in ("bridging supply", "naloxone", "Supervision", "Dose before leaving"):
        assert words.lower() not in text.lower()


def test_a_decision_to_share_without_consent_counts_like_a_consent(stay, keyworker):
    assert terms_of(stay) is None
    override = SharingOverrideFactory(
        client=stay.client, recipient=None, outside=stay.prison_name.upper(), purpose=ConsentPurpose.RELEASE,
        categories=[ConsentCategory.IDENTITY], shares_now=True,
    )  # fmt: skip
    assert terms_of(stay) == override


def test_the_form_of_the_consent_names_the_prison_and_no_address_does(stay, keyworker, sign_in):
    browser = sign_in(keyworker)
    address = reverse("clients:consent_add", args=[stay.client_id])
    assert f"{address}?purpose=release" in browser.get(reverse("custody:plan_detail", args=[stay.pk])).text
    form = browser.get(address, {"purpose": "release"}).context["form"]
    assert form["outside"].value() == stay.prison_name


def test_what_the_prison_was_asked_leaves_a_row_of_what_was_shared(stay, keyworker, case_manager, today, sign_in):
    consent, browser = agreed(stay, ConsentCategory.IDENTITY, ConsentCategory.HOUSING), sign_in(keyworker)
    for _print in range(2):
        read(browser, "custody:prison_asks_pdf", stay)
    row = PrisonAsked.objects.get()  # a second print of the day says nothing new
    assert (row.client, row.stay, row.prison, row.shared_on) == (stay.client, stay, stay.prison_name, today)
    assert (row.consent, row.sharing_override, row.created_by) == (consent, None, keyworker)
    for page in (reverse("clients:client_sharing", args=[stay.client_id]), consent.get_absolute_url()):
        shown = browser.get(page).text
        for words in (
            "What we need for a release",
            "Printed for the prison",
            stay.prison_name,
            stay.get_absolute_url(),
        ):
            assert words in shown
    read(browser, "custody:release_pack_pdf", stay)  # what the person takes along is given to nobody else
    assert PrisonAsked.objects.count() == 1


def test_what_was_asked_without_consent_says_so(stay, keyworker, today, sign_in):
    override = SharingOverrideFactory(
        client=stay.client, recipient=None, outside=stay.prison_name, purpose=ConsentPurpose.RELEASE,
        categories=[ConsentCategory.IDENTITY], shares_now=True,
    )  # fmt: skip
    asked = ask_prison(stay, by=keyworker)
    assert (asked.terms, asked.consent) == (override, None)
    assert "Without consent" in sign_in(keyworker).get(reverse("clients:client_sharing", args=[stay.client_id])).text


def test_nothing_is_asked_or_written_down_when_the_right_has_ended(stay, keyworker, today, sign_in):
    consent = agreed(stay, ConsentCategory.IDENTITY)
    withdraw_consent(consent, on=today, by=keyworker)
    with pytest.raises(NotAllowed, match="has not agreed that the prison is told"):
        ask_prison(stay, by=keyworker)
    sign_in(keyworker).get(reverse("custody:prison_asks_pdf", args=[stay.pk]))
    assert not PrisonAsked.objects.exists()


def test_of_a_record_that_may_not_be_used_no_prison_is_asked(stay, keyworker, today, sign_in):
    agreed(stay, ConsentCategory.IDENTITY)
    stay.client.is_frozen = True
    stay.client.save()
    page = sign_in(keyworker).get(reverse("custody:prison_asks_pdf", args=[stay.pk]), follow=True)
    assert "may be read and not used" in page.text
    assert not PrisonAsked.objects.exists()


def test_a_row_stands_under_one_right_and_once_a_day(stay):
    consent = agreed(stay, ConsentCategory.IDENTITY)
    PrisonAskedFactory(stay=stay, consent=consent)
    override = SharingOverrideFactory(client=stay.client)
    for fields in ({"consent": None}, {"consent": consent, "sharing_override": override}, {"consent": consent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PrisonAskedFactory(stay=stay, **fields)


def test_who_was_asked_is_told_of_a_withdrawal_after_the_release_too(stay, keyworker, today):
    consent, unused = agreed(stay, ConsentCategory.IDENTITY), agreed(stay, ConsentCategory.HOUSING)
    ask_prison(stay, by=keyworker)
    record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.AS_PLANNED)
    for one in (consent, unused):
        withdraw_consent(one, on=today, by=keyworker)
    told = Alert.objects.due().filter(rule="CO03").values_list("subject_id", flat=True)
    assert set(told) == {consent.pk}


def test_a_consent_to_the_prison_that_is_withdrawn_must_be_told_there(stay, keyworker, today):
    consent = agreed(stay, ConsentCategory.IDENTITY)
    withdraw_consent(consent, on=today, by=keyworker)
    assert Alert.objects.due().filter(rule="CO03", subject_id=consent.pk).exists()
    assert terms_of(stay) is None


def test_the_pack_does_not_say_who_we_are_where_nobody_may_learn_it(stay, episode, keyworker, sign_in):
    plan = stay.release_plan
    plan.worker = "Ceri Blackwood"
    plan.save()
    stay.appointment_place = f"{episode.team.name}, 4 Tannery Lane"
    stay.save()
    assert stay.client.registered_team.name in read(sign_in(keyworker), "custody:release_pack_pdf", stay)
    ContactWayFactory(client=stay.client, may_say_who="no")
    text = read(sign_in(keyworker), "custody:release_pack_pdf", stay, language="en-gb")
    assert "4 Tannery Lane" in text
    for words in (
        episode.team.name,
        settings.SERVICE_NAME,
        "Ceri Blackwood",
        "Drug and alcohol",
        "naloxone",
        "What I am given lasts",
        "used to what I took",
    ):
        assert words not in text
    wanted = read(sign_in(keyworker), "custody:release_pack_pdf", stay, names="yes")
    assert "Ceri Blackwood" in wanted


@pytest.mark.parametrize(
    ("language", "says", "hides"),
    [
        ("en-gb", ["when I leave", "Appointment", "My medicine or my prescription", "Page 1 of"],
         ["Drug and alcohol", "naloxone", "Stay safe", "used to what I took"]),
        ("cy", ["pan fyddaf yn gadael", "Apwyntiad", "Fy meddyginiaeth neu fy mhresgripsiwn", "Tudalen 1 o"],
         ["Tîm cyffuriau", "nalocson", "Cadw’n ddiogel", "gyfarwydd bellach", "Appointment", "When I leave"]),
    ],
)  # fmt: skip
def test_without_names_nothing_on_the_sheet_or_in_the_file_says_who_we_are(
    stay, episode, keyworker, sign_in, language, says, hides
):
    ours = [episode.team.name, settings.SERVICE_NAME]
    plan = stay.release_plan
    plan.met_by, plan.transport = f"Sam of {ours[0].upper()}", f"{ours[1]}, with the white van"
    plan.address = f"{ours[0]}\n7 Quay Street"
    plan.save()
    ContactWayFactory(client=stay.client, may_say_who="no")
    address = reverse("custody:release_pack_pdf", args=[stay.pk])
    answer = sign_in(keyworker).get(address, {"language": language})
    pdf = b"".join(answer.streaming_content)
    text = words_of(pdf)
    for words in ("Sam", "with the white van", "7 Quay Street", keyworker.get_full_name(), *says):
        assert words in text, text
    for words in (*ours, "Sam of", *hides):
        assert words.lower() not in text.lower()
    with pikepdf.open(BytesIO(pdf)) as document:
        inside = f"{document.docinfo} {document.open_metadata()}".lower()
        assert not [name for name in ours if name.lower() in inside]


def test_the_prison_is_asked_for_what_is_missing_alone(stay, keyworker, sign_in):
    consent = agreed(stay, *ConsentCategory.values)
    asked = dict(asks_of(stay, keyworker, consent)["lacking"])
    assert "Family" not in {str(title) for title in asked}
    text = read(sign_in(keyworker), "custody:prison_asks_pdf", stay)
    for words in (stay.client.family_name, "HMP Exampleton", "The day on which the bridging supply ends"):
        assert words in text
    assert "Canary" not in text
    assert "blue van" not in text
