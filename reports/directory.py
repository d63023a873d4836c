"""Directory health: how current the entries are, by kind and area, and what became of referrals to each service.

Everything is counted at night with the figures (reports.provision, referrals.answers), as on the day of the count. Services
are counted here, and people only as far as the page of a service says so too.
"""

from dataclasses import dataclass, field
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Team
from referrals.answers import SMALLEST, counted, safe_numbers
from services_directory.choices import Need
from services_directory.models import Service

from .choices import DirectoryState, PeriodKind
from .layout import HIDDEN, Row, with_bar
from .models import DirectoryCount, Period
from .provision import AGES, PROBLEM_AGES

MOST_SERVICES = 50  # those with the most referrals
MARKS = [
    DirectoryState.CAPACITY, DirectoryState.CAPACITY_OLD, DirectoryState.WAITING, DirectoryState.GUESSED,
    DirectoryState.NO_WAY_IN, DirectoryState.PROBLEM,
]  # fmt: skip
OF_KIND = [*AGES, DirectoryState.CAPACITY]
SAID = ("sent", "accepted", "full", "declined")


@dataclass(frozen=True)
class Extra:
    """A table of a report that is no measure: plain texts and numbers, the same on the page, on paper and in a spreadsheet."""

    key: str
    title: str | Promise
    columns: list  # of the first column the heading, then those of the numbers
    rows: list = field(default_factory=list)
    note: str | Promise = ""
    empty: str | Promise = ""
    most: int = 0  # to which the bars of the first numbers reach; none without it

    @property
    def drawn(self):
        """The rows as the templates of tables take them."""
        return [
            Row(label, [with_bar(first, None, first, maximum=self.most) if self.most else first, *others])
            for label, first, *others in self.rows
        ]

    def lines(self, day):
        """Every cell as a line of the spreadsheet (sections.HEAD)."""
        for row in self.rows:
            for label, cell in zip(self.columns[1:], row[1:], strict=True):
                yield [self.key, str(self.title), str(day), str(day), "", str(row[0]), str(label), cell]


def count(today):
    """Keep with the day of the count what the directory holds and what became of referrals, nothing of it small."""
    kept = {
        "states": {},
        "kinds": [],
        "areas": {str(key): name for key, name in Team.objects.values_list("pk", "area__name")},
    }
    for need, area, state, number in DirectoryCount.objects.values_list("need", "area__name", "state", "number"):
        if need and state in OF_KIND:
            kept["kinds"].append([need, area, state, number])
        elif not need:
            kept["states"][state] = number
    Period.objects.of_kind(PeriodKind.DAY).update(directory=kept | answered(today))


def answered(today):
    """What became of the referrals of a year: of each service what its page says, and who answered none."""
    rows = sorted(counted(today), key=lambda row: -row["sent"])
    names = dict(Service.objects.filter(pk__in=[row["service"] for row in rows]).values_list("pk", "name"))
    never = [row for row in rows if row["unanswered"] and not (row["accepted"] or row["full"] or row["declined"])]
    silent = [[names[row["service"]], row["unanswered"]] for row in never if row["unanswered"] >= SMALLEST]
    said = [[names[row["service"]], safe_numbers({name: row[name] for name in SAID})] for row in rows]
    said = [[name, numbers] for name, numbers in said if numbers]
    return {
        "answers": sorted(said[:MOST_SERVICES], key=itemgetter(0)),
        "silent": silent[:MOST_SERVICES],
        "never": len(never),
    }


def health_of(stock):
    """The tables of directory health, from what is kept with the day; by kind and area for the areas of the reader's teams."""
    held = stock.today.directory if stock.today else {}
    if not held:
        return []
    areas = {held["areas"].get(str(team)) for team in stock.reader.teams} | {None}
    kinds = {}
    for need, area, state, number in held["kinds"]:
        if area in areas:
            kinds.setdefault((need, area), {})[state] = number
    return [
        ages(held["states"]), marks(held["states"]), problems(held["states"]), by_kind(kinds),
        by_service(held["answers"]), silent(held["silent"], held["never"]),
    ]  # fmt: skip


def ages(states):
    rows = [[age.label, states.get(age, 0)] for age in AGES]
    total = sum(number for _label, number in rows)
    return Extra(
        "directory_age", _("How current the directory is"), [_("Checked by a person"), _("Services")], [*rows, [_("All"), total]],
        note=_("All services of the directory that are open. An import is not a check."),
        most=total,
    )  # fmt: skip


def marks(states):
    return Extra(
        "directory_marks", _("What else is known of them"), [_("What"), _("Services")],
        [[mark.label, states.get(mark, 0)] for mark in MARKS],
    )  # fmt: skip


def problems(states):
    return Extra(
        "directory_problems", _("Reported problems that are open"), [_("Reported"), _("Problems")],
        [[age.label, states.get(age, 0)] for age in PROBLEM_AGES],
        note=_("“Something is wrong here”, said by anybody. A service can have several."),
    )  # fmt: skip


def by_kind(kinds):
    rows = [
        [f"{Need(need).label}, {area or _('no area of ours')}", sum(found.get(age, 0) for age in AGES),
         *(found.get(state, 0) for state in OF_KIND)]
        for (need, area), found in sorted(kinds.items(), key=lambda one: (str(Need(one[0][0]).label), one[0][1] or "~"))
    ]  # fmt: skip
    return Extra(
        "directory_kinds", _("By kind of service and area"),
        [_("Kind and area"), _("Services"), *(state.label for state in OF_KIND)], rows,
        note=_("Where a kind is not listed, the directory holds none: the provision map says so."),
        empty=_("No service of the directory says what it helps with."),
    )  # fmt: skip


def by_service(answers):
    rows = [[name, *(numbers.get(each, HIDDEN) for each in SAID)] for name, numbers in answers]
    return Extra(
        "directory_answers", _("What became of referrals, by service"),
        [_("Service"), _("Sent"), _("Taken on"), _("Declined: full"), _("Declined: another reason")],
        rows,
        note=_(
            "Referrals of the last 365 days by all of our teams, as the page of each service says it; numbers below five, "
            "and what would give them away, are left out as [c]. At most the %(most)d services with the most referrals."
        ) % {"most": MOST_SERVICES},
        empty=_("No service has had enough referrals in the last 365 days to say anything."),
    )  # fmt: skip


def silent(listed, number):
    return Extra(
        "directory_silent", _("Services with no answer to referrals"), [_("Service"), _("Without an answer")],
        listed,
        note=_(
            "Services that answered none of the last 365 days’ referrals: given up, or without an answer for more than 14 "
            "days. There are %(number)d; listed are those with five referrals or more."
        ) % {"number": number},
        empty=_("None with five referrals or more."),
    )  # fmt: skip
