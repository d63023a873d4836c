"""Which passwords are refused besides the short and the common: those built on words that everybody here knows."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Provider, Team

WORDS = {
    "throughcare", "recovery", "treatment", "service", "keyworker", "password", "passwort", "cyfrinair", "welcome",
    "croeso", "letmein", "qwerty", "azerty", "admin", "secret", "january", "february", "march", "april", "june",
    "july", "august", "september", "october", "november", "december", "spring", "summer", "autumn", "winter",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
}  # fmt: skip
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
SHORTEST_WORD, LEAST_LEFT, LEAST_DIFFERENT = 4, 8, 5


class OwnWordsValidator:
    """Refuses a password that is little more than a word of the service's, its teams' or everybody's."""

    def validate(self, password, user=None):
        if len(set(password)) < LEAST_DIFFERENT:
            raise ValidationError(_("This password repeats too few characters."), code="password_repeats")
        rest = rest_of(password, known_words())
        if rest is not None and len(rest) < LEAST_LEFT:
            text = _(
                "This password is little more than a word that others would try. Use three words that do not belong together."
            )
            raise ValidationError(text, code="password_own_words")

    def get_help_text(self):
        return _("It is not built on the name of a team, the service, a month or the like.")


def known_words():
    names = [settings.SERVICE_NAME, *Team.objects.values_list("name", flat=True)]
    names += Provider.objects.values_list("name", flat=True)
    return WORDS | {word for name in names for word in name.casefold().split() if len(word) >= SHORTEST_WORD}


def rest_of(password, words):
    """What is left of a password beside the known words in it, without the digits and signs around; None without one.

    >>> rest_of("Thr0ughcare2026!!", {"throughcare"}), rest_of("8237-1194-5502", {"throughcare"})
    ('', None)
    >>> rest_of("throughcare by the quiet sea", {"throughcare"})
    'by the quiet sea'
    """
    plain = password.casefold().translate(LOOKALIKES)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    spans = [match.span() for match in re.finditer(pattern, plain)] if len(plain) == len(password) else []
    if not spans:
        return None
    rest = list(password)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", "".join(rest))
