"""Hostile arguments of commands, and hostile records in a feed: a clear refusal, and the rest goes in."""

import copy
import itertools
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from services_directory.workflow import import_feed

from .hostile import CORPUS, DAY, NUMBER


def commands():
    """Each command line that takes a value, and what stands for it. `--clients 1` keeps the demo small."""
    values = [value for value in CORPUS.values() if isinstance(value, str)] + ["a\0b", "\ud800"]
    for value in values:
        yield "release_dates", [f"--date={value}", "--type=CRD", "--days-served=100"]
        yield "release_dates", ["--date=2026-11-27", f"--type={value}", "--days-served=100"]
        yield "release_dates", ["--date=2026-11-27", "--type=CRD", f"--days-served={value}"]
        yield "sweep_alerts", [f"--now={value}"]
        yield "import_openreferral", [value]
        yield "import_all", [value]
        yield "import_ndtms", [value]
        yield "load_data_set", [value]
        yield "export_ndtms", ["--from=2026-01-01", "--to=2026-02-01", "--out=/", f"--data-set={value}"]
        yield "export_ndtms", [f"--from={value}", f"--to={value}", "--out=/"]
        yield "score", [value, "0"]
        yield "score", ["cage", "0", value, "1", "1"]
    for value in [*DAY.values(), "9998-12-31", "0002-01-01", "2100-12-31", "1900-01-01"]:
        yield "demo_data", ["--clients=1", f"--today={value}"]
    for value in set(NUMBER.values()) - {"32768", "1_000"}:  # true numbers, and many clients
        yield "demo_data", [f"--clients={value}"]


def test_commands(db, capsys):
    wrong = []
    for name, arguments in commands():
        try:
            with transaction.atomic():
                call_command(name, *arguments)
                transaction.set_rollback(True)
        except CommandError:
            continue
        except Exception as error:
            wrong.append(f"{name} {' '.join(arguments)[:80]!r}: {type(error).__name__} {str(error)[:80]}")
    capsys.readouterr()
    assert not wrong, "\n".join(wrong)


IN_FEEDS = [
    *(value for value in CORPUS.values() if isinstance(value, str)), "a\0b", "a\ud800b", None, True, -1, 2**64, 1e308,
    float("inf"), float("nan"), 10**400, [], {}, [[]], [None], {"id": None}, [{}], ["x"],
]  # fmt: skip
KEY_OF_US = str(uuid.UUID(int=1))
KEYS_IN_FEEDS = {
    "id": "", "name": "", "description": "", "url": "", "email": "", "status": "active", "fees": "", "accreditations": "",
    "assured_date": "", "last_modified": "", "attending_type": "", "minimum_age": 1, "maximum_age": 2, "alert": "",
    "organization": {"id": KEY_OF_US, "name": "Us", "description": "", "url": "", "email": ""},
    "languages": [{"language": "", "name": ""}], "eligibilitys": [{"eligibility": "", "minimum_age": 1}],
    "service_areas": [{"service_area": "", "name": ""}], "cost_options": [{"option": "", "amount": 1, "valid_to": ""}],
    "regular_schedules": [{"opens_at": "", "closes_at": "", "byday": "", "dtstart": ""}],
    "schedules": [{"freq": "", "opens_at": "", "closes_at": "", "byday": "", "valid_from": "", "valid_to": ""}],
    "contacts": [{"name": "", "phones": [{"number": "", "language": ""}]}], "phones": [{"number": ""}],
    "service_attendings": [{"type": ""}], "reviews": [{"date": "", "title": ""}],
    "service_taxonomys": [{"taxonomy": {"id": "", "name": "", "vocabulary": ""}}],
    "attributes": [{"taxonomy_term": {"code": "", "name": ""}}],
    "service_at_locations": [
        {
            "id": KEY_OF_US, "regular_schedule": [{"opens_at": ""}],
            "location": {
                "id": KEY_OF_US, "name": "", "latitude": 1, "longitude": 1, "location_type": "",
                "physical_addresses": [{"address_1": "", "postal_code": ""}], "addresses": [{"address_1": ""}],
                "accessibility_for_disabilities": [{"accessibility": ""}],
            },
        }
    ],
}  # fmt: skip


def places_in(value, path=()):
    """The path to each value in a nest of dicts and lists."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places_in(item, (*path, key))


def records(step):
    """A feed in which each record has one hostile value somewhere; of all places with all values, each `step`th."""
    pairs = itertools.product(places_in(KEYS_IN_FEEDS), IN_FEEDS)
    for number, (path, value) in enumerate(itertools.islice(pairs, 0, None, step)):
        record = copy.deepcopy(KEYS_IN_FEEDS) | {"id": str(uuid.UUID(int=number + 2)), "name": f"Service {number}"}
        place = record
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        yield record


def take(step):
    """Take a feed of broken records in: each is created, or refused by itself with a reason."""
    feed = list(records(step))
    found = import_feed(json.dumps(feed).encode(), by=None, source="hostile").as_dict()
    assert all(refusal["reason"] for refusal in found["refusals"])
    assert sum(found["services"].values()) == len(feed)
    assert found["services"]["refused"] < len(feed) / 2


def test_feed(db):
    take(23)


@pytest.mark.slow
def test_feed_with_everything(db):
    take(1)
