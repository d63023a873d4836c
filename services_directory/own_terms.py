"""Our own taxonomy (`choices.Need`) as others see it: keys that are the same on every site, in English and in Welsh."""

import uuid
from functools import cache

from django.utils.translation import override

from .choices import Need

NAMESPACE = uuid.UUID("0e9c1f0b-6d0f-5c5e-9a43-2f1c7b4f6d58")  # of every key that is made from words


def key_of(*parts):
    """The same key for the same words, always and everywhere.

    >>> key_of("need", "food") == key_of("need", "food") != key_of("need", "debt")
    True
    """
    return str(uuid.uuid5(NAMESPACE, "\n".join(map(str, parts))))


TAXONOMY = key_of("taxonomy", "needs")
TAXONOMY_NAME = "Throughcare needs"
KEYS = {need.value: key_of("need", need.value) for need in Need}
NEEDS = {key: need for need, key in KEYS.items()}


def need_of(term):
    """The need that a term with this key stands for; None where the term is not one of ours."""
    return NEEDS.get(str(term).lower())


@cache
def names():
    """Of each need its name, and its name in Welsh where there is one."""
    with override("en-gb"):
        english = {need.value: str(need.label) for need in Need}
    with override("cy"):
        welsh = {need.value: str(need.label) for need in Need}
    return {need: (name, welsh[need] if welsh[need] != name else "") for need, name in english.items()}
