"""Reading back what was printed, with no program but pikepdf."""

import io
import re

import pikepdf


def printed(page, link):
    """The words behind a link to a PDF, fetched by the signed-in window; it must be tagged."""
    answer = page.request.get(page.get_by_role("link", name=link, exact=True).get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return words_of(answer.body())


def words_of(pdf):
    """The words of a tagged PDF as a reader sees them, with single spaces."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        return " ".join(" ".join(map(_text_of, document.pages)).split())


def _text_of(sheet):
    letters = {name: _letters(font) for name, font in sheet.resources.Font.items()}
    text, font = [], {}
    for operands, operator in pikepdf.parse_content_stream(sheet):
        if str(operator) == "Tf":
            font = letters[str(operands[0])]
        elif str(operator) == "ET":
            text.append(" ")
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            text += [_read(bytes(piece), font) for piece in pieces if isinstance(piece, pikepdf.String)]
    return "".join(text)


def _letters(font):
    """What each glyph of a font stands for."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <((?:[0-9A-Fa-f]{4})+)>", font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs}


def _read(piece, font):
    glyphs = (int.from_bytes(piece[at : at + 2], "big") for at in range(0, len(piece), 2))
    return "".join(font.get(glyph, "") for glyph in glyphs)
