"""The caseload report on paper: made by the worker, never in a web request."""

from datetime import timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.models import Client
from core import audit
from core.documents import document_maker
from core.pdf import render_pdf

from .caseload import report_for
from .choices import Paper
from .layout import hash_of, sections

KIND = Paper.CASELOAD
DESTROY_AFTER = timedelta(days=30)


@document_maker(KIND)
def make_caseload(document, progress):
    """Count, then draw: the two steps that the page shows."""
    language = document.parameters.get("language", "en-gb")
    with translation.override(language):
        progress(0, 2)
        report = report_for(document.requested_by, with_clients=True)
        progress(1, 2)
        pdf = render_pdf(
            "reports/pdf/caseload.html",
            {"report": report, "sections": sections(report)},
            title=document.title,
            lang=language,
            printed_by=mark_of(document, report),
            marking=_("Official-Sensitive") if report.is_suppressed else "",
        )
        progress(2, 2)
    audit.record_paper(
        document, Client.objects.filter(reference__in=references(report)), route="reports:report_request"
    )
    return pdf


def references(report):
    """Of everybody who stands on the paper by reference (wraparound.md 10.1: printing is an event that lists who was printed)."""
    return {
        *(line["reference"] for line in [*report.clients, *report.aftercare]),
        *(stay.client.reference for stay in report.releases),
    }


def mark_of(document, report):
    """What stands on every page: who asked, how many lines, a hash of all that is shown, and when to destroy it."""
    found = [[table.key, table.rows, table.totals] for table in report.tables]
    number = len(report.clients)
    said = _("%(who)s. %(count)d lines about clients, hash %(hash)s") % {
        "who": document.requested_by, "count": number, "hash": hash_of([str(report.day), found, report.clients, report.aftercare])[:16]
    }  # fmt: skip
    if not number:
        return said
    return said + ". " + _("Holds special category data: destroy by %(day)s") % {
        "day": date_format(report.day + DESTROY_AFTER, "j F Y")
    }  # fmt: skip
