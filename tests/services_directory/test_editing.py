"""An editor's form: a service with its times, prices, numbers, people and places, saved as one."""

import re
from datetime import time

import pytest
from django.urls import reverse

from accounts.choices import Role
from services_directory.models import Location, Service
from tests.factories.accounts import UserFactory
from tests.factories.services_directory import (
    CostOptionFactory,
    ScheduleFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
CREATE = reverse("services_directory:service_create")


@pytest.fixture
def browser(sign_in):
    return sign_in(UserFactory(role=Role.DIRECTORY_EDITOR))


def form_of(browser, address):
    """What a browser would send of a form as it stands."""
    html = browser.get(address).content.decode()
    form = html[html.index('<form class="app-form"') :]
    form = form[: form.index("</form>")]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<textarea name="([^"]*)"[^>]*>([^<]*)</textarea>', form):
        sent[name] = [body.strip()]
    for name, body in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', body) or [""]
    return sent


def edit(service):
    return reverse("services_directory:service_edit", args=[service.pk])


def test_mondays_nine_to_five_is_four_things_to_type(browser):
    sent = form_of(browser, CREATE) | {
        "name": "Drop-in", "name_cy": "Galw heibio", "times-0-days": ["MO", "FR"], "times-0-opens_at": "9",
        "times-0-closes_at": "5", "times-1-notes": "Closed in August", "prices-0-option": "Lunch", "prices-0-amount": "2.50",
        "phones-0-number": "029 2018 0111", "phones-0-description": "At night", "contacts-0-title": "Duty worker",
        "places-0-name": "The hall", "places-0-address": "1 High Street", "places-0-postcode": "CF10 1AA",
        "self_referral": "true", "gender": "women", "cost": "some",
    }  # fmt: skip
    assert browser.post(CREATE, sent).status_code == 302
    service = Service.objects.get()
    first, second = service.schedules.all()
    assert (first.freq, first.byday, first.opens_at, first.closes_at) == ("WEEKLY", "MO,FR", time(9), time(17))
    assert (second.freq, second.notes) == ("", "Closed in August")
    assert [row.in_words for row in service.costoptions.all()] == ["Lunch: £2.50"]
    assert (service.phones.get().description, service.contacts.get().title) == ("At night", "Duty worker")
    assert service.at_locations.get().location.address_lines == ["1 High Street", "CF10 1AA"]
    assert (service.name_cy, service.self_referral, service.gender, service.cost) == (
        "Galw heibio",
        True,
        "women",
        "some",
    )
    html = browser.get(service.get_absolute_url()).content.decode()
    for words in ("Monday, Friday, 9am to 5pm", "Lunch: £2.50", "At night", "Duty worker", "1 High Street"):
        assert words in html


def test_form_sent_back_as_it_stands_changes_no_list(browser):
    service = ServiceFactory()
    rows = [
        ScheduleFactory(service=service, byday="2TU", freq="MONTHLY"),
        ScheduleFactory(service=service, byday="MO", interval=2, position=1),
        ScheduleFactory(service=service, byday="MO,-1FR", bymonthday="3", freq="MONTHLY", position=2),
    ]
    before = [(row.pk, row.in_words, row.version) for row in rows]
    CostOptionFactory(service=service)
    ServiceAtLocationFactory(service=service, location__name="Hall")
    assert browser.post(edit(service), form_of(browser, edit(service))).status_code == 302
    assert [(row.pk, row.in_words, row.version) for row in service.schedules.all()] == before
    assert (service.costoptions.count(), service.at_locations.count()) == (1, 1)
    assert Location.objects.get().version == 1


def test_emptied_row_goes_and_its_place_stays_for_others(browser):
    service = ServiceFactory()
    ScheduleFactory(service=service)
    ServiceAtLocationFactory(service=service, location__name="Hall")
    sent = form_of(browser, edit(service))
    emptied = {name: [] for name in sent if re.match(r"(times|places)-0-(?!row)", name)}
    browser.post(edit(service), sent | emptied)
    assert not service.schedules.exists()
    assert not service.at_locations.exists()
    assert Location.objects.get().name == "Hall"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"times-0-opens_at": "noonish"}, "Enter a time, such as 9am or 17:30"),
        ({"prices-0-amount": "-3"}, "greater than or equal to 0"),
        ({"times-TOTAL_FORMS": "x", "times-0-opens_at": "noonish"}, "Enter a time, such as 9am or 17:30"),
        ({"times-TOTAL_FORMS": "99999", "times-INITIAL_FORMS": "", "name": ""}, "Enter the name of the service"),
        ({"phones-0-number": "1" * 200}, "100 characters"),
        ({"replaced_by": "elsewhere"}, "Paste the address of a service"),
        ({"ended_on": "1/2/2024"}, "A service that has ended is not open"),
    ],
)
def test_wrong_row_answers_422_and_keeps_what_was_typed(browser, wrong, message):
    sent = form_of(browser, CREATE) | {"name": "Tea", "times-1-notes": "What I typed"} | wrong
    response = browser.post(CREATE, sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "What I typed" in html
    assert not Service.objects.exists()


def test_edit_that_came_second_changes_no_list(browser):
    service = ServiceFactory()
    sent = form_of(browser, edit(service))
    browser.post(edit(service), sent | {"name": "Theirs"})
    response = browser.post(edit(service), sent | {"name": "Mine", "times-0-notes": "My times"})
    assert response.status_code == 409
    assert "My times" in response.content.decode()
    assert not service.schedules.exists()


def test_successor_is_named_by_the_address_of_its_page(browser):
    old, new = ServiceFactory(), ServiceFactory()
    sent = form_of(browser, edit(old)) | {"replaced_by": f"https://us.example.org{new.get_absolute_url()}"}
    browser.post(edit(old), sent | {"status": "defunct", "ended_on": "1/2/2024"})
    old.refresh_from_db()
    assert old.replaced_by == new
