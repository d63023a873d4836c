"""Languages by their ISO 639 codes, from the codes or the names that a feed gives."""

import re

from core.folding import fold

from ..choices import Language

OTHER_NAMES = {
    "cymraeg": Language.WELSH,
    "bsl": Language.BSL,
    "sign language": Language.BSL,
    "chinese": Language.MANDARIN,
    "zh": Language.MANDARIN,
    "zho": Language.MANDARIN,
    "farsi": Language.PERSIAN,
    "dari": Language.PERSIAN,
    "persian": Language.PERSIAN,
    "panjabi": Language.PUNJABI,
    "pushto": Language.PASHTO,
    "sylheti": Language.BENGALI,
    "bangla": Language.BENGALI,
    "polski": Language.POLISH,
    "eng": Language.ENGLISH,
    "cym": Language.WELSH,
    "wel": Language.WELSH,
}
BY_NAME = {fold(str(label)): language for language, label in Language.choices} | OTHER_NAMES


def code_of(text):
    """The code of one language; empty when nobody knows it by that name.

    >>> code_of("Welsh"), code_of("en-GB"), code_of("Cymraeg"), code_of("haw"), code_of("Elvish")
    ('cy', 'en', 'cy', 'haw', '')
    """
    name = fold(text).strip()
    base = name.partition("-")[0].partition("_")[0]
    for each in (name, base):
        if each in BY_NAME:
            return str(BY_NAME[each])
    return base if re.fullmatch(r"[a-z]{2,3}", base) else ""


def languages(service):
    """The codes that a record says; None when it says nothing of languages."""
    return None if service.children("languages") is None else codes_of(service)


def codes_of(holder):
    found = []
    for item in holder.children("languages") or []:
        names = [item.line("code", 100), item.line("name", 300), item.line("language", 300)]
        code = next(filter(None, map(code_of, names)), "")
        if not code and any(names):
            holder.notes.append(
                f"{item.path}name “{(names[1] or names[2] or names[0])[:50]}” is no language known here"
            )
        found.append(code)
    return list(dict.fromkeys(filter(None, found)))
