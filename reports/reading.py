"""Reading a report: who reads, which periods and breakdowns there are to choose from, and its tables in few queries."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team
from clients.choices import NeedsLevel, Sex, SubstanceGroup
from clients.written import ANYBODY, TEAMS
from recovery_capital.domains import domain_label
from services_directory.choices import Need

from . import figures
from .catalogue import Report
from .choices import Dimension, PeriodKind
from .measures import REGISTRY
from .measures.equality import GROUPS
from .measures.mix import GIVEN
from .models import OF_DOMAIN, Period, Refresh
from .related import hidden, relatives
from .tables import Table, table_of

TEAM = "team"
NO_DAY = date(1, 1, 1)
AGES = ("0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+")  # as reports.counting bands them
# The rows of a breakdown stand whether anybody is in them or not.
VALUES = {
    Dimension.SUBSTANCE_GROUP: dict(SubstanceGroup.choices),
    Dimension.SEX: dict(Sex.choices) | {"": ""},
    Dimension.AGE: {age: age for age in AGES} | {"": ""},
    Dimension.COMPLEXITY: dict(NeedsLevel.choices) | {"": gettext_lazy("Not judged")},
}
NOT_ASKED = gettext_lazy("Not asked")


@dataclass(frozen=True)
class Reader:
    """Who reads: of which teams ({key: name}), and whether small counts are hidden, as from a commissioner."""

    teams: dict
    is_suppressed: bool

    @property
    def scope(self):
        return ", ".join(self.teams.values())


@dataclass(frozen=True)
class Stock:
    """What a reader may choose from: the periods, the newest first; and how old their figures are."""

    reader: Reader
    periods: list = field(default_factory=list)
    today: Period | None = None  # the day as on which things are counted that have no period
    as_at: date | None = None
    counted_at: datetime | None = None

    def named(self, name):
        return next((period for period in self.periods if name_of(period) == name), None)


def stock_for(user, day, *, with_directory=False):
    """Who reads, and what there is to read, in one query.

    A commissioner reads whole periods of one kind, of the teams under contract; who works in teams reads of these, also
    of the period that runs. `with_directory`: what is kept of the directory is read at once, and not when it is asked for.
    """
    is_suppressed = user.has_perm("reports.view_partnership_counts")
    mine = [] if is_suppressed else list(user.team_ids)
    sql, parameters = written(is_suppressed, len(mine), with_directory)
    real = {ANYBODY: user.partnership_id, NO_DAY: day} | dict(zip(TEAMS, mine, strict=False))
    every = list(Period.objects.raw(sql, [real.get(value, value) for value in parameters]))
    if not every or not every[0].counted_at:
        return Stock(Reader({}, is_suppressed))
    as_at, order = every[0].counted_as_at, {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 1}
    periods = sorted((period for period in every if period.kind in order), key=lambda period: order[period.kind])
    if is_suppressed:
        periods = [period for period in periods if period.kind == settings.REPORT_PERIODS and period.ends_on < as_at]
    return Stock(
        Reader({UUID(team["key"]): team["name"] for team in map(json.loads, every[0].teams or [])}, is_suppressed), periods,
        next((period for period in every if period.kind == PeriodKind.DAY), None), as_at, every[0].counted_at,
    )  # fmt: skip


@cache
def written(is_suppressed, number, with_directory):
    """The query for the periods, the last refresh and the teams of a reader (so many of the reader's own), with stand-ins.

    Writing it takes longer than running it.
    """
    teams = (
        Team.objects.of_partnership(ANYBODY, NO_DAY) if is_suppressed else Team.objects.filter(pk__in=TEAMS[:number])
    )
    last = Refresh.objects.exclude(finished_at=None)
    periods = Period.objects.all() if with_directory else Period.objects.defer("directory")
    query = periods.annotate(
        counted_as_at=Subquery(last.values("as_at")[:1]), counted_at=Subquery(last.values("finished_at")[:1]),
        teams=ArraySubquery(teams.order_by("name").values(team=JSONObject(key="pk", name="name"))),
    ).query  # fmt: skip
    return query.sql_with_params()


def name_of(period):
    """A period in an address: `year-2025-04-01`."""
    return f"{period.kind}-{period.starts_on}"


def label_of(period, as_at):
    """A period in words."""
    months = [date_format(day, "F Y") for day in (period.starts_on, period.ends_on)]
    if period.starts_on.year == period.ends_on.year:
        months[0] = date_format(period.starts_on, "F")
    label = _("%(first)s to %(last)s") % {"first": months[0], "last": months[1]}
    return _("%(period)s, so far") % {"period": label} if period.ends_on >= as_at else label


def breakdowns(report, reader):
    """What a reader may break the figures of a report down by; teams only where there are several."""
    teams = [(TEAM, _("Team"))] if len(reader.teams) > 1 and not report.is_broken_down else []
    return [*teams, *((name, Dimension(name).label) for name in report.dimensions)]


def names_of(dimension, values):
    """The names of those values of a breakdown that have a row only where somebody is in them."""
    if dimension == Dimension.NEED:
        domains = {
            value: domain_label(value.removeprefix(OF_DOMAIN)) for value in values if value.startswith(OF_DOMAIN)
        }
        return dict(Need.choices) | {key: _("%s, no kind of service said") % name for key, name in domains.items()}
    if dimension == Dimension.GIVEN:
        return GIVEN | {"": _("Nothing has begun yet")}
    if dimension == Dimension.DOMAIN:
        return {value: domain_label(value) for value in values}
    return {"": NOT_ASKED} if dimension in GROUPS else {}


@dataclass(frozen=True)
class Part:
    """A measure in a report: its name in an address, its table, that of the period to compare with, its breakdown and the
    labels of groups."""

    name: str
    table: Table
    before: Table | None
    breakdown: str
    labels: dict

    @property
    def measure(self):
        return self.table.measure

    def label(self, groups):
        """The name of a row: of a group, or of several that stand together."""
        return " + ".join(str(self.labels.get(group) or group or _("Not recorded")) for group in groups)

    @property
    def is_empty(self):
        """Whether nobody was counted, neither in the period nor in the one to compare with."""
        return self.table.is_empty and (self.before is None or self.before.is_empty)

    @property
    def is_whole_only(self):
        """Whether its breakdown is kept from this reader, as it is a part of another figure."""
        return bool(self.breakdown) and self.table.is_whole and self.table.is_suppressed

    def row_before(self, groups):
        """The place of the same row in the table of the other period; None where it has none."""
        return self.before.groups.index(groups) if self.before and groups in self.before.groups else None


@dataclass(frozen=True)
class Reading:
    """A report as somebody reads it: everything that its page, its PDF and its CSV show."""

    report: Report
    stock: Stock
    period: Period | None
    other: Period | None = None
    breakdown: str = ""
    sections: list = field(default_factory=list)  # (Section, parts)
    extras: list = field(default_factory=list)

    @property
    def reader(self):
        return self.stock.reader

    @property
    def parts(self):
        return [part for _section, parts in self.sections for part in parts]


def read(report, stock, *, period, other=None, breakdown=""):
    """The report over a period, perhaps with another to compare and a breakdown. At most three queries, and those of its extras."""
    if period is None:
        return Reading(report, stock, None)
    broken_down = {section.by or breakdown for section in report.sections}
    found = find(report, stock, [one.pk for one in (period, other, stock.today) if one], broken_down)
    rows = {name: stock.reader.teams if name == TEAM else VALUES.get(name, {}) for name in broken_down}
    values = {name: {value for key, results in found.items() if key[1] == name
                     for groups in results.values() for value in groups} for name in broken_down}  # fmt: skip
    labels = {name: rows[name] or names_of(name, values[name]) for name in broken_down}

    kept_back = {place: hidden(results) for place, results in found.items()} if stock.reader.is_suppressed else {}

    def part_of(name, measure, by):
        now = stock.today if measure.is_of_a_day and stock.today else period
        before = other if other and not measure.is_of_a_day else None
        tables = [
            table_of(
                measure, found[one.pk, by][measure.key], groups_of(found[one.pk, by][measure.key], rows[by]),
                is_suppressed=stock.reader.is_suppressed, is_hidden=measure.key in kept_back.get((one.pk, by), ()),
            )
            for one in (now, before) if one
        ]  # fmt: skip
        return Part(name, tables[0], tables[1] if before else None, by, labels[by])

    sections = [
        (section, [part_of(name, REGISTRY[key], section.by or breakdown)
                   for name, key in zip(section.names, section.measures, strict=True)])
        for section in report.sections
    ]  # fmt: skip
    extras = report.extras(stock) if report.extras else []
    return Reading(report, stock, period, other, breakdown, sections, extras)


def find(report, stock, periods, broken_down):
    """{(period, breakdown): {measure: {group: Result}}} of everything that a report shows."""
    keys = [measure.key for measure in report.measures]
    asked = {"measures": [*keys, *relatives(keys)], "periods": periods,
             "teams": list(stock.reader.teams), "everybody": stock.reader.is_suppressed}  # fmt: skip
    found = figures.kept_by(dimensions=[name for name in broken_down if name != TEAM], **asked)
    if TEAM in broken_down:
        by_team = figures.kept_of(by=TEAM, **asked)
        found |= {(one, TEAM): by_team[one] for one in periods}
    return found


def groups_of(results, labels):
    """The rows of a table: every team, every value of a breakdown, and any that is new; the whole is one row."""
    new = sorted((value for value in results if value not in labels), key=lambda value: (value == "", value))
    return list(labels) + new or [""]
