"""Who may open what of documents."""

from .letters import CHANGE, FORM, READ, STAFF

WHO = {
    "documents:document_list": (STAFF, READ, "client", True),
    "documents:document_add": (STAFF, FORM, "client", True),
    "documents:document_download": (STAFF, READ, "file", True),
    "documents:evidence_add": (STAFF, FORM, "consent", True),
    "documents:evidence_remove": (STAFF, CHANGE, "evidence", True),
    "documents:document_error": (STAFF, FORM, "file", True),
}
