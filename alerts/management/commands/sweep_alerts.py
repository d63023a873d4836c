"""One sweep by hand: raises what is due and sends what waits."""

import json
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alerts.sweep import sweep
from core import outbox
from core.forms import EARLIEST, LATEST


class Command(BaseCommand):
    """The counts: `due` are the open alerts whose time has come. Of them, this sweep `raised` so many (their messages
    went into the outbox with it), and so many were raised `already`. `sent` are the messages that this command itself
    delivered from the outbox, those of earlier sweeps among them. So a second run gives raised 0 and sent 0.
    """

    help = "Raises the alerts that are due, sends the messages that wait, and counts them."

    def add_arguments(self, parser):
        parser.add_argument(
            "--now",
            type=moment,
            metavar="ISO",
            help="stands for the database's clock, e.g. 2026-11-23T09:00; London time unless it says otherwise",
        )
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args, now=None, **options):
        counts = sweep(now) | {"sent": outbox.deliver(now)}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write("due {due}, raised {raised}, already raised {already}, sent {sent}".format(**counts))


def moment(text):
    """A moment in ISO form. Raises CommandError."""
    try:
        value = datetime.fromisoformat(text)
        is_ours = EARLIEST.year <= value.year <= LATEST.year
    except ValueError:
        is_ours = False
    if not is_ours:
        raise CommandError(f"--now {text!a} is not a date and time such as 2026-11-23T09:00, 1900 to 2100.")
    return value if timezone.is_aware(value) else timezone.make_aware(value)
