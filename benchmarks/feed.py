"""`python -m benchmarks.feed`: taking a feed of 10,000 services in, and again; seconds, and the most memory used."""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
import uuid
from pathlib import Path

import django


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from services_directory import workflow
    from tests import database

    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder, database.clone():
            file = Path(folder) / "feed.json"
            write_feed(file, size)
            for what in ("first", "again"):
                began = time.perf_counter()
                with file.open("rb") as stream:
                    counts = workflow.import_feed(stream, by=None, source="bench").as_dict()["services"]
                seconds, most = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                sys.stdout.write(f"  {what:6} {size:>7,} services {seconds:6.1f} s   at most {most} MB   {counts}\n")


def write_feed(file, size):
    """A list of services with an organisation, a place, times and a price each."""
    with file.open("w") as target:
        target.write("[")
        for number in range(size):
            target.write(("," if number else "") + json.dumps(service(number)))
        target.write("]")


def service(number):
    key = lambda part: str(uuid.uuid5(uuid.NAMESPACE_OID, f"{part} {number}"))  # noqa: E731
    place = {
        "id": key("place"), "location_type": "physical", "latitude": 51.4 + number / 1e5, "longitude": -2.6,
        "addresses": [{"address_1": f"{number} High Street", "city": "Northmere", "postal_code": "ZZ1 1AA"}],
    }  # fmt: skip
    return {
        "id": key("service"), "name": f"Service {number}", "status": "active", "url": "https://example.org/",
        "description": "Advice on debt and benefits, peer support and a community meal. " * 12,
        "organization": {"id": key(f"us {number % 500}"), "name": f"Organisation {number % 500}"},
        "schedules": [{"id": key("times"), "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "17:00"}],
        "cost_options": [{"id": key("price"), "option": "A session", "amount": 5}],
        "contacts": [{"id": key("contact"), "title": "Duty worker", "phones": [{"number": "01632 960001"}]}],
        "service_at_locations": [{"id": key("at"), "location": place}],
    }  # fmt: skip


if __name__ == "__main__":
    main()
