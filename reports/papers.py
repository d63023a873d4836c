"""A report as a file, made by the worker: a PDF or a CSV, the same one when the same is asked for again.

What a file says about itself: what it counted, as on which day, by which definitions, who asked, how many figures it
holds, and a hash over them, so that two copies can be compared.
"""

import csv
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.documents import document_maker, request_document, request_once
from core.models import Document
from core.pdf import render_pdf
from core.spreadsheets import safe_cell
from core.templatetags.ui import day, moment

from .caseload import day_of
from .catalogue import REPORTS
from .choices import Paper
from .layout import hash_of
from .reading import breakdowns, label_of, name_of, read, stock_for
from .sections import HEAD, lines_of, sections_of, short_label

KIND, KINDS = Paper.REPORT, list(Paper)
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class FileType:
    """What kind of file a document is."""

    name: str
    ending: str
    content_type: str


FORMATS = {
    "pdf": FileType("PDF", "pdf", "application/pdf"),
    "csv": FileType("CSV", "csv", "text/csv; charset=utf-8"),
}


def type_of(document):
    return FORMATS[document.parameters.get("format", "pdf")]


def expires_at(document):
    """Until when the file of a report is kept; None where that is not for us to say."""
    return document.finished_at + KEPT if document.finished_at and document.kind in KINDS else None


def of_use(documents):
    """Without the reports that have had their time."""
    return documents.exclude(kind__in=KINDS, finished_at__lt=timezone.now() - KEPT)


def forget():
    """Delete the files of reports that have had their time, and what became of those that were not made."""
    old = Document.objects.filter(kind__in=KINDS, requested_at__lt=timezone.now() - KEPT)
    return old.exclude(finished_at=None, failed_at=None).exclude(finished_at__gte=timezone.now() - KEPT).delete()[0]


def request_report(reading, file_format, *, by):
    """Ask for a report as a file. Who asks for the same again, before the figures change, gets the same file."""
    parameters = {
        "report": reading.report.key,
        "format": file_format,
        "period": name_of(reading.period),
        "compare": name_of(reading.other) if reading.other else "",
        "breakdown": reading.breakdown,
        "teams": sorted(map(str, reading.reader.teams)),
        "figures": str(reading.stock.counted_at),
        "definitions": definitions_of(reading.report),
        "language": translation.get_language(),
    }
    mine = of_use(Document.objects.filter(kind=KIND, requested_by=by, parameters=parameters, failed_at=None))
    return mine.defer("content").first() or request_document(KIND, title_of(reading), parameters, by=by)


def request_of_day(report, *, by, **narrowed):
    """Ask for a report with a page of its own as a PDF; the one that is being made already, when there is one."""
    parameters = {"language": translation.get_language()} | narrowed
    return request_once(report.paper, f"{report.title}, {counted_on(report, by)}", parameters, by=by)


def counted_on(report, user):
    """As on which day such a report is counted for a user, in words: today, but for what a commissioner reads once a month."""
    return date_format(day_of(user) if report.paper == Paper.CASELOAD else timezone.localdate(), "j F Y")


def title_of(reading):
    return f"{reading.report.title}, {label_of(reading.period, reading.stock.as_at)}"


def definitions_of(report):
    """What the figures mean, as a short hash: another one when a definition has changed."""
    text = [[measure.key, measure.among, measure.answer, measure.latest, measure.amount] for measure in report.measures]
    return hash_of(text)[:8]


@document_maker(KIND)
def make_report(document, progress):
    """Read the figures, then write the file: the two steps that the page shows."""
    asked = document.parameters
    with translation.override(asked["language"]):
        progress(0, 2)
        reading = read_again(document)
        progress(1, 2)
        lines = [list(line) for line in lines_of(reading)]
        content = (csv_of if asked["format"] == "csv" else pdf_of)(document, reading, lines)
        progress(2, 2)
    return content


def read_again(document):
    """What was asked for, as its reader may see it now. Figures that are newer than those asked for are written down."""
    asked, user = document.parameters, document.requested_by
    stock = stock_for(user, timezone.localdate())
    period, other = stock.named(asked["period"]), stock.named(asked["compare"])
    if period is None:
        raise LookupError("The period is not kept any more.")
    now = {"figures": str(stock.counted_at), "teams": sorted(map(str, stock.reader.teams))}
    if asked | now != asked:
        document.parameters = asked | now
        document.save(update_fields=["parameters"])
    return read(REPORTS[asked["report"]], stock, period=period, other=other, breakdown=asked["breakdown"])


def about(document, reading, lines):
    """What a file says about itself, as (label, text)."""
    stock = reading.stock
    return [
        (_("Report"), str(document.title)),
        (_("Of"), reading.reader.scope),
        *parameters_of(reading),
        (_("Counted as on"), day(stock.as_at)),
        (_("Figures brought up to date"), moment(stock.counted_at)),
        (_("Definitions"), document.parameters["definitions"]),
        (_("Asked for by"), str(document.requested_by)),
        (_("Figures in it"), len(lines)),
        (_("Hash"), hash_of(lines)[:16]),
    ]


def parameters_of(reading):
    """What was chosen besides the period, which stands in the title; as (label, text)."""
    found = [(_("Compared with"), short_label(reading.other))] if reading.other else []
    if reading.breakdown:
        found.append(
            (
                _("Broken down by"),
                dict(breakdowns(reading.report, reading.reader)).get(reading.breakdown, reading.breakdown),
            )
        )
    return found


def csv_of(document, reading, lines):
    """A line for each figure; the last lines say what the file is."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([safe_cell(cell) for cell in line] for line in lines)
    writer.writerows(
        [*map(safe_cell, ["about", "", "", "", "", "", label, value])]
        for label, value in about(document, reading, lines)
    )
    return ("\N{BYTE ORDER MARK}" + text.getvalue()).encode()


def pdf_of(document, reading, lines):
    said = about(document, reading, lines)
    chosen = "".join(f" {label}: {text}." for label, text in parameters_of(reading))
    mark = _("%(who)s.%(chosen)s As on %(day)s, figures of %(when)s, definitions %(version)s, %(count)d figures, hash %(hash)s") % {
        "who": document.requested_by, "chosen": chosen, "day": day(reading.stock.as_at),
        "when": moment(reading.stock.counted_at), "version": document.parameters["definitions"], "count": len(lines),
        "hash": hash_of(lines)[:16],
    }  # fmt: skip
    return render_pdf(
        "reports/pdf/report.html",
        {"reading": reading, "report": reading.report, "sections": sections_of(reading), "about": said,
         "rounding": settings.REPORT_ROUNDING},
        title=document.title, lang=document.parameters["language"], printed_by=mark,
        marking=_("Official-Sensitive") if reading.reader.is_suppressed else "",
    )  # fmt: skip
