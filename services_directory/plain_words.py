"""The plain text that people type for a public page, as the parts that a template draws: no HTML is typed, none is made here."""

import re

MARKS = [("heading", re.compile(r"##? +")), ("list", re.compile(r"[-*•] +")), ("steps", re.compile(r"\d{1,2}[.)] +"))]
LINK = re.compile(
    r"\[(?P<words>[^\[\]]{1,200})\]\((?P<to>(?:https?://|/(?!/)|tel:)[^\s()]{1,500})\)"
    r"|(?P<bare>https?://[^\s()<>]{1,500}[^\s()<>.,;:!?])"
)


def parts(text):
    """[{"kind": heading, paragraph, list or steps, "lines": [[(words, address), …], …]}, …] of a text.

    >>> parts("## Now\\n- Ring [999](tel:999)\\n- Stay")[1]["lines"]
    [[('Ring ', ''), ('999', 'tel:999')], [('Stay', '')]]
    >>> parts("[x](javascript:alert)")[0]["lines"]
    [[('[x](javascript:alert)', '')]]
    """
    found, is_new = [], True
    for line in map(str.strip, text.splitlines()):
        if not line:
            is_new = True
            continue
        kind, words = _kind(line)
        if is_new or kind == "heading" or found[-1]["kind"] != kind:
            found.append({"kind": kind, "lines": []})
        found[-1]["lines"].append(_spans(words))
        is_new = False
    return found


def _kind(line):
    for kind, mark in MARKS:
        if begins := mark.match(line):
            return kind, line[begins.end() :]
    return "paragraph", line


def _spans(words):
    """The pieces of a line, each with the address it links to or none."""
    spans, end = [], 0
    for link in LINK.finditer(words):
        if link.start() > end:
            spans.append((words[end : link.start()], ""))
        spans.append((link["words"] or link["bare"], link["to"] or link["bare"]))
        end = link.end()
    return spans + ([(words[end:], "")] if words[end:] else [])
