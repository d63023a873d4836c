"""The triage board: its queries, written once for anybody; of its 200 rows each label, clock and cell that many share is made
once, and no row is more than it shows."""

from functools import cache, lru_cache

from django.db.models import Case, Count, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Nation
from clients.choices import ReferralSource
from clients.written import somebody, values_of
from core.drawing import escaped, filled
from core.pagination import beyond, page_of, read_cursor
from core.templatetags.ui import GREY, STATUS_COLOURS, born, short_day
from core.written import run, written

from .choices import Danger, IncomingStatus, Urgency
from .clocks import clock
from .forms.incoming import ALL, narrowed
from .models import OPEN_INCOMING, IncomingReferral
from .models.incoming import was_under_18

PAGE_SIZE = 200
OLDEST, NEWEST = ("referred_on", "created_at", "id"), ("-referred_on", "-created_at", "-id")
ORDERS = {"": ("rank", *OLDEST), "oldest": OLDEST, "newest": NEWEST, "name": ("family_name", "first_name", "id")}
# Danger that nobody has looked at yet, and whoever must be seen today; then what nobody has looked at; then by urgency,
# and in each of these who is in danger first.
RANK = Case(
    When(~Q(status__in=OPEN_INCOMING), then=Value(9)),
    When(urgency=Urgency.SAME_DAY, then=Value(0)),
    When(Q(urgency="") & ~Q(dangers=[]), then=Value(0)),
    When(urgency="", then=Value(1)),
    When(Q(urgency=Urgency.SOON) & ~Q(dangers=[]), then=Value(2)),
    When(urgency=Urgency.SOON, then=Value(3)),
    When(~Q(dangers=[]), then=Value(4)),
    default=Value(5),
    output_field=IntegerField(),
)

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
COLUMNS = [*SHOWN, "rank"]
# A moment is wanted of one row alone, whose keys begin the next page: as text, for making 200 of them takes its time.
AS_TEXT = {"created_at": Cast("created_at", TextField())}
GAPS = ("url", "name", "known_as", "because", "came", "source", "clock", "stands", "whose", "team")
NO_ID = "00000000-0000-0000-0000-000000000000"


def ranked(referrals):
    return referrals.annotate(rank=RANK)


def page_for(user, values, *, cursor="", size=PAGE_SIZE):
    """One page of the board for a user who asks with the values of an IncomingQuery."""
    keys = ORDERS[values["sort"]]
    after = read_cursor(cursor, IncomingReferral, keys)
    rows = _found(_page, user, values, size, after and tuple(after), is_kept=not after)
    return page_of(
        [dict(zip(COLUMNS, row, strict=True)) for row in rows],
        IncomingReferral,
        keys,
        size=size,
        is_first=not after,
    )


def numbers_for(user, values):
    """How many there are of each status by its value, of all under ALL, and open ones under ""."""
    numbers = dict(_found(_numbers, user, values | {"status": ALL, "sort": ""}))
    return numbers | {ALL: sum(numbers.values()), "": sum(numbers.get(status, 0) for status in OPEN_INCOMING)}


def _found(write, user, values, *more, is_kept=True):
    """The rows of a query, which is written once for a role, a number of teams, a day and what is asked.

    One with a name in it is not kept: of what was typed, and where a page begins.
    """
    write = write if is_kept and not values["words"] else write.__wrapped__
    query = write(user.role, len(user.team_ids), timezone.localdate(), tuple(values.items()), *more)
    return run(query, values_of(user))


@lru_cache(maxsize=256)
def _page(role, teams, _today, values, size, after):
    """The query of a page that begins after the keys of a row."""
    keys = ORDERS[dict(values)["sort"]]
    rows = ranked(_asked(role, teams, values))
    if after:
        rows = rows.filter(beyond(keys, after))
    shown = [AS_TEXT.get(name, name) for name in COLUMNS]
    return written(rows.order_by(*keys).values_list(*shown)[: size + 1])


@lru_cache(maxsize=256)
def _numbers(role, teams, _today, values):
    """The query of how many there are of each status."""
    return written(_asked(role, teams, values).order_by().values_list("status").annotate(Count("pk")))


def _asked(role, teams, values):
    user = somebody(role, teams)
    return narrowed(IncomingReferral.objects.visible_to(user), dict(values), user)


def shown(referrals):
    """Nothing but what a row says."""
    return referrals.values(*SHOWN)


def in_rows(rows):
    """What was `shown` as rows of the board."""
    return filled("referrals/_board_row.html", GAPS, in_words(rows))


def in_words(rows):
    """What is said of each that was `shown`: some as text, some as the inside of a cell."""
    cells, age, plain = _Cells(), cache(born), cache(escaped)
    day = cache(lambda each: escaped(short_day(each)))
    address = reverse("referrals:incoming_detail", args=[NO_ID])
    sources = {value: escaped(label) for value, label in ReferralSource.choices}
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
            "came": day(came_on),
            "source": sources[row["source"]],
            "clock": cells.clock(nation, came_on, stopped_on, row["status"] in OPEN_INCOMING),
            "stands": cells.stands(row["status"], row["urgency"]),
            "whose": plain(_person(row, KEEPER) or _person(row, OTHER) or nobody),
            "team": plain(row["team__name"]),
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
