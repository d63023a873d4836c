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
    ROOT / "templates/aftercare/_capital.html",
    ROOT / "templates/custody/pdf/release_pack.html",
    *(PAGES / "public").glob("*.html"), *PAGES.glob("partner_*.html"), *PAGES.glob("_pack*.html"),
    PAGES / "_timeline.html", *(PAGES / "pdf" / f"{name}.html" for name in ("letter", "pack", "printed")),
]  # fmt: skip


def written():
    """The catalogue as it was typed: {English: Welsh}."""
    text = (CATALOGUE / "django.po").read_text()
    pairs = re.findall(r'^msgid (".*")\nmsgstr (".*")$', text, re.MULTILINE)
    return {ast.literal_eval(english): ast.literal_eval(welsh) for english, welsh in pairs if english != '""'}


def test_the_compiled_catalogue_is_that_of_the_text():
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert written()
    assert {english: catalogue.gettext(english) for english in written()} == written(), "Run msgfmt and commit both"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_sentence_for_those_outside_is_in_welsh(path):
    text = path.read_text()
    said = set(re.findall(r'{% translate "([^"]+)"', text)) | set(re.findall(r'_\("([^"]+)"\)', text))
    for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
        said.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
    assert said <= set(written()), f"Not in Welsh: {said - set(written())}"


def test_placeholders_survive():
    for english, welsh in written().items():
        assert sorted(re.findall(r"%\(\w+\)s|%s", english)) == sorted(re.findall(r"%\(\w+\)s|%s", welsh)), english
