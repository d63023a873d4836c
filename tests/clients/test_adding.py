"""Pages on which a person is looked up, added and changed."""

import re
from datetime import date

import pytest

from clients.choices import Sex
from clients.models import Client, DifferentPerson
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import (
    ClientFactory,
    ContactWayFactory,
)
from tests.factories.reference import code

from .pages import PERSON, text_of, url

pytestmark = pytest.mark.django_db


def test_client_add(sign_in, keyworker, team):
    page = sign_in(keyworker).post(
        url("client_add"), PERSON | {"registered_team": team.pk, "nhs_number": "999 000 0018"}
    )
    client = Client.objects.get()
    assert page.status_code == 302
    assert (client.family_name, client.nhs_number, client.created_by) == ("O'Neill", "9990000018", keyworker)
    assert client.date_of_birth == date(1985, 5, 4)


def test_client_add_warns_of_the_same_initials_birth_and_sex(sign_in, keyworker, team):
    known = ClientFactory(
        registered_team=team, first_name="Ffi", family_name="Owen", date_of_birth=date(1985, 5, 4), sex=Sex.FEMALE
    )
    browser = sign_in(keyworker)
    typed = PERSON | {"registered_team": team.pk, "phone": "07700 900456"}
    page = browser.post(url("client_add"), typed)
    assert page.status_code == 422
    assert known.name in text_of(page)
    assert "07700 900456" in text_of(page)
    checked = re.search(r'name="checked" value="([^"]+)"', page.content.decode())[1]
    assert browser.post(url("client_add"), typed | {"somebody_else": "on"}).status_code == 422
    ticked = typed | {"somebody_else": "on", "checked": checked}
    page = browser.post(url("client_add"), ticked)
    assert page.status_code == 422
    assert "Choose why it is somebody else" in text_of(page)
    page = browser.post(url("client_add"), ticked | {"duplicate_reason": code("duplicate_reason", "twin").pk})
    assert page.status_code == 302
    assert Client.objects.count() == 2
    kept = DifferentPerson.objects.get()
    assert (kept.like, kept.reason.code, kept.created_by) == (known, "twin", keyworker)


def test_client_add_says_only_that_another_team_has_a_record(sign_in, keyworker, team, other_team):
    ClientFactory(
        registered_team=other_team, first_name="Ffion", family_name="O’Neill", date_of_birth=date(1985, 5, 4),
        preferred_name="Secret",
    )  # fmt: skip
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": team.pk})
    assert page.status_code == 422
    assert "A record exists with another team" in text_of(page)
    assert "Secret" not in text_of(page)
    assert other_team.name not in text_of(page)


def test_client_add_with_a_number_that_is_known_is_refused(sign_in, keyworker, team, other_team):
    ClientFactory(registered_team=other_team, nhs_number="9990000018", first_name="Hidden")
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018"}
    page = sign_in(keyworker).post(url("client_add"), typed)
    assert page.status_code == 422
    assert "A record exists with another team" in text_of(page)
    assert "Hidden" not in text_of(page)
    assert Client.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("9990000019", "One of the digits is wrong"),
        ("999", "Enter an NHS number with 10 digits"),
        ("٩٩٩٠٠٠٠٠١٨", "10 digits"),
    ],
)
def test_client_add_with_a_wrong_number(sign_in, keyworker, team, number, message):
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": team.pk, "nhs_number": number})
    assert page.status_code == 422
    assert message in text_of(page)


def test_client_add_refuses_a_test_number_in_earnest(sign_in, keyworker, team, settings):
    settings.ALLOW_TEST_NHS_NUMBERS = False
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018"}
    page = sign_in(keyworker).post(url("client_add"), typed)
    assert page.status_code == 422
    assert "Numbers that start with 999 are for tests" in text_of(page)


def test_client_add_to_a_team_of_others_is_refused(sign_in, keyworker, other_team):
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": other_team.pk})
    assert page.status_code == 422


def test_client_lookup(sign_in, keyworker, other_team):
    zoe = ClientFactory(
        registered_team=other_team, first_name="Zoë", family_name="Hughes", date_of_birth=date(1985, 5, 4)
    )
    ContactWayFactory(client=zoe, value="07700 900789")
    browser = sign_in(keyworker)
    born = {name: value for name, value in PERSON.items() if name.startswith("date_of_birth")}
    found = browser.post(url("client_lookup"), {"first_name": "Zoe", "family_name": "HUGHES"} | born)
    assert "A record exists with another team" in text_of(found)
    assert "07700 900789" not in text_of(found)
    other = browser.post(url("client_lookup"), {"first_name": "Zo", "family_name": "Hughes"} | born)
    assert "No record was found" in text_of(other)
    assert browser.post(url("client_lookup"), {"first_name": "Zoe", "family_name": "Hughes"}).status_code == 422
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.SEARCH).count() == 3
    assert not AccessLog.objects.filter(detail__icontains="hughes").exists()


def test_client_lookup_is_throttled(sign_in, keyworker, other_team):
    ClientFactory(registered_team=other_team, nhs_number="9990000018")
    browser = sign_in(keyworker)
    for _ in range(20):
        assert browser.post(url("client_lookup"), {"nhs_number": "9990000026"}).status_code == 200
    page = browser.post(url("client_lookup"), {"nhs_number": "9990000018"})
    assert page.status_code == 429
    assert "A record exists" not in text_of(page)
    typed = PERSON | {"registered_team": keyworker.teams.get().pk, "nhs_number": "9990000018"}
    assert browser.post(url("client_add"), typed).status_code == 429


def test_client_edit_meets_somebody_elses_edit(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    record.preferred_name = "Ffi"
    record.save_by(None, "preferred_name")
    typed = PERSON | {"version": 1, "preferred_name": "Onnie"}
    page = browser.post(url("client_edit", record.pk), typed)
    assert page.status_code == 409
    assert "Ffi" in text_of(page)
    assert "Onnie" in text_of(page)
    record.refresh_from_db()
    assert record.preferred_name == "Ffi"
    assert browser.post(url("client_edit", record.pk), typed | {"version": 2}).status_code == 302
    record.refresh_from_db()
    assert record.preferred_name == "Onnie"


@pytest.mark.parametrize("page", ["client_add", "client_edit"])
def test_nhs_number_that_somebody_else_enters_at_the_same_moment(sign_in, keyworker, team, record, monkeypatch, page):
    """Their record is written after our form was checked and before it is saved."""

    def somebody_is_quicker(instance, *by):
        ClientFactory(registered_team=team, nhs_number="9990000018")
        save_by(instance, *by)

    save_by = Client.save_by
    monkeypatch.setattr(Client, "save_by", somebody_is_quicker)
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018", "version": record.version}
    answer = sign_in(keyworker).post(url(page, *([record.pk] if page == "client_edit" else [])), typed)
    assert answer.status_code == 422
    assert "Somebody else saved the same at this very moment" in text_of(answer)
    assert f'value="{PERSON["family_name"]}"' in answer.content.decode().replace("&#x27;", "'")
    assert not Client.objects.filter(family_name=PERSON["family_name"]).exists()
