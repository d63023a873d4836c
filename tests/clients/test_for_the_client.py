"""What is meant for staff is on no paper and no screen for the client: one word is planted everywhere, and looked for."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.choices import Role
from aftercare.sharing import clients_copy, shared_with_recipient
from careplans.views import paper as careplan_pages
from clients.choices import FlagKind
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import HandoverFactory
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import (
    AddressFactory,
    ChildFactory,
    ClientFlagFactory,
    ComplexNeedsFactory,
    ContactWayFactory,
    ParentalAnswersFactory,
    RelationshipFactory,
)
from tests.factories.safeguarding import MappaRecordFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db

CANARY = "canary"


@pytest.fixture
def planted(record):
    """The record with the word in everything that is for staff only; ways and the safe-contact rule are the client's."""
    for kind in FlagKind:
        ClientFlagFactory(client=record, kind=kind, reason=f"{CANARY} {kind}")
    record.staff_safety, record.do_not_contact = f"{CANARY} staff safety", f"{CANARY} no contact"
    record.contact_rule = "Text only"
    record.save()
    AddressFactory(client=record, lines=f"{CANARY} house", is_hidden=True)
    ContactWayFactory(client=record)
    ChildFactory(client=record, name=f"{CANARY} kid", social_worker=CANARY)
    RelationshipFactory(client=record, name=f"{CANARY} sister")
    ComplexNeedsFactory(client=record, note=f"{CANARY} needs", said_by=CANARY)
    ParentalAnswersFactory(client=record)
    MappaRecordFactory(client=record, notes=f"{CANARY} mappa", lead_agency=f"{CANARY} mappa")
    return record


@pytest.fixture
def handover(planted, episode, other_team, case_manager):
    service = ServiceFactory(run_by_team=other_team)
    return HandoverFactory(sent=True, episode=episode, receiving_service=service, created_by=case_manager)


def on_paper(shared):
    return render_to_string("aftercare/handover_pdf.html", {"shared": shared, "handover": shared.handover})


def test_plan_on_paper_has_none_of_it(monkeypatch, sign_in, keyworker, planted, episode, today):
    pages = []

    def keep(template, context, **frame):
        pages.append(render_to_string(template, context | frame))
        return b"%PDF"

    monkeypatch.setattr(careplan_pages, "render_pdf", keep)
    plan = CarePlanFactory(client=planted, episode=episode, active=True)
    GoalFactory(plan=plan)
    sign_in(keyworker).get(reverse("careplans:care_plan_pdf", args=[plan.pk]))
    assert CANARY not in pages[0]
    assert "MAPPA" not in pages[0]


def test_plan_on_the_screen_for_the_client_has_none_of_it(sign_in, keyworker, planted, episode, today):
    plan = CarePlanFactory(client=planted, episode=episode, active=True)
    GoalFactory(plan=plan)
    page = sign_in(keyworker).get(reverse("careplans:care_plan_together", args=[plan.pk])).text
    assert CANARY not in page
    assert "MAPPA" not in page


def test_handover_for_the_client_has_none_of_it(handover):
    text = on_paper(clients_copy(handover))
    assert CANARY not in text
    assert "MAPPA" not in text
    assert "Text only" in text, "The rule that was agreed with the client is the client's"
    assert "Not given in documents" in text


def test_handover_for_its_recipient_has_no_hidden_address_no_family_and_no_mappa(handover):
    text = on_paper(shared_with_recipient(handover))
    for word in ("house", "kid", "sister", "needs", "mappa"):
        assert f"{CANARY} {word}" not in text
    assert "MAPPA" not in text


def test_what_is_printed_from_a_page_of_the_record_leaves_the_flags_out(sign_in, keyworker, planted):
    """A page that is printed may be handed over: the list of alerts of the banner is on the screen only."""
    for page in ("clients:client_detail", "clients:person_detail", "careplans:care_plan_list"):
        text = sign_in(keyworker).get(reverse(page, args=[planted.pk])).text
        start = text.index("app-identity-bar__alerts")
        assert "app-screen-only" in text[start : start + 60], page
    flags = text_after(sign_in(keyworker).get(planted.get_absolute_url()).text, '<div class="app-screen-only">')
    assert f"{CANARY} {FlagKind.SELF_HARM}" in flags


def text_after(text, mark):
    return text.partition(mark)[2]


def test_page_of_a_role_without_the_section_says_nothing_of_mappa(sign_in, team, planted):
    browser = sign_in(UserFactory(team=team, role=Role.CLINICIAN))
    for page in ("clients:client_detail", "clients:person_detail", "clients:client_timeline"):
        text = browser.get(reverse(page, args=[planted.pk])).text
        assert not re.search(rf"{CANARY} mappa|MAPPA", text), page
