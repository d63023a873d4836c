"""The rows of the triage board: of 200, each label, clock and cell that many share is made once, and no row is more than it shows."""

from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Nation
from clients.choices import ReferralSource
from core.templatetags.ui import GREY, STATUS_COLOURS, born, short_day

from .choices import Danger, IncomingStatus, Urgency
from .clocks import clock
from .models import OPEN_INCOMING
from .models.incoming import was_under_18

KEEPER, OTHER = "episode__keyworker", "allocated_to"  # who goes on with it: the keyworker once somebody is taken on
STOPPED_BY = {
    Nation.ENGLAND: "episode__first_appointment_offered_on",
    Nation.WALES: "episode__treatment_started_on",
}
KEYS = ("reference", "date_of_birth", "referred_on", "team__area__nation")
SHOWN = [
    "id", "reference", "first_name", "preferred_name", "family_name", "date_of_birth", "dangers", "referred_on",
    "created_at", "source", "status", "urgency", "team__name", "team__area__nation", *STOPPED_BY.values(),
    *(f"{who}__{name}" for who in (KEEPER, OTHER) for name in ("first_name", "last_name", "username")),
]  # fmt: skip
GAPS = ("url", "name", "known_as", "because", "came", "clock", "stands", "whose")
NO_ID = "00000000-0000-0000-0000-000000000000"


def shown(referrals, *more):
    """Nothing but what a row says."""
    return referrals.values(*SHOWN, *more)


def in_rows(rows):
    """What was `shown` as rows of the board: the template of one is read once, and has a gap for each value."""
    template = render_to_string("referrals/_board_row.html", {gap: f"{{{gap}}}" for gap in GAPS})
    return (format_html(template, **row) for row in in_words(rows))


def in_words(rows):
    """What is said of each that was `shown`: some as text, some as the inside of a cell."""
    day, age, cells = cache(short_day), cache(born), _Cells()
    address, sources = reverse("referrals:incoming_detail", args=[NO_ID]), dict(ReferralSource.choices)
    nobody = _("Nobody yet")
    for row in rows:
        reference, birth, came_on, nation = (row[name] for name in KEYS)
        stopped_on = row[STOPPED_BY.get(nation, STOPPED_BY[Nation.ENGLAND])]
        yield {
            "url": address.replace(NO_ID, str(row["id"])),
            "name": f"{row['preferred_name'] or row['first_name']} {row['family_name']}",
            "reference": reference,
            "known_as": f"{reference} · {age(birth)}" if birth else reference,
            "because": cells.because(was_under_18(birth, came_on), tuple(row["dangers"])),
            "came": cells.two(day(came_on), sources[row["source"]]),
            "clock": cells.clock(nation, came_on, stopped_on, row["status"] in OPEN_INCOMING),
            "stands": cells.stands(row["status"], row["urgency"]),
            "whose": cells.two(_person(row, KEEPER) or _person(row, OTHER) or nobody, row["team__name"]),
        }


def _person(row, who):
    """A user as `str` names one; nothing where there is none."""
    return (
        f"{row[f'{who}__first_name'] or ''} {row[f'{who}__last_name'] or ''}".strip() or row[f"{who}__username"] or ""
    )


class _Cells:
    """The cells that many rows share, each made once."""

    def __init__(self):
        self.day = cache(short_day)
        self.because, self.clock, self.stands = cache(self._because), cache(self._clock), cache(self._stands)
        self.two = cache(self._two)

    @staticmethod
    def _two(first, second):
        return render_to_string("referrals/_board_two.html", {"first": first, "second": second})

    @staticmethod
    def _because(is_young, dangers):
        labels = [Danger(each).label for each in dangers]
        return render_to_string("referrals/_board_because.html", {"is_young": is_young, "dangers": labels})

    def _clock(self, nation, referred_on, stopped_on, is_open):
        runs = clock(nation, referred_on, stopped_on, is_open)
        return render_to_string("referrals/_board_clock.html", {"name": runs.name} | self._clock_in_words(runs))

    @staticmethod
    def _stands(status, urgency):
        words = (Urgency(urgency).label if urgency else _("Not looked at yet")) if status in OPEN_INCOMING else ""
        context = {"status": IncomingStatus(status).label, "colour": STATUS_COLOURS.get(status, GREY), "urgency": words}
        return render_to_string("referrals/_board_stands.html", context)

    def _clock_in_words(self, runs):
        """`text` and `more`, and whether each is to be seen at once."""
        if runs.stopped_on:
            return {
                "text": self.day(runs.stopped_on),
                "more": _("late") if runs.is_late else "",
                "is_soon": runs.is_late,
            }
        if not runs.is_running:
            return {"text": _("stopped")}
        if runs.is_late:
            return {"text": _("was due on %(on)s") % {"on": self.day(runs.due_on)}, "is_late": True}
        left = runs.days_left
        if runs.nation == Nation.WALES:
            more = ngettext("%(left)s working day left", "%(left)s working days left", left)
        else:
            more = ngettext("%(left)s day left", "%(left)s days left", left)
        by = _("by %(on)s") % {"on": self.day(runs.due_on)}
        return {"text": by, "more": more % {"left": left}, "is_soon": runs.is_soon}
