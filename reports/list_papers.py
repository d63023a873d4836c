"""What has no period, on paper: the provision map, and who cannot be counted. Made by the worker, never in a web request."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.documents import document_maker
from core.pdf import NO_MARKING, render_pdf

from . import quality
from .choices import Paper
from .forms import QualityQuery
from .layout import hash_of
from .provision_map import ProvisionMap

MOST_ROWS = 1_000


@document_maker(Paper.PROVISION)
def make_provision(document, progress):
    found = ProvisionMap(document.requested_by)
    with translation.override(document.parameters["language"]):
        return _drawn(document, progress, {"map": found}, [[str(cell) for cell in line] for line in found.lines()])


@document_maker(Paper.QUALITY)
def make_quality(document, progress):
    """By reference and without names, as its reader may see it now."""
    user = document.requested_by
    with translation.override(document.parameters["language"]):
        query = QualityQuery(document.parameters.get("query", {}), user=user)
        rows = quality.with_people(query.narrow(quality.missing_of(user)))
        shown = quality.complete(list(rows.order_by(*query.order)[:MOST_ROWS]))
        lines = [[str(cell) for cell in quality.plain_row(row)] for row in shown]
        about = {
            "lines": lines,
            "tags": query.tags(),
            "left_out": rows.count() - len(lines),
            "day": timezone.localdate(),
        }
        return _drawn(document, progress, about, lines, marking=_("Official-Sensitive"))


def _drawn(document, progress, context, lines, marking=NO_MARKING):
    """The two steps that the page shows: what was read, and the PDF, with a hash over all that it says."""
    progress(1, 2)
    said = _("%(who)s. %(count)d lines, hash %(hash)s") % {
        "who": document.requested_by, "count": len(lines), "hash": hash_of(lines)[:16]
    }  # fmt: skip
    pdf = render_pdf(
        f"reports/pdf/{document.kind}.html", context, title=document.title, lang=document.parameters["language"],
        printed_by=said, marking=marking,
    )  # fmt: skip
    progress(2, 2)
    return pdf
