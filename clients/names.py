"""How a name is spelt and sounds: by what somebody is found whose name was heard or typed wrongly."""

import re
from functools import lru_cache

import jellyfish

from core.folding import fold

WORD = re.compile(r"[^\W\d_]+")


def words_of(*names):
    """The words of some names, folded, without what stands between them.

    >>> words_of("Siân", "O’Brien-Lewis")
    ['sian', 'o', 'brien', 'lewis']
    """
    return [word for name in names for word in WORD.findall(fold(name))]


@lru_cache(maxsize=20_000)
def sound(word):
    """How a word sounds in English, by Metaphone; a word that says nothing to it stands for itself.

    >>> sound("reece") == sound("rhys") == sound("reese"), sound("stephen") == sound("steven")
    (True, True)
    >>> sound("griffith") == sound("griffiths") == sound("gryffydd")
    True
    """
    plain = re.sub(r"^(rhy|rhi)", "ri", word)  # Welsh spellings that Metaphone does not know
    plain = re.sub(r"ff", "f", re.sub(r"dd", "th", plain))
    heard = jellyfish.metaphone(plain) or word
    return heard.removesuffix("S") if len(heard) > 2 else heard  # Roberts is Robert to many who write it down


def sounds_of(*names):
    """How the words of some names sound, each sound once."""
    return sorted({sound(word) for word in words_of(*names)})


def trigrams_of(*names):
    """The groups of three letters in the words of some names, with two blanks before and one behind each word.

    >>> trigrams_of("Ann")
    ['  a', ' an', 'ann', 'nn ']
    """
    return sorted({part for word in words_of(*names) for part in _parts(f"  {word} ")})


@lru_cache(maxsize=20_000)
def _parts(word):
    return [word[start : start + 3] for start in range(len(word) - 2)]


def likeness(one, other):
    """How alike two sets of trigrams are, from 0 to 1.

    >>> likeness(trigrams_of("Catherine"), trigrams_of("Katherine")) > 0.5
    True
    """
    one, other = set(one), set(other)
    return len(one & other) / len(one | other) if one and other else 0.0


def share(typed, known):
    """How much of what was typed is in a name, from 0 to 1: one word of a name of several is enough.

    >>> share(trigrams_of("Grifith"), trigrams_of("Catrin", "Griffiths")) > 0.5
    True
    """
    typed = set(typed)
    return len(typed & set(known)) / len(typed) if typed else 0.0
