"""What a page must be, read from its HTML: one h1, a title, labelled inputs, ids used once, nothing inline."""

from html.parser import HTMLParser

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Collects what the rules ask about; `faults()` lists what is wrong."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.title, self.ids, self.labels = 0, "", [], set()
        self.inputs, self.inline, self.lang, self._in = [], [], "", ""
        self._in_label = 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.headings += tag == "h1"
        self._in = tag if tag == "title" and not self.title else self._in
        self._in_label += tag == "label"
        if tag == "html":
            self.lang = values.get("lang") or ""
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label" and "for" in values:
            self.labels.add(values["for"])
        if tag in ("input", "select", "textarea") and values.get("type") not in UNLABELLED:
            named = values.get("aria-label") or values.get("aria-labelledby") or self._in_label
            self.inputs.append((values.get("id"), bool(named)))
        if "style" in values or tag == "style" or any(name.startswith("on") for name in values):
            self.inline.append(tag)
        if tag == "script" and "src" not in values:
            self.inline.append("script")

    def handle_endtag(self, tag):
        self._in = "" if tag == self._in else self._in
        self._in_label -= tag == "label"

    def handle_data(self, data):
        self.title += data if self._in == "title" else ""

    def faults(self):
        found = []
        if self.headings != 1:
            found.append(f"{self.headings} h1")
        if not self.title.strip(" –\n"):
            found.append("no title")
        if not self.lang:
            found.append("no language")
        found += [f"id {name} twice" for name in {i for i in self.ids if self.ids.count(i) > 1}]
        found += [f"input {name} has no label" for name, named in self.inputs if not named and name not in self.labels]
        found += [f"inline {tag}" for tag in self.inline]
        return found
