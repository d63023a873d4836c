"""Our own taxonomy (`choices.Need`) as others see it: keys that are the same on every site, in English and in Welsh."""

import uuid
from functools import cache

from django.utils.translation import override

from .choices import Language, Need

NAMESPACE = uuid.UUID("b1a2f6c4-6b52-4b5c-9d0d-2f3f7f0c9a55")  # of every key that is made from words
NEEDS_TAXONOMY = uuid.uuid5(NAMESPACE, "needs")


def term_of(need):
    """The id under which one of our needs is published, the same at every site."""
    return uuid.uuid5(NEEDS_TAXONOMY, str(need))


NEED_OF = {term_of(need): need.value for need in Need}

TAXONOMY = str(NEEDS_TAXONOMY)
TAXONOMY_NAME = "Throughcare needs"
KEYS = {need: str(term) for term, need in NEED_OF.items()}
NEEDS = {key: need for need, key in KEYS.items()}


def need_of(term):
    """The need that a term with this key stands for; None where the term is not one of ours."""
    return NEEDS.get(str(term).lower())


def key_of(*parts):
    """The same key for the same words, always and everywhere.

    >>> key_of("need", "food") == key_of("need", "food") != key_of("need", "debt")
    True
    """
    return str(uuid.uuid5(NAMESPACE, "\n".join(map(str, parts))))


def labels(choices, language):
    with override(language):
        return {choice.value: str(choice.label) for choice in choices}


@cache
def names():
    """Of each need its name, and its name in Welsh where there is one."""
    welsh = labels(Need, "cy")
    return {need: (name, welsh[need] if welsh[need] != name else "") for need, name in labels(Need, "en-gb").items()}


@cache
def languages():
    """The names of languages by their codes, in English."""
    return labels(Language, "en-gb")
