"""`python -m benchmarks.feed`: taking a feed of 10,000 services in, and again; seconds, and the most memory used.

Each reading is `import_openreferral` in a process of its own, as by hand. The exponent is that of the seconds of a
service: 0 says that each takes as long in a large feed as in a small one.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import django

SIZES = (1_000, 10_000)
ORGANISATIONS = 500


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--read", nargs=2, metavar=("DATABASE", "FILE"), help="one reading, in this process")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from tests import database

    database.server.options = []  # as durable as in production
    if options.read:
        read(*options.read)
        return
    first = {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder, database.clone() as name:
            file = Path(folder) / "feed.json"
            write_feed(file, size)
            for what in ("first", "again"):
                command = [sys.executable, "-m", "benchmarks.feed", "--read", name, str(file)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                said, figures = done.stdout.splitlines()[-2:]
                seconds, most = json.loads(figures)
                each = first.setdefault(what, seconds / size)
                exponent = math.log(seconds / size / each, size / options.sizes[0]) if size != options.sizes[0] else 0.0
                sys.stdout.write(
                    f"  {what:6} {size:>7,} services {seconds:6.1f} s   at most {most} MB   exponent {exponent:5.2f}   {said}\n"
                )


def read(name, file):
    """Read a file into a database; prints what became of its records, and the seconds and MB that it took."""
    from django.core.management import call_command

    from tests import database

    with database.connected_to(name):
        began = time.perf_counter()
        call_command("import_openreferral", file, "--json")
        seconds = time.perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps([round(seconds, 2), most]) + "\n")


def write_feed(file, size):
    """A list of services with an organisation, a place, times and a price each."""
    with file.open("w") as target:
        target.write("[")
        for number in range(size):
            target.write(("," if number else "") + json.dumps(service(number)))
        target.write("]")


def service(number):
    key = lambda part, number=number: str(uuid.uuid5(uuid.NAMESPACE_OID, f"{part} {number}"))  # noqa: E731
    us = number % ORGANISATIONS
    place = {
        "id": key("place"), "location_type": "physical", "latitude": 51.4 + number / 1e5, "longitude": -2.6,
        "addresses": [{"address_1": f"{number} High Street", "city": "Northmere", "postal_code": "ZZ1 1AA"}],
    }  # fmt: skip
    return {
        "id": key("service"), "name": f"Service {number}", "status": "active", "url": "https://example.org/",
        "description": "Advice on debt and benefits, peer support and a community meal. " * 12,
        "organization": {"id": key("us", us), "name": f"Organisation {us}"},
        "schedules": [{"id": key("times"), "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "09:00", "closes_at": "17:00"}],
        "cost_options": [{"id": key("price"), "option": "A session", "amount": 5}],
        "contacts": [{"id": key("contact"), "title": "Duty worker", "phones": [{"number": "01632 960001"}]}],
        "service_at_locations": [{"id": key("at"), "location": place}],
    }  # fmt: skip


if __name__ == "__main__":
    main()
