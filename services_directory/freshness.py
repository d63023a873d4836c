"""How long ago a person checked a record of the directory: an import is not a check."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .choices import Freshness

FRESH_DAYS, STALE_DAYS = 180, 365


@dataclass(frozen=True)
class Age:
    """Since when nobody has checked: one of four states, the words for it, and those in a sentence."""

    state: Freshness
    ago: str
    said: str


def freshness(checked_on, today=None):
    """The age of a check made on a day (None: there never was one)."""
    if checked_on is None:
        return Age(Freshness.NEVER, _("never"), _("Never checked by a person"))
    days = ((today or timezone.localdate()) - checked_on).days
    words = {"ago": ago(days)}
    if days <= STALE_DAYS:
        state = Freshness.FRESH if days <= FRESH_DAYS else Freshness.DUE
        return Age(state, words["ago"], _("Checked %(ago)s by a person") % words)
    words["day"] = date_format(checked_on, "j F Y")
    return Age(Freshness.STALE, words["ago"], _("Not checked by a person since %(day)s (%(ago)s)") % words)


def ago(days):
    """
    >>> [ago(days) for days in (0, 1, 5, 21, 70, 400, 1000)]
    ['today', 'yesterday', '5 days ago', '3 weeks ago', '2 months ago', '13 months ago', '2 years ago']
    """
    if days < 2:
        return _("yesterday") if days == 1 else _("today")
    if days < 14:
        return ngettext("%(number)d day ago", "%(number)d days ago", days) % {"number": days}
    if days < 61:
        return ngettext("%(number)d week ago", "%(number)d weeks ago", days // 7) % {"number": days // 7}
    if days < 731:
        months = int(days / 30.44)
        return ngettext("%(number)d month ago", "%(number)d months ago", months) % {"number": months}
    years = int(days / 365.25)
    return ngettext("%(number)d year ago", "%(number)d years ago", years) % {"number": years}
