"""The page of the person and its longest forms in a browser: on a desktop, on a phone, and with a thousand rows."""

import os
from datetime import date

import pytest
from django.urls import reverse

from clients.choices import FlagKind
from tests.browser.journey import says
from tests.factories.clients import (
    AddressFactory,
    ChildFactory,
    ClientFlagFactory,
    ComplexNeedsFactory,
    ContactWayFactory,
    ParentalAnswersFactory,
    PersonNameFactory,
    PregnancyFactory,
    RelationshipFactory,
)

pytestmark = pytest.mark.browser


def url(name, record):
    return reverse(f"clients:{name}", args=[record.pk])


def picture(page, name):
    """A picture of the page, where somebody has asked for pictures (PICTURES=a folder)."""
    if folder := os.environ.get("PICTURES"):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_person_empty_and_full(open_as, check, keyworker, record):
    page = open_as(keyworker, url("person_detail", record))
    says(page, "Person", "Not recorded", "Not asked")
    check(page)
    picture(page, "empty")
    ContactWayFactory(client=record, may_leave_message="no", may_say_who="no", who_else="Her mother answers")
    AddressFactory(client=record, hidden=True)
    AddressFactory(client=record, ends_on=date(2026, 1, 31))
    PersonNameFactory(client=record)
    ChildFactory(client=record, at_home=True, school="Quay Primary")
    ParentalAnswersFactory(client=record)
    PregnancyFactory(client=record, due_on=date(2027, 5, 1))
    ComplexNeedsFactory(client=record)
    RelationshipFactory(client=record, is_next_of_kin=True, phone="07700 900456")
    flag = ClientFlagFactory(client=record, kind=FlagKind.CHILDREN_AT_RISK, reason="Two small children at home")
    page.reload()
    says(page, "Leave no message. Do not say who we are. Her mother answers.", "Hidden for safety", "Quay Primary")
    check(page)
    picture(page, "full")
    page.goto(record.get_absolute_url())
    check(page)
    picture(page, "overview")
    page.goto(url("flag_review", flag))
    check(page)
    picture(page, "flag")


@pytest.mark.parametrize("name", ["equality_edit", "relationship_add", "parental_add", "contact_way_add", "child_add"])
def test_form_of_the_person(open_as, check, keyworker, record, name):
    page = open_as(keyworker, url(name, record))
    check(page)
    picture(page, name)


def test_person_with_a_thousand(open_as, check, keyworker, record):
    for number in range(1000):
        RelationshipFactory(client=record, name=f"Somebody {number}")
    page = open_as(keyworker, url("person_detail", record))
    says(page, "Somebody 999")
    check(page)
