"""The verbs of documents: put on a record, said to show a consent. As an error one is marked by clients.workflow."""

from django.db import transaction
from django.utils.translation import gettext as _

from clients.workflow import lock_client
from core.workflow import NotAllowed, lock

from .models import ConsentEvidence, DocumentContent


@transaction.atomic
def add_document(document, *, checked, by, consent=None):
    """Keep a checked file on a client's record, and say which consent it shows; the same file is kept once."""
    lock_client(document.client)
    known = document.client.documents.valid().filter(sha256=checked.sha256).first()
    if known:
        raise NotAllowed(_("This file is on the record already, received on %(day)s.") % {"day": known.received_on})
    document.content_type, document.size = checked.content_type, len(checked.data)
    document.sha256, document.file_name = checked.sha256, checked.name
    document.save_by(by)
    DocumentContent.objects.create(document=document, data=checked.data)
    if consent:
        link_evidence(consent, document, by=by)
    return document


@transaction.atomic
def link_evidence(consent, document, *, by):
    """Say that a document on the same record shows that a consent was given."""
    lock(document)  # as it is now: somebody may have marked it as an error
    lock_client(consent.client)
    if document.client_id != consent.client_id or document.is_in_error:
        raise NotAllowed(_("This document is not on the record any more."))
    if consent.shown_by.filter(document=document).exists():
        raise NotAllowed(_("This document stands with the consent already."))
    evidence = ConsentEvidence(client=consent.client, consent=consent, document=document)
    evidence.save_by(by)
    return evidence


@transaction.atomic
def unlink_evidence(evidence, *, by):
    """The document does not show this consent after all; it stays on the record."""
    evidence.save_by(by)  # so that the history says who
    evidence.delete()
