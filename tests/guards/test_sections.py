"""What each role sees of a record: every field and every label on every page of it, pinned in `sections/<role>.json`.

A change of what a role sees fails here until it is pinned anew, on purpose:
`RECORD_SECTIONS=1 .venv/bin/python -m pytest tests/guards/test_sections.py`, and the difference is read in the review.
"""

import hashlib
import html
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import Error, models, transaction

from accounts.choices import Role, Section
from accounts.roles import PERMISSIONS
from governance.seen import events_about_clients
from tests.factories import careplans, clients
from tests.people import stop_the_clock

from .makers import MAKERS
from .test_who import browser
from .who import READ, WHO
from .world import LETTERS, World, address_of

FOLDER = Path(__file__).parent / "sections"
PAGES = {
    name: row
    for name, row in WHO.items()
    if row[1] == READ and row[2] and row[3] and not name.endswith(("_pdf", "_download"))
}
LABELS = {"dt", "label", "legend", "h1", "h2", "h3", "caption", "th", "summary"}
# What must look like something; each field has a number of its own, so that two tables are told apart.
PARTICULAR = {
    "nhs_number": "9990000018",
    "postcode": "ZZ9 {}ZZ",
    "email": "canary{}@example.org",
    "phone": "07700 9003{}1",
}
RANDOM = re.compile(r"R-[A-Z0-9]{6}|\d+")  # references of referrals to us, and numbers
LONG = 200
# Why somebody asks for an exception, which an officer decides, and what people ask of us, which an officer answers.
REASONS = {
    "clients.sharingoverride.why", "rights.accessrequest.wanted", "rights.legalhold.why", "rights.limit.decision",
    "rights.limit.why", "rights.retentiondecision.why",
}  # fmt: skip
# The last two stand in place of what they decline.
LEFT_OUT = {"reference", "status", "from_status", "to_status", "relapse_declined", "way_back_declined"}


class Labels(HTMLParser):
    """The words that name what a page shows: headings, terms, columns, questions; numbers are left out."""

    def __init__(self, text):
        super().__init__()
        self.found, self._in, self._row = set(), [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in LABELS and not (tag == "th" and dict(attributes).get("scope") == "row"):
            self._in.append([tag, ""])

    def handle_endtag(self, tag):
        if self._in and self._in[-1][0] == tag:
            words = " ".join(re.sub(RANDOM, "#", self._in.pop()[1]).split())
            self.found |= {words} if words else set()

    def handle_data(self, data):
        if self._in:
            self._in[-1][1] += data


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """One record with something of every kind, and a value of its own in every field of text."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        stop_the_clock(patch)  # what is out of date is shown in other words
        world = World()
        fill(world)
        canaries = {}
        for event in events_about_clients():
            canaries |= plant(event.pgh_tracked_model, [name.rpartition(".")[2] for name in canaries])
        world.canaries = canaries
        yield world
        transaction.set_rollback(True)


def fill(world):
    """One of everything; what there is only one of at a time is made with what it holds."""
    own, episode = world.records, world.episodes["own"]
    action, need = world.record("action", "own"), world.record("need", "own")
    own["goal", "own"], own["plan", "own"] = action.goal, action.goal.plan
    own["handover", "own"] = need.handover
    careplans.InterventionFactory(plan=action.goal.plan)
    clients.ContactFactory(client=episode.client, episode=episode)
    clients.EpisodeSubstanceFactory(episode=episode)
    for kind in MAKERS:
        try:
            with transaction.atomic():
                world.record(kind, "own")
        except Error:  # another of its kind is there
            continue


def plant(model, before):
    """Put a value of its own into every free text of a table; gives the values, and which field each stands for.

    `before` are the names of fields that have one already.
    """
    planted = {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField) or field.choices or field.name in LEFT_OUT:
            continue
        if not field.editable or isinstance(field, models.GeneratedField) or field.primary_key:
            continue
        name = f"{model._meta.label_lower}.{field.name}"
        value = PARTICULAR.get(field.name, f"canary {name.partition('.')[2]} ends").format(before.count(field.name))
        if len(value) > (field.max_length or LONG):
            value = hashlib.sha256(name.encode()).hexdigest()[: field.max_length]
        try:
            with transaction.atomic():
                model._base_manager.update(**{field.name: value})
        except Error:  # a rule of the table wants it otherwise
            continue
        planted[name] = value
    return planted


def seen_by(letter, world):
    """What a role is shown on each page of its own client's record that it may open."""
    client, pages = browser(world.users[letter]), {}
    for name, (_who, _methods, kind, _look) in sorted(PAGES.items()):
        response = client.get(address_of(name, world.key(kind, "own")))
        if response.status_code == 200:
            text = response.content.decode()
            plain = html.unescape(text).casefold()
            grouped = plain.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
            fields = [
                key for key, value in world.canaries.items() if value.casefold() in plain or key.endswith("nhs_number") and value in grouped
            ]  # fmt: skip
            pages[name] = {"fields": sorted(fields), "labels": sorted(Labels(text).found)}
    return pages


@pytest.mark.parametrize("letter", LETTERS)
def test_role_sees_exactly_what_is_pinned(letter, place, django_db_blocker):
    file = FOLDER / f"{LETTERS[letter].value}.json"
    with django_db_blocker.unblock():
        now = {
            "sections": sorted(section.name.lower() for section in Section if section in PERMISSIONS[LETTERS[letter]])
        }
        now["pages"] = seen_by(letter, place)
    if os.environ.get("RECORD_SECTIONS"):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    pinned = json.loads(file.read_text())
    assert now["sections"] == pinned["sections"]
    differing = {
        name for name in now["pages"].keys() | pinned["pages"] if now["pages"].get(name) != pinned["pages"].get(name)
    }
    assert not differing, "\n".join(difference(name, now["pages"], pinned["pages"]) for name in sorted(differing))


def difference(name, now, pinned):
    """What is shown on a page and not pinned, and the other way round."""
    lines = [f"{name}: read the docstring of this file"]
    for what in ("fields", "labels"):
        here, there = set(now.get(name, {}).get(what, [])), set(pinned.get(name, {}).get(what, []))
        lines += [f"  + {word}" for word in sorted(here - there)] + [f"  - {word}" for word in sorted(there - here)]
    return "\n".join(lines)


def test_access_table_lists_the_sections_of_each_role(capsys):
    call_command("access_table", "--json")
    rows = json.loads(capsys.readouterr().out.splitlines()[-1])["sections"]
    assert [row["role"] for row in rows] == [role.value for role in Role]
    by_role = {row["role"]: row["sections"] for row in rows}
    assert by_role["recovery_coach"] == by_role["governance_officer"] == by_role["administrator"] == []
    assert "offending" not in by_role["clinician"]
    assert "mappa" not in by_role["keyworker"]
    call_command("access_table")
    text = capsys.readouterr().out
    assert "clinical, offending, mappa, family, restricted_notes" in text
    assert "no record" in text


def test_roles_without_records_see_none(place, django_db_blocker):
    with django_db_blocker.unblock():
        for letter in "mda":
            assert seen_by(letter, place) == {}
        for name, page in seen_by("g", place).items():
            assert set(page["fields"]) <= REASONS, name
