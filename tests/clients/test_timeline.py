"""The timeline: narrowed by kind, person, dates and words; as fast with 5,000 entries as with a few."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients import timeline
from clients.happened import CONTACTS
from clients.models import Contact
from tests.factories.accounts import UserFactory
from tests.factories.clients import ContactFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def text_of(page):
    return " ".join(page.content.decode().split())


def address(record):
    return reverse("clients:client_timeline", args=[record.pk])


@pytest.fixture
def story(record, keyworker, case_manager):
    """Two contacts by two people, a stay in prison and a referral."""
    ContactFactory(client=record, created_by=keyworker, happened_at=START, note="Talked about Ángharad’s flat")
    later = START + timedelta(days=60)
    ContactFactory(client=record, created_by=case_manager, happened_at=later, note="Went to the job centre")
    CustodyStayFactory(client=record, custody_started_on=date(2026, 3, 3), prison="HMP Parc")
    ReferralFactory(client=record, sent=True, service=ServiceFactory(name="Harbour Housing"))


@pytest.mark.parametrize(
    ("typed", "shown", "hidden"),
    [
        ({}, ["flat", "job centre", "HMP Parc"], []),
        ({"group": "contact"}, ["flat", "job centre"], ["HMP Parc"]),
        ({"group": "custody"}, ["HMP Parc"], ["flat", "job centre"]),
        ({"since": "1/2/2026"}, ["job centre", "HMP Parc"], ["flat"]),
        ({"until": "1/1/2026"}, ["flat"], ["job centre", "HMP Parc"]),
        ({"since": "2026-03-03", "until": "3/3/2026"}, ["HMP Parc"], ["flat", "job centre"]),
        ({"words": "FLAT"}, ["flat"], ["job centre", "Into custody"]),
        ({"words": "parc"}, ["Into custody: HMP Parc"], ["flat", "job centre"]),
        ({"words": "100%"}, ["Nothing here fits this."], ["flat"]),
        ({"group": "contact", "words": "job", "until": "1/2/2026"}, ["Nothing here fits this."], ["job centre"]),
    ],
)
def test_timeline_is_narrowed(sign_in, keyworker, record, story, typed, shown, hidden):
    page = text_of(sign_in(keyworker).post(address(record), typed, follow=True))
    entries = page[page.index('id="timeline"') :]
    told = entries[entries.index("</details>") :]
    for words in shown:
        assert words in told
    for words in hidden:
        assert words not in told


def test_timeline_of_one_author(sign_in, keyworker, case_manager, record, story):
    page = text_of(sign_in(keyworker).get(address(record), {"by": case_manager.pk}))
    assert "job centre" in page
    assert "Ángharad" not in page
    everything = text_of(sign_in(keyworker).get(address(record), {"by": UserFactory().pk}))
    assert "Ángharad" in everything, "Somebody of another team is no answer, and narrows nothing"


def test_words_stand_in_no_address(sign_in, keyworker, record, story):
    browser = sign_in(keyworker)
    response = browser.post(address(record), {"words": "Ángharad", "group": "contact"})
    assert "ngharad" not in response["Location"]
    assert "group=contact" in response["Location"]
    page = text_of(browser.get(response["Location"]))
    assert "flat" in page
    assert not re.search(r'href="[^"]*ngharad', page)


@pytest.fixture
def long_story(record, keyworker):
    """Contacts through ten years, 5,000 of them."""
    at = [START - timedelta(hours=17 * n) for n in range(5000)]
    Contact.objects.bulk_create(
        Contact(
            client=record, kind="phone", outcome="attended", happened_at=moment, note=f"Note {n}", created_by=keyworker
        )
        for n, moment in enumerate(at)
    )


def rows_read(plan, table):
    """How many rows of a table a plan took out of it, those thrown away too."""
    own = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    own = own if plan.get("Relation Name") == table else 0
    return own + sum(rows_read(part, table) for part in plan.get("Plans", []))


def explained(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")  # no statistics in a test: it would guess at a few rows
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()[0]
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def test_first_page_of_5000_entries_reads_one_page_of_them(record, keyworker, long_story):
    sql, parameters = timeline._compiled(tuple(timeline.SOURCES), timeline._reader(keyworker), timeline.PAGE_SIZE + 1)
    plan = explained(sql, [record.pk if value == timeline.ANYBODY else value for value in parameters])
    assert rows_read(plan, "clients_contact") <= timeline.PAGE_SIZE + 2


def test_later_page_of_5000_entries_begins_where_it_stands(record, keyworker, long_story):
    cursor = ""
    for _page in range(3):
        events = timeline.events_of(record, keyworker, cursor=cursor)
        cursor = events.next_cursor
    before = timeline._read(cursor)
    branch = timeline._branch(CONTACTS, record, timeline._reader(keyworker), before)
    rows = timeline._together([branch], timeline.PAGE_SIZE + 1)
    sql, parameters = rows.query.sql_with_params()
    assert rows_read(explained(sql, parameters), "clients_contact") <= 2 * timeline.PAGE_SIZE


def test_every_entry_of_a_long_story_is_shown_once(record, keyworker, long_story):
    seen, cursor = [], ""
    while True:
        events = timeline.events_of(record, keyworker, cursor=cursor, size=500)
        seen += [event.text for event in events.items if event.text.startswith("Note ")]
        cursor = events.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 5000


@pytest.mark.parametrize("query", [{}, {"group": "contact"}, {"since": "1/1/2020"}])
def test_timeline_takes_the_same_queries_for_5000_entries(sign_in, keyworker, record, query, long_story):
    browser = sign_in(keyworker)
    with CaptureQueriesContext(
        connection,
    ) as many:
        browser.get(address(record), query)
    Contact.objects.filter(happened_at__lt=START - timedelta(hours=20)).update(client=ContactFactory().client)
    with CaptureQueriesContext(connection) as few:
        browser.get(address(record), query)
    assert len(many) == len(few) <= 10
