"""`python -m benchmarks.leaving`: everything out, and into an empty database: rows, seconds, MB on disk, and most memory.

`export_all` and `import_all` each run in a process of their own, as an administrator would start them; the time is that of the
whole command, from the first import, and the memory the most that it had (of which the program itself is the larger part).
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks.files import PEAK

RUN = f"""
import sys, time
began = time.perf_counter()
import django
django.setup()
from django.core.management import call_command
call_command(*sys.argv[1:], json=True)
print(time.perf_counter() - began, {PEAK})
"""


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.leaving", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from django.core.management import call_command

    from benchmarks.reports import say
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone() as name, TemporaryDirectory() as parent, open(os.devnull, "w") as nowhere:
        call_command("demo_data", clients=options.clients, seed="1", stdout=nowhere)
        say(f"{options.clients:,} clients, load {os.getloadavg()[0]:.1f}")
        out, empty = Path(parent) / "out", database.copy_template()
        say(f"everything out: {run(name, 'export_all', f'--out={out}')}, {size_of(out):.0f} MB")
        try:
            say(f"everything in, and compared: {run(empty, 'import_all', str(out))}")
        finally:
            database.drop(empty)
        say(f"load {os.getloadavg()[0]:.1f}")


def run(name, *command):
    """One command on a database: what it says of itself, seconds, and the most memory that its process had."""
    from tests import database

    asked = [sys.executable, "-c", RUN, *command]
    done = subprocess.run(asked, env=database.process_environment(name), capture_output=True, check=False)
    if done.returncode:
        sys.exit(done.stderr.decode())
    told, figures = done.stdout.decode().splitlines()[-2:]
    told, (seconds, peak) = json.loads(told), map(float, figures.split())
    speed = f"{told['rows'] / seconds:,.0f} rows a second"
    return f"{told['rows']:,} rows of {told['tables']} tables in {seconds:.1f} s, {speed}, peak {peak:.0f} MB"


def size_of(folder):
    """In MB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    main()
