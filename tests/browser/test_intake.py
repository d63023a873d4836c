"""A manager brings clients from another system: the file, what was found, decisions, the end of it; and what a consent rests on."""

import pytest
from django.urls import reverse

from clients.alike import refresh_name_keys
from clients.models import Client, ImportBatch
from tests.browser.journey import says
from tests.factories.clients import ClientFactory, ConsentFactory, ImportBatchFactory
from tests.factories.documents import ClientDocumentFactory

pytestmark = pytest.mark.browser

FILE = """first_name,family_name,date_of_birth,sex,nhs_number
Ffion,Brought,27/03/1985,female,9990000018
Megan,Testdaughter,14/03/1985,female,
Owen,,31/02/1990,man,12
"""


def test_clients_are_brought_from_another_system(open_as, check, team_manager, team):
    ClientFactory(registered_team=team, first_name="Megan", family_name="Testdaughter")
    refresh_name_keys()
    page = open_as(team_manager, reverse("clients:import_start"))
    page.get_by_text("The columns, and what may stand in them").click()
    check(page)
    for content in ("colour\nred\n", FILE):
        file = {"name": "clients.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.get_by_label("Which file?").set_input_files(file)
        page.get_by_role("button", name="Check the file").click()
        page.wait_for_load_state()
        if content != FILE:
            says(page, "There is no column “colour”")
            check(page)
    says(page, "1 person of 3 in the file is to be added.", "The same date of birth", "May be known already (1)")
    check(page)
    page.get_by_role("link", name="To be corrected (1)").click()
    says(page, "Line 4", "Enter the family name")
    check(page)
    page.get_by_role("link", name="Ready (1)", exact=True).click()
    says(page, "BROUGHT, Ffion")
    check(page)
    page.get_by_role("link", name="May be known already (1)").click()
    page.get_by_label("What about line 3?").select_option(index=1)
    page.get_by_role("button", name="Save these decisions").click()
    page.get_by_role("button", name="Add 2 people").click()
    says(page, "The clients are added", "Line 4")
    check(page)
    assert Client.objects.filter(registered_team=team).count() == 3
    waiting = ImportBatchFactory(created_by=team_manager, team=team)
    page.goto(reverse("clients:import_detail", args=[waiting.pk]))
    says(page, "The file is being checked", "0 of 2 lines done")
    check(page)
    assert ImportBatch.objects.count() == 2


def test_a_signed_form_stands_with_its_consent(open_as, check, keyworker, record):
    consent = ConsentFactory(client=record)
    ClientDocumentFactory(client=record, title="Signed form")
    page = open_as(keyworker, consent.get_absolute_url())
    page.get_by_role("link", name="Add the document that shows it").click()
    check(page)
    page.get_by_label("Which document shows it?").select_option(index=1)
    page.get_by_role("button", name="Put it with the consent").click()
    says(page, "Signed form", "Take it away")
    check(page)
