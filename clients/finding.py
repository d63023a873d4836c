"""What somebody typed to find a person: a number, a reference, a day of birth, a postcode or names."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.forms import ValidationError

from core.folding import fold
from core.forms import DateField

from .models import Address, PersonName

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")
REFERENCE = re.compile(r"[2-9B-DF-HJ-NP-TV-XZ]{4}-?[2-9B-DF-HJ-NP-TV-XZ]{4}")


@dataclass(frozen=True)
class Search:
    """A kind of search and the texts that it looks for."""

    kind: str
    values: tuple

    @property
    def is_by_name(self):
        return self.kind in BY_NAME

    def condition(self, names="", client="pk"):
        """The clients it finds; `names` leads to the row in which their folded names stand, else to their own."""
        return reduce(or_, self.ways(names, client))

    def ways(self, names="", client="pk"):
        """The conditions of which one must hold, each with an index of its own."""
        if self.is_by_name:
            return BY_NAME[self.kind](names, client, *self.values)
        if self.kind == "postcode":
            return [Q(pk__in=Address.objects.filter(postcode=self.values[0]).values("client"))]
        return [Q(**{NUMBERS[self.kind]: self.values[0]})]


def understood(words):
    """What was meant by these words."""
    text = " ".join(words.split())
    digits = re.sub(r"[ -]", "", text)
    if digits.isascii() and digits.isdecimal() and len(digits) == 10:
        return Search("number", (digits,))
    if POSTCODE.fullmatch(text.upper()):
        plain = digits.upper()
        return Search("postcode", (f"{plain[:-3]} {plain[-3:]}",))
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


def _beginning(names, **texts):
    """Names that begin with these texts."""
    return Q(**{f"{names}{name}_key__startswith": text for name, text in texts.items()})


def _other_name(client, condition):
    return Q(**{f"{client}__in": PersonName.objects.filter(condition).values("client")})


def _name(names, client, start):
    """One word is the beginning of any name: family, first or preferred, or another one of the person's."""
    other = _beginning("", family=start) | _beginning("", first=start)
    own = [_beginning(names, family=start), _beginning(names, first=start), _beginning(names, preferred=start)]
    return [*own, _other_name(client, other)]


def _names(names, client, one, other, whole):
    """More words are the beginnings of both names, in either order, or of a family name of several words."""
    both = _both("", one, other, whole)
    called = _beginning(names, preferred=one, family=other)
    return [*_both(names, one, other, whole), called, _other_name(client, reduce(or_, both))]


def _both(names, one, other, whole):
    turned = _beginning(names, family=one, first=other)
    return [_beginning(names, first=one, family=other), turned, _beginning(names, family=whole)]


BY_NAME = {"name": _name, "names": _names}
NUMBERS = {"number": "nhs_number", "birth": "date_of_birth", "reference": "reference"}
