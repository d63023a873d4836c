"""MAPPA never leaves its section: a canary in it is on no other page, document, message or list, for any role."""

import io
import json

import pikepdf
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from alerts.models import Alert
from alerts.rules import RULES
from clients.models import Client
from clients.workflow import plan_alerts
from core.choices import AccessAction
from core.models import AccessLog, OutboxMessage
from safeguarding.models import MappaRecord
from tests.browser.paper import words_of
from tests.factories.safeguarding import MappaRecordFactory
from tests.guards.source import ROOT, modules
from tests.guards.test_who import browser
from tests.guards.who import WHO
from tests.guards.world import World, address_of

CANARY = "Canarymappaword"
UPLOADED = b"%PDF-1.4 not a real one"  # of the factory
SECTION = {
    "safeguarding:client_mappa",
    "safeguarding:mappa_record",
    "safeguarding:mappa_edit",
    "safeguarding:mappa_end",
}
ELSEWHERE = sorted(name for name, row in WHO.items() if "GET" in row[1] and row[0] != "public" and name not in SECTION)
OURS = {"safeguarding/models/__init__.py", "safeguarding/views/mappa.py", "safeguarding/forms/mappa.py",
        "safeguarding/workflow.py", "safeguarding/models/mappa.py", "config/demo/safety.py"}  # fmt: skip


@pytest.fixture
def world(db):
    world = World()
    for place in ("own", "team"):
        MappaRecordFactory(
            client=world.episodes[place].client, lead_agency=f"{CANARY} agency", contact=f"{CANARY} contact",
            notes=f"{CANARY} notes",
        )  # fmt: skip
    return world


def text_of(response):
    """What somebody can read in an answer, a PDF too."""
    content = b"".join(response) if response.streaming else response.content
    if response.get("Content-Type") == "application/pdf" and content != UPLOADED:
        with pikepdf.open(io.BytesIO(content)) as document:
            about = str(document.docinfo)
        return words_of(content) + about
    return content.decode(errors="replace")


@pytest.mark.slow
@pytest.mark.parametrize("letter", list("kctnhmdga"))
def test_canary_is_nowhere_else(world, letter):
    client, found, read = browser(world.users[letter]), [], 0
    for name in ELSEWHERE:
        kind = WHO[name][2]
        for place in ("own", "team") if kind else ("own",):
            with transaction.atomic():  # with the record that the page is about, for two kinds may exclude each other
                response = client.get(address_of(name, *([world.key(kind, place)] if kind else [])))
                read += response.status_code == 200
                if CANARY in text_of(response):
                    found.append(f"{name} {place}")
                transaction.set_rollback(True)
            world.records.clear()
    assert not found
    assert read > 5, "Pages were read"


def test_section_shows_it_to_those_who_may_and_writes_the_look_down(world):
    url = reverse("safeguarding:client_mappa", args=[world.episodes["own"].client.pk])
    for letter in "kctnhmdga":
        before = AccessLog.objects.count()
        response = browser(world.users[letter]).get(url)
        if letter in "ct":
            assert CANARY in response.content.decode()
            look = AccessLog.objects.latest("id")
            assert (look.action, look.user, look.route) == (
                AccessAction.LOOK, world.users[letter], "safeguarding:client_mappa"
            )  # fmt: skip
        else:
            assert response.status_code == 403
            assert CANARY not in response.content.decode()
            assert AccessLog.objects.filter(action=AccessAction.LOOK).count() <= before


def test_no_search_finds_it_and_no_message_or_alert_says_it(world):
    letter_of_search = browser(world.users["c"])
    for words in (CANARY, f"{CANARY} agency"):
        listed = letter_of_search.get(reverse("clients:client_list"), {"search": words, "words": words})
        assert "Testdaughter" not in words_in_rows(listed)
    for place in ("own", "team"):
        plan_alerts(world.episodes[place].client)
    call_command("sweep_alerts", "--now", "2030-01-01T09:00", verbosity=0)
    assert not any(rule.subject == "safeguarding.mapparecord" for rule in RULES.values())
    for table in (OutboxMessage, Alert):
        assert CANARY not in json.dumps(list(table.objects.values()), default=str)


def words_in_rows(response):
    """The body of the table of clients."""
    return response.content.decode().partition("<tbody")[2].partition("</tbody>")[0]


def test_nothing_else_reads_the_table():
    named = {str(path) for path, _tree in modules() if "MappaRecord" in (ROOT / path).read_text()}
    assert named <= OURS, "MAPPA is read by its own section only"
    assert not any(field.related_model is MappaRecord for field in Client._meta.related_objects)
    assert apps.get_model("safeguarding.MappaRecord")._meta.get_field("client").remote_field.related_name == "+"


def test_one_record_holds_at_a_time(record, case_manager):
    first = MappaRecordFactory(client=record)
    with pytest.raises(IntegrityError), transaction.atomic():
        MappaRecordFactory(client=record)
    page = browser(case_manager)
    again = {"category": "1", "level": "1", "lead_agency": "Police", "review_on": "1/1/2030"}
    assert page.post(reverse("safeguarding:mappa_record", args=[record.pk]), again).status_code == 422
    assert page.post(reverse("safeguarding:mappa_end", args=[first.pk]), {"on": "20/11/2026"}).status_code == 302
    assert page.post(reverse("safeguarding:mappa_record", args=[record.pk]), again).status_code == 302
    assert MappaRecord.objects.filter(client=record).count() == 2
