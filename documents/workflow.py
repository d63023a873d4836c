"""The verb of documents: put one on a record. Marking one as an error is clients.workflow.mark_in_error."""

from django.db import transaction
from django.utils.translation import gettext as _

from clients.workflow import lock_client
from core.workflow import NotAllowed

from .models import DocumentContent


@transaction.atomic
def add_document(document, *, checked, by):
    """Keep a checked file on a client's record; the same file is kept once."""
    lock_client(document.client)
    known = document.client.documents.valid().filter(sha256=checked.sha256).first()
    if known:
        raise NotAllowed(_("This file is on the record already, received on %(day)s.") % {"day": known.received_on})
    document.content_type, document.size = checked.content_type, len(checked.data)
    document.sha256, document.file_name = checked.sha256, checked.name
    document.save_by(by)
    DocumentContent.objects.create(document=document, data=checked.data)
    return document
