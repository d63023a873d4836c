"""Names in lower case without accents, to sort and search by: the same in the database and in Python.

The embedded database has neither ICU nor extensions, so the letters are listed here.
"""

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Lower

LETTERS = {
    "a": "àáâãäåāăą",
    "c": "çćčĉ",
    "d": "ďđ",
    "e": "èéêëēęěė",
    "g": "ğģ",
    "i": "ìíîïīįı",
    "l": "łļľ",
    "n": "ñńňņ",
    "o": "òóôõöøōő",
    "r": "řŕ",
    "s": "śşšș",
    "t": "ťţț",
    "u": "ùúûüūůűų",
    "w": "ŵẁẃẅ",
    "y": "ýÿŷỳ",
    "z": "žźż",
    "'": "’‘`ʼ",
}
ACCENTED = "".join(LETTERS.values())
PLAIN = "".join(plain * len(accented) for plain, accented in LETTERS.items())
TABLE = str.maketrans(ACCENTED, PLAIN)


def fold(text):
    """
    >>> fold("O’Brien-Ŵyn")
    "o'brien-wyn"
    """
    return text.lower().translate(TABLE)


def folded(field):
    """The expression of a column that holds `fold(field)`: made by the database, so that no write forgets it."""
    return Func(Lower(field), Value(ACCENTED), Value(PLAIN), function="translate", output_field=models.CharField())
