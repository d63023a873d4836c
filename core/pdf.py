"""Tagged PDFs (the PDF/UA-1 flavour) from our own templates, with nothing fetched from anywhere.

WeasyPrint takes a second to load, so that only the process that makes a PDF pays for it. A report is made by the
worker, never in a web request.
"""

import gc
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

VARIANT = "pdf/ua-1"
NO_MARKING = " "  # of what is no record of anybody; nothing said is a health and care record
BASE = "https://pdf.invalid/"  # never asked: the fetcher below answers for it, and for nothing else
SERVED = {
    "css/print.css": "text/css",
    "fonts/atkinson-hyperlegible-next-regular.woff2": "font/woff2",
    "fonts/atkinson-hyperlegible-next-bold.woff2": "font/woff2",
}


class PdfUnavailable(Exception):
    """The machine lacks the libraries that WeasyPrint draws with; `config/system_libraries.py` names them."""


def render_pdf(template, context, *, title, lang="en-gb", printed_by="", marking=""):
    """The template as a PDF: `title` names the document, `printed_by` and `marking` stand on every page."""
    with translation.override(lang):
        page = render_to_string(
            template,
            {
                "SERVICE_NAME": settings.SERVICE_NAME,
                "title": title,
                "page_language": lang,
                "printed_at": timezone.now(),
                "printed_by": printed_by,
                "marking": marking,
                **context,
            },
        )
    weasyprint, sheet, fonts = printer()
    source = weasyprint.HTML(string=page, base_url=BASE, url_fetcher=fetcher())
    document = source.render(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    gc.collect()  # what the layout left behind is in cycles: a seventh less memory at the peak
    return document.write_pdf(pdf_variant=VARIANT)  # named twice: without it here the file has no tags


@cache
def printer():
    """WeasyPrint, our stylesheet and our fonts, read once for each process."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PdfUnavailable(str(error)) from error
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(url=f"{BASE}css/print.css", url_fetcher=fetcher(), font_config=fonts)
    return weasyprint, sheet, fonts


@cache
def fetcher():
    """A fetcher that knows three files of ours by name, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url, headers=None):
            name = url.removeprefix(BASE)
            if not url.startswith(BASE) or name not in SERVED:
                raise ValueError(f"A PDF may not fetch {url}")
            return URLFetcherResponse(url, static_file(name), {"Content-Type": SERVED[name]})

    return OwnFilesOnly()


@cache
def static_file(name):
    """A built file, as bytes."""
    return (Path(settings.BASE_DIR) / "static" / "build" / name).read_bytes()
