"""The list of reports, and the page of each report that is made from figures: its headlines, and one measure in detail."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import READ, allow
from core import audit
from core.choices import AccessAction
from core.drafts import without_drafts

from ..catalogue import READERS, REPORTS, by_title
from ..forms import ReportQuery
from ..outcomes import is_on
from ..papers import FORMATS, KINDS, request_report
from ..reading import label_of, read, stock_for
from ..sections import sections_of
from .documents import own_documents

LISTED = 10


@allow(READERS, methods=READ)
def report_list(request):
    documents = own_documents(request).filter(kind__in=KINDS).defer("content")[:LISTED]
    is_paid = is_on()
    reports = [one for one in REPORTS.values() if one.is_for(request.user) and (is_paid or not one.of_payment)]
    return render(request, "reports/report_list.html", {"documents": documents, "reports": by_title(reports)})


@without_drafts
@allow(READERS)
def report_page(request, key):
    """The page of a report; what is sent to it asks for the same as a PDF or a CSV."""
    report = REPORTS[key]
    stock = stock_for(request.user, timezone.localdate(), with_directory=bool(report.extras))
    query = ReportQuery(request.GET, report=report, stock=stock)
    reading = read(report, stock, **query.chosen)
    if request.method == "POST":
        if not reading.period:
            return redirect(report.page)
        wanted = request.POST.get("format")
        document = request_report(reading, wanted if wanted in FORMATS else "pdf", by=request.user)
        return redirect("reports:document_detail", document.pk)
    audit.record(request, AccessAction.LOOK, detail=f"{key}: {stock.reader.scope}")
    context = {
        "report": report,
        "reading": reading,
        "query": query,
        "sections": sections_of(
            reading, opened=query.opened(reading), address=lambda name: f"?{query.address(show=name)}#shown"
        ),
        "schedule_url": schedule_url(report, reading),
        **labels(reading),
    }
    return render(request, "reports/report_page.html", context)


def schedule_url(report, reading):
    """Where one asks to be sent this report, broken down in the same way."""
    about = {"report": report.key} | ({"breakdown": reading.breakdown} if reading.breakdown else {})
    return f"{reverse('reports:schedule_add')}?{urlencode(about)}"


def labels(reading):
    """The periods in words, and to what counts are rounded."""
    as_at = reading.stock.as_at
    return {
        "period_label": label_of(reading.period, as_at) if reading.period else "",
        "other_label": label_of(reading.other, as_at) if reading.other else "",
        "rounding": settings.REPORT_ROUNDING,
    }
