"""PDFs: tagged, in our font, in Welsh too, and fetching nothing."""

import builtins
import os
import subprocess
import sys

import pikepdf
import pytest
from django.conf import settings
from django.template import engines

from core import charts, pdf

PAGE = """{% extends "pdf/base.html" %}{% load ui %}
{% block content %}<h1>{{ title }}</h1><p>{{ words }}</p>
<h2>Goals</h2>
<table><caption>Actions</caption><thead><tr><th scope="col">What</th><th scope="col">When</th></tr></thead>
<tbody>{% for row in rows %}<tr><th scope="row">{{ row }}</th><td>soon</td></tr>{% endfor %}</tbody></table>
<figure><figcaption>Change</figcaption>{{ chart }}</figure>{{ extra|safe }}{% endblock %}"""
WELSH = "Dŵr glân a tŷ cynnes: Ŵyl, Ŷd, môr, siŵr"


@pytest.fixture
def render(monkeypatch):
    """Renders the page above with some words on it; gives the opened PDF."""
    monkeypatch.setattr(
        pdf, "render_to_string", lambda template, context: engines["django"].from_string(template).render(context)
    )

    def pdf_of(tmp_path, **context):
        chart = charts.bars("Housing is better", [("Housing", 2, 8)], before="May", after="November")
        values = {"words": WELSH, "rows": ["Call", "Visit"], "chart": chart} | context
        path = tmp_path / "out.pdf"
        path.write_bytes(pdf.render_pdf(PAGE, values, title="Recovery plan TC-1", lang="cy", printed_by="Sian Price"))
        return pikepdf.open(path)

    return pdf_of


def elements(node):
    """Every element of the tags, from the top."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def letters_of(document):
    """The text of every page, read through each font's own map: a wrong glyph reads as a wrong letter."""
    return subprocess.run(["pdftotext", document.filename, "-"], capture_output=True, text=True, check=True).stdout


def test_is_tagged_with_a_language_a_title_and_our_font(render, tmp_path):
    document = render(tmp_path)
    assert document.Root.Lang == "cy"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.docinfo.Title == "Recovery plan TC-1"
    assert document.pages[0].Tabs == "/S"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_its_headings_tables_and_charts_are_real(render, tmp_path):
    document = render(tmp_path)
    tags = list(elements(document.Root.StructTreeRoot))
    kinds = [str(tag.S) for tag in tags]
    assert kinds.count("/H1") == 1
    assert "/H2" in kinds
    assert kinds.count("/Table") == 1
    assert kinds.count("/TD") == 2
    assert all("/Headers" in tag.A for tag in tags if tag.S == "/TD")
    figures = [tag for tag in tags if tag.S == "/Figure"]
    assert figures
    assert all(str(tag.Alt) == "Housing is better" for tag in figures)


def test_welsh_letters_come_from_our_embedded_font(render, tmp_path):
    document = render(tmp_path)
    fonts = {str(font.BaseFont).split("+")[-1] for page in document.pages for font in page.Resources.Font.values()}
    assert fonts == {"Atkinson-Hyperlegible-Next", "Atkinson-Hyperlegible-Next-Bold"}
    descendants = [font.DescendantFonts[0] for page in document.pages for font in page.Resources.Font.values()]
    assert all("/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor for font in descendants)


def test_every_page_says_what_it_is_who_made_it_and_which_it_is(render, tmp_path):
    document = render(tmp_path, rows=[f"Row {number}" for number in range(120)])
    assert len(document.pages) > 2
    text = letters_of(document)
    assert WELSH in text
    assert text.count("Recovery plan TC-1") == len(document.pages) + 1
    assert text.count("Sian Price") == len(document.pages)
    assert f"1 o {len(document.pages)}" in text, "in Welsh"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "https://pdf.invalid/../secret", "data:text/css,x"]
)
def test_fetches_nothing(render, tmp_path, caplog, address):
    document = render(tmp_path, extra=f'<img src="{address}" alt="x"><link rel="stylesheet" href="{address}">')
    assert "A PDF may not fetch" in caplog.text
    drawn = [part for page in document.pages for part in page.Resources.get("/XObject", {}).values()]
    assert not [part for part in drawn if part.Subtype == "/Image"]


def test_what_a_person_typed_stays_text(render, tmp_path):
    text = letters_of(render(tmp_path, words="<script>x</script> & <b>bold</b>"))
    assert "<script>x</script> & <b>bold</b>" in text


def test_a_machine_without_the_libraries_is_told_so(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    pdf.printer.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pdf.PdfUnavailable, match="libpango"):
        pdf.printer()
    pdf.printer.cache_clear()


LONG = """
import time, django
django.setup()
from django.conf import settings
from django.template import engines
from core import pdf
pdf.render_to_string = lambda template, context: engines["django"].from_string(template).render(context)
cells = "".join(f"<td>A value of column {number}</td>" for number in range(6))
page = "{% extends 'pdf/base.html' %}{% block body_class %}landscape{% endblock %}{% block content %}<h1>Caseload</h1><table>"
page += "<thead><tr>" + "<th scope='col'>Column</th>" * 7 + "</tr></thead><tbody>{% for row in rows %}<tr><th scope='row'>TC-{{ row }}</th>"
started = time.process_time()
size = len(pdf.render_pdf(page + cells + "</tr>{% endfor %}</tbody></table>{% endblock %}", {"rows": range(500)}, title="Caseload"))
seconds = time.process_time() - started
peak = open("/proc/self/status").read()  # of this process alone, not of the one that started it
print(seconds, int(peak.split("VmHWM:")[1].split()[0]) / 1024, size)
"""


@pytest.mark.slow
def test_five_hundred_rows_fit_the_time_and_the_memory():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    done = subprocess.run(
        [sys.executable, "-c", LONG], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    seconds, megabytes, size = map(float, done.stdout.split())
    assert size > 100_000
    assert megabytes < 200
    assert seconds < 8  # of the processor; under 5 s where the machine is not shared
