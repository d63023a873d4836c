"""How a report of figures is laid out: tables and charts, the same on the page and on paper, and lines for a spreadsheet."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core import charts

from .choices import Dimension, PeriodKind
from .layout import HIDDEN
from .reading import TEAM
from .tables import ASIDE, WRONG, labels_of

NOTHING = "–"


def sections_of(reading):
    """What the templates draw of each part of a report."""
    return [section_of(section, parts, reading) for section, parts in reading.sections]


def section_of(section, parts, reading):
    heads = [_("Number"), _("Of"), _("Per cent"), _("Missing or wrong"), _("Not counted")]
    if reading.other:
        heads += [short_label(reading.other), _("Change")]
    return {
        "title": section.title,
        "note": section.note,
        "columns": [{"label": _("What"), "number": False}, *({"label": head, "number": True} for head in heads)],
        "rows": [[part.measure.title, *summary(part, reading)] for part in parts if not is_empty(part)],
        "empty": [part.measure.title for part in parts if is_empty(part)],
        "chart": chart_of_shares(section, parts, reading),
        "parts": [part_of(part, reading) for part in parts],
    }


def is_empty(part):
    """Whether nobody was counted, neither in the period nor in the one to compare with."""
    return part.table.is_empty and (part.before is None or part.before.is_empty)


def summary(part, reading):
    """The cells of one measure: its numbers, and those of the other period."""
    table, has_share = part.table, part.measure.has_share
    cells = [
        shown(table.met()),
        shown(table.of()) if has_share else NOTHING,
        percent_shown(table) if has_share else NOTHING,
        shown(table.number(WRONG)),
        shown(table.number(ASIDE)),
    ]
    if reading.other:
        cells += [headline(part.before) if part.before else NOTHING, change(part)]
    return cells


def part_of(part, reading):
    """One measure: its words, and the table and the chart of its breakdown or of its answers."""
    return {
        "key": f"{part.measure.key}-{part.breakdown or 'all'}",
        "title": part.measure.title,
        "words": words_of(part.measure),
        "answers": answers_of(part.table),
        "withheld": part.table.withheld,
        "is_of_a_day": part.measure.is_of_a_day,
        **(breakdown_of(part, reading) if part.breakdown else answers_shown(part, reading)),
    }


def words_of(measure):
    """Everything that is said beside a measure, as (label, text): also that there is nothing to say."""
    return [
        (_("Number"), measure.numerator),
        (_("Of"), measure.denominator or _("A number, with no share")),
        (_("Over which time"), measure.window or _("The period")),
        (_("Not counted"), measure.exclusions or _("Nobody is left out")),
        (_("Missing"), measure.missing or _("Nobody counts as missing")),
        (_("Source"), measure.source),
    ]


def answers_of(table):
    """How many gave each answer, as (label, number)."""
    return [
        (labels_of(table.measure, answers), shown(count))
        for answers, count in zip(table.columns, table.column_totals, strict=True)
    ]


def answers_shown(part, reading):
    """A measure with answers of its own shows each of them."""
    if set(part.measure.answers) <= {"met", "not_met", *(answer.value for answer in (*WRONG, *ASIDE))}:
        return {"columns": [], "rows": [], "chart": ""}
    table = part.table
    if is_empty(part):
        return {"columns": [], "rows": [], "chart": ""}
    totals = list(zip(table.columns, table.column_totals, strict=True))
    rows = [[labels_of(part.measure, answers), shown(count)] for answers, count in totals]
    bars = [(labels_of(part.measure, answers), None, count) for answers, count in totals]
    return {
        "columns": heads_of(_("Answer"), [_("Number")]),
        "rows": [*rows, [_("All"), shown(table.total)], *money_rows(part)],
        "chart": bars_of(part.measure.title, bars),
    }


def money_rows(part):
    return [[_("Cost"), pounds(part.table.amount())]] if has_money(part.measure) else []


def breakdown_of(part, reading):
    """A row for each group, a column for each answer."""
    table, measure = part.table, part.measure
    is_one = len(table.columns) == 1 and not measure.has_share
    heads = [_("Number")] if is_one else [labels_of(measure, answers) for answers in table.columns]
    heads += [_("All")] if len(heads) > 1 else []
    heads += [_("Per cent")] if measure.has_share else []
    heads += [_("Cost")] if has_money(measure) else []
    heads += [short_label(reading.other)] if reading.other else []
    if is_empty(part) or (table.is_whole and table.is_suppressed):
        return {"columns": [], "rows": [], "chart": "", "whole_only": table.is_whole and not is_empty(part)}
    places = [*range(len(table.groups)), None]
    return {
        "columns": heads_of(_("Team") if part.breakdown == TEAM else Dimension(part.breakdown).label, heads),
        "rows": [breakdown_row(part, place, reading) for place in places],
        "chart": bars_of(measure.title, bars_by_group(part), part, reading) if not table.withheld else "",
    }


def breakdown_row(part, place, reading):
    table, measure = part.table, part.measure
    cells = table.column_totals if place is None else table.cells[place]
    row = [_("All") if place is None else part.label(table.groups[place]), *map(shown, cells)]
    if len(table.columns) > 1:
        row.append(shown(table.total if place is None else table.row_totals[place]))
    if measure.has_share:
        row.append(percent_shown(table, place))
    if has_money(measure):
        row.append(pounds(table.amount(place)))
    if reading.other:
        before = None if place is None else part.row_before(table.groups[place])
        is_there = part.before and (place is None or before is not None)
        row.append(headline(part.before, before) if is_there else NOTHING)
    return row


def heads_of(first, heads):
    return [{"label": first, "number": False}, *({"label": head, "number": True} for head in heads)]


def chart_of_shares(section, parts, reading):
    """The shares of a part of the report as bars."""
    rows = [
        (part.measure.title, part.before and part.before.percent(), part.table.percent())
        for part in parts
        if part.measure.has_share
    ]
    rows = [row for row in rows if row[2] is not None]
    names = series(reading) if any(before is not None for _title, before, _now in rows) else {}
    return charts.bars(str(section.title), rows, maximum=100, **names) if rows else ""


def bars_by_group(part):
    """(label, before, now) of each group: its share, or its number."""
    figure = (lambda table, row: table.percent(row)) if part.measure.has_share else (lambda table, row: table.met(row))
    rows = []
    for place, groups in enumerate(part.table.groups):
        before = part.row_before(groups)
        rows.append(
            (part.label(groups), None if before is None else figure(part.before, before), figure(part.table, place))
        )
    return rows


def bars_of(title, rows, part=None, reading=None):
    if not any(now for _label, _before, now in rows):
        return ""
    has_share = part is not None and part.measure.has_share
    maximum = 100 if has_share else max(value or 0 for _label, *values in rows for value in values)
    names = series(reading) if part is not None and part.before else {}
    return charts.bars(str(title), rows, maximum=maximum, **names)


def series(reading):
    return {"before": short_label(reading.other), "after": short_label(reading.period)} if reading.other else {}


def short_label(period):
    """A period in a word: 2025/26, or Jan–Mar 2026."""
    if period.kind == PeriodKind.YEAR:
        return f"{period.starts_on:%Y}/{period.ends_on:%y}"
    return f"{date_format(period.starts_on, 'M')}–{date_format(period.ends_on, 'M Y')}"


def headline(table, row=None):
    """The one figure of a measure: its share, or its number."""
    return percent_shown(table, row) if table.measure.has_share else shown(table.met(row))


def change(part):
    """By how much the one figure moved; points where it is a share."""
    if part.before is None:
        return NOTHING
    has_share = part.measure.has_share
    now, before = [table.percent() if has_share else table.met() for table in (part.table, part.before)]
    if now is None or before is None:
        return NOTHING
    moved = round(now - before, 1)
    text = f"{'+' if moved > 0 else '−' if moved < 0 else ''}{number_format(abs(moved))}"  # noqa: RUF001 - a minus sign
    return _("%(number)s points") % {"number": text} if has_share else text


def percent_shown(table, row=None):
    percent = table.percent(row)
    if percent is not None:
        return number_format(percent, 1)
    return HIDDEN if table.is_suppressed and table.of(row) != 0 else NOTHING


def shown(count):
    return HIDDEN if count is None else count


def has_money(measure):
    return measure.amount != "0"


def pounds(amount):
    return HIDDEN if amount is None else f"£{number_format(amount, 0, force_grouping=True)}"


HEAD = ("key", "measure", "from", "until", "broken_down_by", "group", "what", "number")


def lines_of(reading):
    """Every number of a report as a line: what, when, of whom, which answer. The columns are HEAD."""
    for part in reading.parts:
        for period, table in ((reading.period, part.table), (reading.other, part.before)):
            if table is not None:
                yield from lines_of_table(part, table, period, reading)
    for extra in reading.extras:
        yield from extra.lines(reading.stock.as_at)


def lines_of_table(part, table, period, reading):
    measure = part.measure
    days = [reading.stock.as_at] * 2 if measure.is_of_a_day else [period.starts_on, period.ends_on]
    head = [measure.key, str(measure.title), *map(str, days), part.breakdown]
    for place in [*([] if table.is_whole else range(len(table.groups))), None]:
        group = _("All") if place is None else part.label(table.groups[place])
        counts = table.column_totals if place is None else table.cells[place]
        for answers, count in zip(table.columns, counts, strict=True):
            yield [*head, group, labels_of(measure, answers), shown(count)]
        yield [*head, group, _("All"), shown(table.total if place is None else table.row_totals[place])]
        if measure.has_share:
            yield [*head, group, _("Per cent"), percent_plain(table, place)]
        if has_money(measure):
            yield [*head, group, _("Cost"), shown(table.amount(place))]


def percent_plain(table, row):
    percent = table.percent(row)
    return percent if percent is not None else percent_shown(table, row)
