"""What nobody types by mistake: one list of hostile values, and how they travel in a request byte for byte."""

from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

MARK = "<i x=1>&\"'"  # unescaped anywhere, it is a hole
LONG = "x" * 100_000

# Bytes that are no text: UTF-8 that is broken, half characters, NUL. They never reach a view.
NOT_TEXT = {
    "NUL alone": b"\0",
    "NUL inside": b"Me\0gan",
    "NUL at the end": b"Megan\0",
    "high surrogate": b"\xed\xa0\x80",
    "low surrogate": b"a\xed\xbf\xbfb",
    "surrogate pair as CESU-8": b"\xed\xa0\xbd\xed\xb8\x80",
    "lone continuation": b"\x80",
    "cut short": b"d\xc5",
    "overlong slash": b"\xc0\xaf",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "Latin-1": "Gruffydd à la carte".encode("latin-1"),
    "byte order of UTF-16": b"\xff\xfeM\0",
}

TEXT = {
    "empty": "",
    "spaces": " \t ",
    "no-break and zero-width": "\u00a0\u200b\u2060\ufeff",
    "right to left override": "\u202eagem\u202c",
    "bidi isolates": "\u2066\u2067a\u2069",
    "combining marks": "Z" + "\u0301\u0335" * 300,
    "outside the plane": "👩🏽‍🚀𝕄𝕖𝕘𝕒𝕟",
    "not a character": "a\uffff\ufdd0b",
    "control characters": "a\x01\x08\x0b\x1b[31m\x7fb",
    "new lines": "a\r\nSet-Cookie: x=1\r\n\r\n<b>",
    "line separators": "a\u2028b\u2029c\x85d",
    "Turkish and sharp letters": "İıẞŸﬁ",
    "100,000 characters": LONG,
    "100,000 wide characters": "ŵ" * 100_000,
    "10,001 characters": "y" * 10_001,
    "301 characters": "z" * 301,
    "markup": MARK + "</textarea></title><script>alert(1)</script>",
    "script address": "javascript:alert(1)",
    "template markers": "{{ 7|add:7 }}{% debug %}{0.__class__}%(x)s%s${7*7}#{7}",
    "SQL": "'; DROP TABLE clients_client; --",
    "SQL in a comparison": '" OR 1=1 /*',
    "backslash and quotes": "\\'\\\"\\",
    "pattern marks": "%_*?[]^$",
    "tsquery operators": "a & !b | (c <-> d:*) ' \\",
    "tsquery left open": "((:* & | !",
    "words of a search": '"a -"b OR or - ""',
    "formula": '=HYPERLINK("http://evil.example")',
    "formula lead": "@SUM(1+1)|cmd",
    "another site": "//evil.example/",
    "another site, backslashes": "\\\\evil.example\\",
    "another site, whole": "https://evil.example/",
    "another site, tab": "/\t/evil.example",
    "up and away": "../../../../etc/passwd",
    "order by": "client__created_by__password",
    "dunder": "__class__",
    "JSON": '{"$ne": null}',
    "JSON, deep": "[" * 2_000,
    "XML": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}

NUMBER = {
    "nought": "0",
    "minus nought": "-0",
    "minus one": "-1",
    "beyond 16 bit": "32768",
    "beyond 31 bit": "2147483648",
    "beyond 63 bit": "9223372036854775808",
    "beyond 64 bit": "18446744073709551616",
    "far below": "-9223372036854775809",
    "5,000 digits": "9" * 5_000,
    "not a number": "NaN",
    "infinite": "-inf",
    "too large a power": "1e400",
    "underscore": "1_000",
    "fraction": "1.5",
    "Arabic digits": "٣",
    "superscript digit": "²",
    "hexadecimal": "0x10",
}

DAY = {
    "31 February": "31/2/2026",
    "30 February": "2026-02-30",
    "29 February of no leap year": "29/02/2027",
    "year 1": "0001-01-01",
    "year 1, with a time": "1/1/0001 00:00",
    "year 9999": "31/12/9999",
    "year 9999, with a time": "9999-12-31T23:59",
    "year 10000": "1/1/10000",
    "year 0": "0000-01-01",
    "minus": "-1-01-01",
    "1899": "31/12/1899",
    "2101": "1/1/2101",
    "far but allowed": "31/12/2100",
    "early but allowed": "1/1/1900",
    "an hour that does not exist": "29/3/2026 01:30",
    "an hour twice": "25/10/2026 01:30",
    "25 o'clock": "27/3/2026 25:61",
    "Arabic day": "٢٧/٣/٢٠٢٦",
    "day of a long number": "9" * 400 + "/1/2026",
}

KEY = {
    "no key": "not-a-uuid",
    "key of nothing": "00000000-0000-0000-0000-000000000000",
    "key without dashes": "f" * 32,
    "key in braces": "{12345678-1234-5678-1234-567812345678}",
}

CORPUS = TEXT | NUMBER | DAY | KEY | NOT_TEXT

# Segments of a path, as they stand in the request line.
SEGMENTS = [
    "not-a-uuid", "0" * 36, "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "%00", "a%00b", "%ED%A0%80", "%C0%AF", "%F4%90%80%80", "..%2f..%2fetc%2fpasswd", "%252e%252e", "-1",
    "9" * 5_000, "%E2%80%AE", "%0d%0aSet-Cookie:%20x=1", "'%20OR%201=1--", "%7B%7B7*7%7D%7D", "x" * 20_000,
    "%5C%5Cevil.example", "%2F%2Fevil.example",
]  # fmt: skip


def as_bytes(value):
    return value if isinstance(value, bytes) else value.encode()


def encoded(pairs):
    """Names and values as a form sends them; values may be bytes that are no text."""
    return "&".join(f"{quote_from_bytes(as_bytes(name))}={quote_from_bytes(as_bytes(value))}" for name, value in pairs)


def kind_of(values):
    """The kind of an input from its attributes; a date and a number are text to the browser."""
    if "moj-js-datepicker-input" in values.get("class", ""):
        return "date"
    if values.get("inputmode") in ("numeric", "decimal"):
        return "number"
    return values.get("type") or "text"


class Control:
    """One control of a form: its name, its kind, the values to choose from, and what stands in it."""

    def __init__(self, name, kind):
        self.name, self.kind, self.id = name, kind, ""
        self.choices, self.value = [], None

    @property
    def is_typed(self):
        return self.kind in ("text", "textarea", "date", "number", "email", "tel", "url", "search")


class Forms(HTMLParser):
    """The forms of a page as a browser reads them, and the errors of its summary.

    `posted` and `asked` hold the controls, by name, of each form that is sent by POST and by GET; of those by POST only
    what is in the main part of the page, not the language and the signing out above it.
    """

    def __init__(self, html):
        super().__init__()
        self.posted, self.asked, self.targets, self.ids = [], [], [], {}
        self.problems = 0
        self._form = self._text = self._select = None
        self._in_summary = self._in_main = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            self.ids[values["id"]] = values.get("name", "")
        if "govuk-error-summary__list" in values.get("class", ""):
            self._in_summary = True
        elif "moj-alert--error" in values.get("class", ""):
            self.problems += 1
        elif self._in_summary and tag in ("li", "a"):
            self._problem(tag, values)
        elif tag == "main":
            self._in_main = True
        elif tag == "form":
            self._begin_form(values)
        elif self._form is not None:
            self._control(tag, values)

    def _problem(self, tag, values):
        if tag == "li":
            self.problems += 1
        else:
            self.targets.append(values.get("href", "").removeprefix("#"))

    def _begin_form(self, values):
        self._form = {}
        if values.get("method", "get").lower() != "post":
            self.asked.append(self._form)
        elif self._in_main:
            self.posted.append(self._form)

    def _control(self, tag, values):
        name, value = values.get("name"), values.get("value", "")
        ticked = values.get("value", "on")  # what a box or a radio without a value sends
        if tag == "option" and self._select:
            self._select.choices.append(value)
            if "selected" in values:
                self._select.value = value
        if not name or tag not in ("input", "select", "textarea", "button"):
            return
        kind = kind_of(values) if tag == "input" else tag
        control = self._form.setdefault(name, Control(name, kind))
        control.id = control.id or values.get("id", "")
        if kind in ("radio", "checkbox"):
            control.choices.append(ticked)
            control.value = ticked if "checked" in values else control.value
        elif tag == "select":
            self._select = control
        elif tag == "textarea":
            self._text, control.value = control, ""
        else:
            control.value = value

    def handle_endtag(self, tag):
        if tag == "ul":
            self._in_summary = False
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            self._text.value = self._text.value.removeprefix("\n")
            self._text = None

    def handle_data(self, data):
        if self._text:
            self._text.value += data

    @property
    def blamed(self):
        """The names of the fields that the error summary leads to."""
        return {self.ids.get(target, target) for target in self.targets}
