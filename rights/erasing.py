"""Erasing a record: nothing of what was in it stays, in no table and in no history; that it was erased stays.

The application's database role may not touch the history, so this runs as a role of its own (`erase_records`).
"""

import pgtrigger
from django.db import transaction

from core.models import Document, Draft
from governance.seen import about, events_about_clients

from .choices import RetentionChoice, RetentionStatus
from .holdings import holdings, rows_about
from .models import Erasure, LegalHold, RetentionDecision
from .printing import KINDS


def to_erase():
    """The decisions to erase that two people have made and nothing stands against."""
    held = LegalHold.objects.filter(ends_on=None).values("client")
    approved = RetentionDecision.objects.filter(choice=RetentionChoice.ERASE, status=RetentionStatus.APPROVED)
    return approved.exclude(client__in=held).select_related("client", "created_by", "approved_by").order_by("pk")


@transaction.atomic
def erase(decision):
    """Remove every row about the client and its history, and leave a certificate; gives it."""
    client = decision.client
    certificate = Erasure(
        client_id=client.pk,
        reference=client.reference,
        why=decision.why,
        proposed_by=decision.created_by,
        approved_by=decision.approved_by,
    )
    with pgtrigger.ignore():  # the history of an erasure would be what was erased
        requests = [str(key) for key in client.access_requests.values_list("pk", flat=True)]
        Document.objects.filter(kind__in=KINDS, parameters__request__in=requests)._raw_delete("default")
        Draft.objects.filter(client_key=client.pk)._raw_delete("default")
        keys = {model: list(rows_about(model, client).values_list("pk", flat=True)) for model in holdings()}
        for event in reversed(events_about_clients()):  # children first: they are found by their parents' history
            event.objects.filter(about(event, client))._raw_delete("default")
        for model in reversed(list(holdings())):
            if keys[model]:
                model._base_manager.filter(pk__in=keys[model])._raw_delete("default")
    certificate.rows = {model._meta.label_lower: len(found) for model, found in keys.items() if found}
    certificate.save()
    return certificate
