"""What somebody typed to find a person: a number, a reference, a day of birth or names."""

import re
from dataclasses import dataclass

from django.db.models import Q
from django.forms import ValidationError

from core.folding import fold
from core.forms import DateField

from .models import PersonName

REFERENCE = re.compile(r"[2-9B-DF-HJ-NP-TV-XZ]{4}-?[2-9B-DF-HJ-NP-TV-XZ]{4}")


@dataclass(frozen=True)
class Search:
    """A kind of search and the texts that it looks for."""

    kind: str
    values: tuple

    def condition(self, names=""):
        """The clients it finds; `names` leads to the row in which their folded names stand, else to their own."""
        return CONDITIONS[self.kind](names, *self.values)


def understood(words):
    """What was meant by these words."""
    text = " ".join(words.split())
    digits = re.sub(r"[ -]", "", text)
    if digits.isascii() and digits.isdecimal() and len(digits) == 10:
        return Search("number", (digits,))
    if REFERENCE.fullmatch(text.upper()):  # eight letters without a vowel are nobody's name
        plain = text.upper().replace("-", "")
        return Search("reference", (f"{plain[:4]}-{plain[4:]}",))
    try:
        return Search("birth", (DateField().clean(text),))
    except ValidationError:
        return _by_name(text)


def named(words):
    """The condition for what somebody typed to find a person."""
    return understood(words).condition()


def _by_name(text):
    first, _space, rest = fold(text.replace(",", " ")).partition(" ")
    rest = rest.strip()
    return Search("names", (first, rest, fold(text))) if rest else Search("name", (first,))


def _name(names, start):
    """One word is the beginning of any name: first, family or preferred, or another one of the person's."""
    return _either(names, start) | Q(preferred_key__startswith=start) | _other_name(_either("", start))


def _names(names, one, other, whole):
    """More words are the beginnings of both names, in either order, or of a family name of several words."""
    called = Q(**{"preferred_key__startswith": one, f"{names}family_key__startswith": other})
    return _both(names, one, other, whole) | called | _other_name(_both("", one, other, whole))


def _either(names, start):
    return Q(**{f"{names}family_key__startswith": start}) | Q(**{f"{names}first_key__startswith": start})


def _both(names, one, other, whole):
    family, first = f"{names}family_key__startswith", f"{names}first_key__startswith"
    return Q(**{first: one, family: other}) | Q(**{family: one, first: other}) | Q(**{family: whole})


def _other_name(condition):
    return Q(pk__in=PersonName.objects.filter(condition).values("client"))


CONDITIONS = {
    "number": lambda names, number: Q(nhs_number=number),
    "birth": lambda names, day: Q(date_of_birth=day),
    "name": _name,
    "names": _names,
    "reference": lambda names, reference: Q(reference=reference),
}
