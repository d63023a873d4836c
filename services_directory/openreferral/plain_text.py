"""Plain text from the HTML that directories put into their descriptions; nothing of it reaches a page as HTML."""

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
REFERENCE = re.compile(r"&(?:[a-zA-Z]+|#\d+|#x[0-9a-fA-F]+);")
MOST_TIMES = 3  # a directory's own software may have escaped what was HTML already
NEW_LINE = {"br", "div", "tr", "li", "dt", "dd", "ul", "ol", "section", "article", "header", "table", "figure"}
NEW_PARAGRAPH = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"}
SILENT = {"script", "style", "svg", "button", "template", "noscript", "select"}
BULLET = "• "
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
# Word's bullets from private use, its line separators, and the Unicode ones.
SAME_AS = str.maketrans({"\uf0b7": "•", "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\t": " "})


def plain(text):
    """
    >>> plain("<p>Tea &amp; <b>talk</b></p><ul><li>Mondays</li><li>Fridays</li></ul>")
    'Tea & talk\\n\\n• Mondays\\n• Fridays'
    >>> plain('Look <a href="https://example.org/help">here</a>'), plain("for those <18, 1 < 2")
    ('Look here (https://example.org/help)', 'for those <18, 1 < 2')
    >>> plain("What is plain already,\\nkeeps its lines &amp;amp; ends")
    'What is plain already,\\nkeeps its lines & ends'
    """
    text = text.replace("\r\n", "\n")
    for _time in range(MOST_TIMES):
        if "<" in text and TAG.search(text):
            text = without_tags(text)
        elif "&" in text and REFERENCE.search(text):
            text = unescape(text)
        else:
            break
    text = text.translate(SAME_AS)
    if not text.replace("\n", "").isprintable():  # few are not: the letters are looked at one by one in those alone
        text = "".join(letter for letter in text if letter == "\n" or printable(letter))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join("" if line == "•" else line for line in lines)).strip()


def without_tags(text):
    parser = Text()
    parser.feed(text)
    parser.close()
    return "".join(parser.parts)


def one_line(text):
    """As `plain`, on one line."""
    return " ".join(plain(text).split())


def printable(letter):
    return unicodedata.category(letter) not in {"Cc", "Co"} and letter not in INVISIBLE


class Text(HTMLParser):
    """Collects what a reader would see; a link keeps its address when the text does not show it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent, self.links = [], 0, []

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.parts)))
        self.break_line(tag)
        if tag == "li":
            self.parts.append(BULLET)

    def handle_startendtag(self, tag, attrs):
        self.break_line(tag)

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "a" and self.links:
            self.end_link(*self.links.pop())
        if tag != "li":
            self.break_line(tag)

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def break_line(self, tag):
        if tag in NEW_PARAGRAPH:
            self.parts.append("\n\n")
        elif tag in NEW_LINE:
            self.parts.append("\n")

    def end_link(self, address, start):
        shown = "".join(self.parts[start:]).strip()
        bare = re.sub(r"^https?://(www\.)?|/$", "", address)
        if address.lower().startswith(("http://", "https://")) and shown and bare not in shown:
            self.parts.append(f" ({address})")
