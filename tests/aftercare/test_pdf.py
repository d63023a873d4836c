"""The handover on paper."""

import io

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from aftercare.sharing import clients_copy, shared_with_recipient
from clients.choices import ConsentCategory
from core.choices import AccessAction
from core.models import AccessLog
from recovery_capital.choices import Domain
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ClientFlagFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def sent(episode, other_team, case_manager):
    service = ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)
    handover = HandoverFactory(sent=True, episode=episode, receiving_service=service, created_by=case_manager)
    for domain in Domain:
        details = {"has_need": True, "detail": f"Need about {domain.value}", "no_service_reason": "full"}
        handover.needs.filter(domain=domain).update(**details, action="Ring them on Monday")
    return handover


def text_of(shared):
    return render_to_string("aftercare/handover_pdf.html", {"shared": shared, "handover": shared.handover})


def pages_of(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.getvalue())) as document:
        return len(document.pages), str(document.docinfo.get("/Title"))


def test_pdf_for_the_receiver_has_one_or_two_pages_and_no_name_in_title_or_file(sign_in, case_manager, sent):
    response = sign_in(case_manager).get(reverse("aftercare:handover_pdf", args=[sent.pk]))
    count, title = pages_of(response)
    assert count <= 2
    for place in (title, response.headers["Content-Disposition"]):
        assert sent.client.reference in place
        assert sent.client.family_name not in place
    assert AccessLog.objects.get(subject_id=sent.client_id).action == AccessAction.PRINT


def test_the_receiver_prints_what_was_received(sign_in, stranger, sent):
    response = sign_in(stranger).get(reverse("aftercare:received_handover_pdf", args=[sent.pk]))
    assert pages_of(response)[0] <= 2
    log = AccessLog.objects.get(subject_id=sent.client_id)
    assert (log.user, log.action) == (stranger, AccessAction.PRINT)


def test_a_draft_without_recipient_worker_or_consent_can_be_printed(sign_in, case_manager, episode):
    draft = HandoverFactory(episode=episode)
    address = reverse("aftercare:handover_pdf", args=[draft.pk])
    browser = sign_in(case_manager)
    assert pages_of(browser.get(address))[0] <= 2
    assert pages_of(browser.get(address, {"copy": "client"}))[0] <= 2
    assert "Draft: not sent yet" in text_of(shared_with_recipient(draft))


def test_a_category_without_consent_is_left_out_and_said_so(sent):
    sent.consent.categories = [ConsentCategory.HOUSING]
    text = text_of(shared_with_recipient(sent))
    assert "Need about housing" in text
    for hidden in (sent.client.family_name, "Need about money", "Paydays", "Keeps appointments"):
        assert hidden not in text
    assert sent.client.reference in text
    assert "name, date of birth and contact details" in text
    assert "01632 960123" in text  # the way back is about us


def test_nothing_personal_without_any_consent(episode):
    handover = HandoverFactory(ready=True, episode=episode)
    handover.needs.update(has_need=True, detail="A secret")
    text = text_of(shared_with_recipient(handover))
    for hidden in (episode.client.family_name, "A secret", "Paydays", "Keeps appointments"):
        assert hidden not in text


def test_the_clients_copy_is_whole(sent):
    sent.consent.categories = [ConsentCategory.HOUSING]
    text = text_of(clients_copy(sent))
    assert "My plan for after treatment" in text
    for domain in Domain:
        assert f"Need about {domain.value}" in text
    assert "The client has not agreed to share these" not in text


def test_the_clients_copy_has_no_notes_among_staff(sent):
    ClientFlagFactory(client=sent.client, reason="Dog in the hall")
    assert "Dog in the hall" in text_of(shared_with_recipient(sent))
    assert "Dog in the hall" not in text_of(clients_copy(sent))


def test_typed_text_stays_text(sent):
    sent.summary = "<script>alert(1)</script>"
    assert "<script>" not in text_of(shared_with_recipient(sent))
