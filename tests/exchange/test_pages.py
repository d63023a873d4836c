"""What keeps episodes out of the national data set, on a page for managers; the versions, historic ones called so."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from exchange.models import DataSetVersion
from exchange.ndtms.records import record_of, with_all
from exchange.ndtms.rules import RULES, Problem
from tests.factories.accounts import TeamFactory, UserFactory

from .people import treated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PAGE = "exchange:problem_list"


@pytest.fixture
def agency(team):
    team.ndtms_code = "N0801"
    team.save()
    return team


def shown(page):
    """{(keyworker, episode): what is wrong} as the page has it."""
    return {
        (keyworker, episode): [(one.level.value, one.url) for one in found]
        for keyworker, rows in page.context["people"]
        for episode, found in rows
    }


def test_errors_stand_by_keyworker_with_where_they_are_put_right(sign_in, agency, team_manager, keyworker):
    treated(agency)
    late = treated(agency, keyworker=keyworker, triaged_on=None)
    nobodys = treated(agency, agreed=None)
    wrong = treated(agency, keyworker=keyworker)
    wrong.interventions.update(first_appointment_offered_on=None, started_on=date(2026, 9, 2))
    treated(agency, agreed=False, triaged_on=None)
    treated(TeamFactory(ndtms_code="N0802"), triaged_on=None)
    page = sign_in(team_manager).get(reverse(PAGE))
    intervention = wrong.interventions.get()
    assert shown(page) == {
        (None, nobodys): [
            ("error", reverse("clients:national_consent_answer", args=[nobodys.client_id]) + "#id_agreed_0")
        ],
        (keyworker, late): [("error", reverse("clients:episode_edit", args=[late.pk]) + "#id_triaged_on")],
        (keyworker, wrong): [
            ("error", reverse("clients:intervention_edit", args=[intervention.pk]) + "#id_started_on")
        ],
    }
    text = page.content.decode()
    assert "3 of 5 episodes on this page have an error" in text
    assert "Data set K as implemented, historic" in text
    assert "Without an agency code" not in text
    rows = _sheet(page, sign_in(team_manager))
    assert sorted(row[0] for row in rows) == sorted(row.client.reference for row in (late, nobodys, wrong))
    assert not any("Rhys" in cell for row in rows for cell in row)


def _sheet(page, browser):
    text = b"".join(browser.get(page.context["export_url"]).streaming_content).decode()
    return list(csv.reader(text.removeprefix("\N{BYTE ORDER MARK}").splitlines()))[1:]


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({"level": "error"}, 1),
        ({"level": "warning"}, 0),
        ({"keyworker": "none"}, 0),
        ({"last": "31/08/2026"}, 0),
        ({"first": "nonsense", "level": "nonsense", "keyworker": "nonsense"}, 1),
        ({"first": "1/1/1900", "last": "31/12/2100"}, 1),
        ({"first": "1/1/9999", "last": "1/1/0001"}, 1),
    ],
)
def test_the_list_is_narrowed_in_the_address(sign_in, agency, case_manager, keyworker, narrowed, left):
    treated(agency, keyworker=keyworker, triaged_on=None)
    assert len(shown(sign_in(case_manager).get(reverse(PAGE), narrowed))) == left


def test_each_rule_leads_to_a_page_with_its_field(sign_in, agency, keyworker):
    """Whatever is wrong: the page is there for the keyworker, and has the field that the address names."""
    record = record_of(with_all().get(pk=treated(agency, keyworker=keyworker).pk))
    browser, pages = sign_in(keyworker), {}
    for rule in RULES.values():
        child = record.tops[0] if rule.page.startswith("top") else record.interventions[0]
        address, _hash, field = Problem(rule, child).url(record).partition("#")
        if address and address not in pages:
            page = browser.get(address)
            assert page.status_code == 200, rule.name
            pages[address] = page.content.decode()
        assert not field or f'id="{field}"' in pages[address], rule.name
    assert len(pages) == 10


def test_a_team_without_a_code_is_named_once(sign_in, team, team_manager):
    treated(team)
    page = sign_in(team_manager).get(reverse(PAGE))
    assert "Without an agency code: Afon Team." in page.content.decode()
    assert shown(page) == {}


def test_an_administrator_reads_versions_and_no_record(sign_in, agency):
    treated(agency, triaged_on=None)
    browser = sign_in(UserFactory(role=Role.ADMINISTRATOR))
    assert browser.get(reverse(PAGE)).status_code == 403
    page = browser.get(reverse("exchange:version_list"))
    assert "Historic" in page.content.decode()
    version = DataSetVersion.objects.get()
    columns = browser.get(reverse("exchange:version_detail", args=[version.pk])).context["rows"]
    assert len(columns) == 144
    assert [str(cell) for cell in columns[0]] == [
        "FINITIAL",
        "First letter of the first name",
        "client",
        "first initial",
    ]
    assert str(columns[18][3]) == "not collected: NA"
