"""The verbs of the directory: taking in a feed, and a person's check of a service."""

import io

from django.db import transaction
from django.utils import timezone

from .models import Service
from .openreferral.importing import import_file


@transaction.atomic
def check_service(service, *, by):
    """Say that all of a service's record was checked today, its needs too."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.checked_on = timezone.localdate()
    service.checked_by = by.get_full_name()[:200]
    service.needs_guessed = False
    service.save_by(by, "checked_on", "checked_by", "needs_guessed")
    return service


def import_feed(content, *, by, source, dry_run=False):
    """Take in every service of an Open Referral UK file (bytes, or a file that is open for them). Raises NotAFeed.

    What a person here has edited or made stays as it is; what a person has said of needs and of a check stays too.
    `by` is None for a command.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return import_file(stream, by=by, source=source, dry_run=dry_run)
