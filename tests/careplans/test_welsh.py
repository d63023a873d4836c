"""The papers for the client, and the pages for those without an account, are all in the Welsh catalogue, whose compiled
file says the same as its text."""

import ast
import gettext
import re

import pytest

from tests.guards.source import ROOT

CATALOGUE = ROOT / "locale/cy/LC_MESSAGES"
PAGES = ROOT / "templates/referrals"
TEMPLATES = [
    *(ROOT / "templates/careplans/pdf").glob("*.html"), ROOT / "templates/careplans/care_plan_together.html",
    ROOT / "templates/programmes/pdf/my_week.html", ROOT / "templates/aftercare/relapse_plan_pdf.html",
    *(ROOT / "templates/aftercare" / f"{name}.html" for name in ("_capital", "_document", "handover_pdf", "way_back_pdf")),
    ROOT / "templates/custody/pdf/release_pack.html", ROOT / "custody/papers.py", ROOT / "templates/pdf/base.html",
    *(PAGES / "public").glob("*.html"), *PAGES.glob("partner_*.html"), *PAGES.glob("_pack*.html"),
    PAGES / "_timeline.html", *(PAGES / "pdf" / f"{name}.html" for name in ("letter", "pack", "printed")),
]  # fmt: skip


def written():
    """The catalogue as it was typed: {English: Welsh}."""
    text = (CATALOGUE / "django.po").read_text()
    pairs = re.findall(r'^msgid (".*")\nmsgstr (".*")$', text, re.MULTILINE)
    return {ast.literal_eval(english): ast.literal_eval(welsh) for english, welsh in pairs if english != '""'}


def counted():
    """The sentences about one and about many that have their Welsh."""
    found = re.findall(
        r'^msgid (".*")\nmsgid_plural (".*")\nmsgstr\[0\] ".+"$', (CATALOGUE / "django.po").read_text(), re.M
    )
    return {ast.literal_eval(words) for pair in found for words in pair}


def test_the_compiled_catalogue_is_that_of_the_text():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert written()
    assert {english: catalogue.gettext(english) for english in written()} == written(), "Run msgfmt and commit both"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_sentence_for_those_outside_is_in_welsh(path):
    text = path.read_text()
    said = {words for _quote, words in re.findall(r"""(?:{% translate |\b_\()(["'])(.+?)\1""", text)}
    for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
        one, _plural, many = block.partition("{% plural %}")
        said |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", words) for words in (one, many) if words}
    known = {*written(), *counted()}
    assert said <= known, f"Not in Welsh: {said - known}"


def test_placeholders_survive():
    for english, welsh in written().items():
        assert sorted(re.findall(r"%\(\w+\)s|%s", english)) == sorted(re.findall(r"%\(\w+\)s|%s", welsh)), english
