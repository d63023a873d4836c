"""The rows of the triage board in words: each label and day is looked up once, so that 200 rows cost little more than reading."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Nation
from clients.choices import ReferralSource
from core.templatetags.ui import GREY, STATUS_COLOURS, born, short_day

from .choices import Danger, IncomingStatus, Urgency
from .clocks import clock_of


def in_words(rows):
    """What the board says of each referral."""
    words = {kind: {value: str(label) for value, label in kind.choices} for kind in LISTS}
    day, nobody, unseen = cache(short_day), _("Nobody yet"), _("Not looked at yet")
    names = {nation: _("Start of treatment") if nation == Nation.WALES else _("First appointment") for nation in Nation}
    for row in rows:
        clock = clock_of(row)
        yield {
            "url": row.get_absolute_url(),
            "name": row.name,
            "reference": row.reference,
            "born": born(row.date_of_birth) if row.date_of_birth else "",
            "is_young": row.is_under_18,
            "dangers": [words[Danger][each] for each in row.dangers],
            "came": day(row.referred_on),
            "source": words[ReferralSource][row.source],
            "clock": {"name": names[clock.nation], **_clock_in_words(clock, day)},
            "status": words[IncomingStatus][row.status],
            "colour": STATUS_COLOURS.get(row.status, GREY),
            "urgency": (words[Urgency].get(row.urgency) or unseen) if row.is_open else "",
            "whose": str(row.whose or nobody),
            "team": row.team.name,
        }


LISTS = (Danger, ReferralSource, IncomingStatus, Urgency)


def _clock_in_words(clock, day):
    """`text` and `more`, and whether each is to be seen at once."""
    if clock.stopped_on:
        return {"text": day(clock.stopped_on), "more": _("late") if clock.is_late else "", "is_soon": clock.is_late}
    if not clock.is_running:
        return {"text": _("stopped")}
    if clock.is_late:
        return {"text": _("was due on %(on)s") % {"on": day(clock.due_on)}, "is_late": True}
    left = clock.days_left
    if clock.nation == Nation.WALES:
        more = ngettext("%(left)s working day left", "%(left)s working days left", left)
    else:
        more = ngettext("%(left)s day left", "%(left)s days left", left)
    return {"text": _("by %(on)s") % {"on": day(clock.due_on)}, "more": more % {"left": left}, "is_soon": clock.is_soon}
