"""The printed plan: a tagged letter for the client, in the client's words, and nothing that is only for staff."""

import shutil
import subprocess
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from careplans.views import paper
from core.models import AccessLog
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory
from tests.factories.clients import ClientFlagFactory

WORDS = "Dw i eisiau cartref: dŵr, tŷ, Ŵ, Ŷ"


@pytest.fixture
def plan(record, episode, team, today):
    team.phone = "029 2018 0123"
    team.save()
    record.contact_rule, record.staff_safety = "Leave no message", "See in pairs"
    record.nhs_number = "9990000018"
    record.save()
    ClientFlagFactory(client=record, reason="Came home from prison")
    plan = CarePlanFactory(client=record, episode=episode, active=True, about="My garden", contingency="Ring Mam")
    goal = GoalFactory(plan=plan, words=WORDS, target_on=date(2027, 1, 20))
    ActionFactory(goal=goal, what="Ring the housing office", by_when=date(2026, 12, 1))
    ActionFactory(goal=goal, what="Fill in the form", owner="client", done_on=date(2026, 11, 2))
    ActionFactory(goal=goal, what="A letter", owner="other", owner_name="Shelter")
    InterventionFactory(plan=plan, detail="Weekly one-to-one")
    return plan


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


def address(plan):
    return reverse("careplans:care_plan_pdf", args=[plan.pk])


def pdf_of(response):
    return b"".join(response.streaming_content)


def printed(monkeypatch, browser, plan):
    """The words of the print template, as WeasyPrint gets them."""
    pages = []

    def keep(template, context, **frame):
        pages.append(render_to_string(template, context | frame))
        return b"%PDF"

    monkeypatch.setattr(paper, "render_pdf", keep)
    browser.get(address(plan))
    return pages[0]


def test_holds_what_was_agreed_in_the_clients_words(monkeypatch, browser, plan, keyworker):
    page = printed(monkeypatch, browser, plan)
    for words in [
        "My plan", "My garden", WORDS, "Ring the housing office", "1 Dec 2026", "Shelter", "2 Nov 2026",
        "Weekly one-to-one", "Ring Mam", "I agree with this plan.", "029 2018 0123", "version 1", "10 December 2026",
        "Signature", plan.client.reference, plan.client.first_name, keyworker.get_full_name(), "20 January 2027",
    ]:  # fmt: skip
        assert words in page, words


def test_holds_nothing_that_is_only_for_staff(monkeypatch, browser, plan):
    page = printed(monkeypatch, browser, plan)
    for words in [
        "Leave no message", "See in pairs", "Came home from prison", "Overdose", "9990000018", str(plan.pk), "agrees", "keyworker\"",
        "psychosocial\"", "in_person", "CL01",
    ]:  # fmt: skip
        assert words not in page, words


def test_a_draft_says_that_it_is_one_and_asks(monkeypatch, browser, record, today):
    page = printed(monkeypatch, browser, CarePlanFactory(client=record))
    assert "draft, not yet agreed" in page
    assert "I can agree, not agree, or say that I need more time." in page


def test_what_the_client_said_against_it_is_printed(monkeypatch, browser, record, today):
    plan = CarePlanFactory(client=record, active=True, agreement="does_not_agree", agreement_reason="Too soon for me")
    page = printed(monkeypatch, browser, plan)
    assert "I do not agree with this plan." in page
    assert "Too soon for me" in page


def test_is_a_tagged_file_named_by_reference_and_the_print_is_written_down(browser, plan, keyworker):
    response = browser.get(address(plan))
    assert response.headers["Content-Type"] == "application/pdf"
    name = f"plan-{plan.client.reference}-1.pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    document = pikepdf.open(BytesIO(pdf_of(response)))
    assert plan.client.reference in str(document.docinfo.Title)
    assert plan.client.family_name not in str(document.docinfo.Title)
    assert document.Root.MarkInfo.Marked
    kinds = {str(element.S) for element in elements(document.Root.StructTreeRoot)}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds
    assert AccessLog.objects.filter(user=keyworker, action="print", subject_id=plan.client_id).count() == 1


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_its_letters_and_page_numbers_can_be_read(browser, plan):
    read = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf_of(browser.get(address(plan))), capture_output=True, check=True
    )
    text = read.stdout.decode()
    assert WORDS in text
    assert "Page 1 of" in text


def test_an_old_version_prints_too(browser, record, today):
    plan = CarePlanFactory(client=record, superseded=True, number=3)
    assert pdf_of(browser.get(address(plan))).startswith(b"%PDF")


def elements(node):
    """Every element of the tags, from the top."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)
