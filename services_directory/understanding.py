"""What somebody meant by the words they typed: what they look for, and when, where, for whom and in which language."""

import re
from dataclasses import dataclass, field
from functools import cache

from core.folding import fold

from .choices import Gender, Language, Need
from .search_words import (
    FILLERS,
    FOR_MEN,
    FOR_WOMEN,
    FREE,
    HERE,
    NOT_OF_COST,
    OTHER_NAMES,
    OWN_STEP,
    SENSES,
    TIMES,
    Sense,
)  # fmt: skip

MOST_WORDS = 10
LONGEST_PHRASE = 5
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


def words_of(text):
    """The words to search by, as the index holds them; nothing of them is left that the database would parse.

    >>> words_of("Women's aid, & (housing)|'")
    ['womens', 'aid', 'housing']
    """
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))[:MOST_WORDS]


@dataclass(frozen=True)
class Term:
    """One thing that a service must have: words that are written of it (each a tuple, “*” for any ending), or a need."""

    label: str
    phrases: tuple
    needs: tuple = ()
    instead: tuple = ()
    is_known: bool = False  # it stands in our own list, so that it is no slip of the finger


@dataclass
class Meant:
    """What words mean. What they say of when, where and whom fills what was not asked in a field of its own."""

    terms: list = field(default_factory=list)
    when: str = ""
    language: str = ""
    gender: str = ""
    is_free: bool = False
    self_referral: bool = False
    is_here: bool = False
    postcode: str = ""


def understood(text):
    """
    >>> meant = understood("debt help in Welsh")
    >>> [term.label for term in meant.terms], meant.language
    (['debt'], 'cy')
    >>> meant = understood("AA near me tonight")
    >>> [term.label for term in meant.terms], meant.when, meant.is_here
    (['aa'], 'tonight', True)
    >>> [term.label for term in understood("smoke free homes BS1 3NX").terms]
    ['smoke', 'free', 'homes']
    """
    meant = Meant()
    if found := POSTCODE.search(text.upper()):
        meant.postcode = "".join(found.groups())
        text = text[: found.start()] + " " + text[found.end() :]
    words = words_of(text)
    while words:
        words = words[_take(meant, words) :]
    if not meant.terms and not any((meant.when, meant.language, meant.is_here, meant.postcode, meant.is_free)):
        meant.terms = [_plain(word) for word in words_of(text)]
    return meant


def _take(meant, words):
    """Take what the first words say, as many as mean one thing; gives how many."""
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        if _says_besides(meant, phrase) or _is_sense(meant, phrase):
            return length
    if DISTRICT.fullmatch(words[0].upper()):
        meant.postcode = meant.postcode or words[0].upper()
    elif words[0] not in FILLERS and (len(words[0]) > 1 or words[0].isdigit()):
        meant.terms.append(_plain(words[0]))
    return 1


def _says_besides(meant, phrase):
    """Whether these words say when, where, in which language or at what cost."""
    name, value = _besides().get(phrase, ("", ""))
    if phrase == "free" and meant.terms and meant.terms[-1].label in NOT_OF_COST:
        return False
    if name:
        setattr(meant, name, value)
    return bool(name) and name != "gender"


def _is_sense(meant, phrase):
    if sense := _senses().get(phrase):
        term = Term(phrase, _phrases(sense.written), sense.needs, sense.instead, is_known=True)
        if term.phrases not in [known.phrases for known in meant.terms]:  # "methadone script" says it twice
            meant.terms.append(term)
    return bool(sense)


def term_of(need):
    """A need of our list, with the words by which services that help with it are known."""
    sense = next((sense for sense in SENSES if need in sense.needs), None)
    written = _phrases(sense.written) if sense else ()
    return Term(str(Need(need).label), written, (need,), is_known=True)


def _plain(word):
    return Term(word, ((f"{word}*",),))


@cache
def _besides():
    """What is said by words that are not looked for: phrase → (what, value)."""
    found = {phrase: ("when", when) for when, phrases in TIMES.items() for phrase in phrases}
    found |= dict.fromkeys(HERE, ("is_here", True)) | dict.fromkeys(FREE, ("is_free", True))
    found |= dict.fromkeys(map(_folded, OWN_STEP), ("self_referral", True))
    found |= dict.fromkeys(FOR_WOMEN, ("gender", Gender.WOMEN)) | dict.fromkeys(FOR_MEN, ("gender", Gender.MEN))
    names = {_folded(language.label): language.value for language in Language if language != Language.ENGLISH}
    for name, code in (names | OTHER_NAMES).items():
        for form in (f"in {name}", f"{name} speaking", f"{name} speaker", f"{name} language", f"speaks {name}"):
            found[form] = ("language", str(code))
    return found


@cache
def _senses():
    """What is typed → what it means; the names of our needs too."""
    found = {_folded(need.label): Sense(need.label, need.label, (need.value,)) for need in Need}
    return found | {_folded(typed): sense for sense in SENSES for typed in sense.typed.split("|")}


@cache
def common_words():
    """The words of what people type for what they need."""
    return frozenset(word for phrase in _senses() for word in phrase.split()) - FILLERS


@cache
def _phrases(written):
    """
    >>> _phrases("dry hous* | al-anon")
    (('dry', 'hous*'), ('al', 'anon'))
    """
    parts = (re.findall(r"[^\W_]+\*?", fold(part).replace("'", "")) for part in written.split("|"))
    return tuple(tuple(words) for words in parts if words)


def _folded(text):
    return " ".join(words_of(str(text)))
