"""The texts that a service words for itself: which one holds, and its gaps filled."""

import re

from django.utils.translation import gettext_lazy as _

from . import loading
from .models import Wording

GAP = re.compile(r"{([^{}]*)}")

# The gaps that a text may have: what stands in each, and a sample for the preview.
GAPS = {
    "called": (_("the name the person likes to be called"), "Sam"),
    "worker": (_("the first name of the worker who writes"), "Alex"),
    "team": (_("the name of the team"), "Riverside Team"),
    "team_phone": (_("the phone number of the team"), "029 2018 0001"),
    "day": (_("the day it is about"), "Monday 23 November 2026"),
    "time": (_("the time it is about"), "10:30am"),
    "where": (_("where to come, for a first appointment"), "12 Castle Road"),
}

# A message that anybody may see over a shoulder says neither who nor what we are.
GAPS_OF_TEXTS = {"called", "worker", "team_phone", "day", "time", "where"}


def unknown_gaps(text, allowed):
    """The gaps of a text that nothing can fill.

    >>> unknown_gaps("Dear {called}, {oops}", {"called"})
    ['oops']
    """
    return sorted({name for name in GAP.findall(text) if name not in allowed})


def fill(text, values):
    """The text with its gaps filled; a gap without a value stays empty.

    >>> fill("Dear {called}, see {worker}", {"called": "Sam"})
    'Dear Sam, see '
    """
    return GAP.sub(lambda gap: str(values.get(gap[1], "")), text)


def words(key, kind, language="en"):
    """The text that holds, else the one that came with the system, unsaved: what must go out has words."""
    if row := wording(key, kind, language):
        return row
    texts = loading.shipped_wordings()
    text = texts.get((key, kind, language)) or texts[key, kind, "en"]
    return Wording(**text, is_unread=text["language"] == "cy")


def wording(key, kind, language="en", on=None):
    """The text that holds on a day in a language, else in English, else None."""
    rows = Wording.objects.in_force(on).filter(key=key, kind=kind).order_by("-valid_from", "-created_at")
    return rows.filter(language=language).first() or rows.filter(language="en").first()
