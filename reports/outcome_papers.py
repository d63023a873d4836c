"""Outcome-payment evidence on paper: made by the worker, by reference and without names."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.documents import document_maker
from core.pdf import render_pdf

from .choices import Paper
from .layout import hash_of
from .outcomes import parts_for, payments_for, plain_row

KIND = Paper.EVIDENCE
MOST_ROWS = 1_000  # of each state


@document_maker(KIND)
def make_evidence(document, progress):
    """Read what its reader may see now, then draw: the two steps that the page shows."""
    language, user = document.parameters.get("language", "en-gb"), document.requested_by
    with translation.override(language):
        progress(0, 2)
        parts = list(parts_for(user, MOST_ROWS))
        lines = [[str(cell) for cell in plain_row(row)] for part in parts for row in part.rows]
        progress(1, 2)
        said = _("%(who)s. %(count)d lines about clients, hash %(hash)s") % {
            "who": user, "count": len(lines), "hash": hash_of(lines)[:16]
        }  # fmt: skip
        pdf = render_pdf(
            "reports/pdf/outcome_evidence.html",
            {"parts": parts, "payments": payments_for(user).select_related("partnership"), "day": timezone.localdate()},
            title=document.title, lang=language, printed_by=said, marking=_("Official-Sensitive"),
        )  # fmt: skip
        progress(2, 2)
    return pdf
