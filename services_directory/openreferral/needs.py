"""What a service seems to help with, guessed from the words of its record."""

import re

from core.folding import fold

from ..choices import NEED_WORDS


def guess_needs(values, terms):
    """The needs whose beginnings of words (NEED_WORDS) stand in what a record says, its terms too: a guess."""
    texts = [values["name"], values["eligibility"], values["description"], *(term["name"] for term in terms or [])]
    words = " " + re.sub(r"[\s/(),.;:•-]+", " ", fold(" ".join(texts)))
    return [
        need.value
        for need, beginnings in NEED_WORDS.items()
        if any(" " + beginning.replace("-", " ") in words for beginning in beginnings)
    ]
