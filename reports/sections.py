"""How a report of figures is laid out: tables with bars, on the page and on paper, and lines for a spreadsheet."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .choices import Dimension, PeriodKind
from .layout import HIDDEN, Row, shown, with_bar
from .reading import TEAM
from .tables import ASIDE, WRONG, labels_of

NOTHING = "–"
MOST_COLUMNS = 8  # a table with more is drawn smaller on paper
NOT_SAID = (NOTHING, 0)  # a column in which nothing else stands is left out


def sections_of(reading, *, address=None, opened=None):
    """What the templates draw of each part of a report.

    On paper every measure has its own table. On a page only the one that is `opened` (its name) has it; of the others the
    title is a link to the `address(name)` at which it is.
    """
    return [section_of(section, parts, reading, address, opened) for section, parts in reading.sections]


def section_of(section, parts, reading, address, opened):
    peopled = [part for part in parts if not part.is_empty]
    heads, rows = headlines(peopled, reading, address)
    return {
        "title": section.title,
        "note": section.note,
        "columns": [_("What"), *heads],
        "rows": rows,
        "empty": [part.measure.title for part in parts if part.is_empty],
        "parts": [
            part_of(part, reading, is_fixed=bool(section.by)) for part in parts if not address or part.name == opened
        ],
    }


def headlines(parts, reading, address):
    """The row of each measure, without the columns in which nothing is said: (heads, rows).

    How many stand beside the share is on paper for all, and on a page for the measure that is open.
    """
    heads = [_("Per cent"), _("Number"), _("Of")]
    heads += [short_label(reading.other), _("Change")] if reading.other else []
    heads += [_("Missing or wrong")] if address else [_("Missing or wrong"), _("Not counted")]
    found = [summary(part, reading) for part in parts]
    kept = [place for place in range(len(heads)) if any(cells[place] not in NOT_SAID for cells in found)]
    rows = [
        Row(part.measure.title, [cells[place] for place in kept], address(part.name) if address else "")
        for part, cells in zip(parts, found, strict=True)
    ]
    return [heads[place] for place in kept], rows


def summary(part, reading):
    """The cells of one measure: its numbers, and those of the other period."""
    table, has_share = part.table, part.measure.has_share
    cells = [
        figure_cell(part, None, reading, maximum=100) if has_share else NOTHING,
        shown(table.met()),
        shown(table.of()) if has_share else NOTHING,
    ]
    if reading.other:
        cells += [headline(part.before) if part.before else NOTHING, change(part)]
    return [*cells, shown(table.number(WRONG)), shown(table.number(ASIDE))]


def part_of(part, reading, *, is_fixed):
    """One measure: its words, and the table of its breakdown or of its answers; `is_fixed` is one with no choice of them."""
    return {
        "key": part.name,
        "title": part.measure.title,
        "words": words_of(part.measure),
        "answers": answers_of(part.table),
        "withheld": part.table.withheld,
        "is_of_a_day": part.measure.is_of_a_day,
        "on_paper": not part.is_empty and not part.is_whole_only and (part.breakdown or has_own_answers(part)),
        "can_be_broken_down": not is_fixed,
        "whole_only": part.is_whole_only,
        **(breakdown_of(part, reading) if part.breakdown and not part.is_whole_only else answers_shown(part)),
    }


def words_of(measure):
    """Everything that is said beside a measure, as (label, text): also that there is nothing to say."""
    return [
        (_("Number"), measure.numerator),
        (_("Of"), measure.denominator or _("A number, with no share")),
        (_("Over which time"), measure.window or _("The period")),
        (_("Not counted"), measure.exclusions or _("Nobody is left out")),
        (_("Missing"), measure.missing or _("Nobody counts as missing")),
        (_("Source"), source_in_words(measure.source)),
    ]


def source_in_words(source):
    """Where a definition comes from, for readers who do not know our files (docs/figures.md says what they are)."""
    notes = {"treatment.md": _("our notes on treatment"), "wraparound.md": _("our notes on what surrounds treatment")}
    for file, words in notes.items():
        source = source.replace(file, words)
    return source[:1].upper() + source[1:]


def answers_of(table):
    """How many gave each answer, as (label, number)."""
    return [
        (labels_of(table.measure, answers), shown(count))
        for answers, count in zip(table.columns, table.column_totals, strict=True)
    ]


def has_own_answers(part):
    """Whether it says more than met and not met: then its answers have a table on paper as well."""
    return not set(part.measure.answers) <= {"met", "not_met", *(answer.value for answer in (*WRONG, *ASIDE))}


def answers_shown(part):
    """A row for each answer."""
    if part.is_empty:
        return {"columns": [], "rows": []}
    table = part.table
    most = max((count or 0 for count in table.column_totals), default=0)
    rows = [
        Row(labels_of(part.measure, answers), [with_bar(shown(count), None, count, maximum=most)])
        for answers, count in zip(table.columns, table.column_totals, strict=True)
    ]
    return {
        "columns": [_("Answer"), _("Number")],
        "rows": [*rows, Row(_("All"), [shown(table.total)]), *money_rows(part)],
    }


def money_rows(part):
    return [Row(_("Cost"), [cost(part.table)])] if has_money(part.measure) else []


def breakdown_of(part, reading):
    """A row for each group, a column for each answer."""
    table, measure = part.table, part.measure
    if part.is_empty:
        return {"columns": [], "rows": []}
    is_one = len(table.columns) == 1 and not measure.has_share
    heads = [_("Per cent")] if measure.has_share else []
    heads += [_("Number")] if is_one else [labels_of(measure, answers) for answers in table.columns]
    heads += [_("All")] if len(table.columns) > 1 else []
    heads += [_("Cost")] if has_money(measure) else []
    heads += [short_label(reading.other)] if reading.other else []
    places = [*range(len(table.groups)), None]
    most = 100 if measure.has_share else max((total or 0 for total in table.row_totals), default=0)
    return {
        "is_wide": len(heads) > MOST_COLUMNS,
        "columns": [_("Team") if part.breakdown == TEAM else Dimension(part.breakdown).label, *heads],
        "rows": [breakdown_row(part, place, reading, most) for place in places],
    }


def breakdown_row(part, place, reading, most):
    table, measure = part.table, part.measure
    cells = [*map(shown, table.column_totals if place is None else table.cells[place])]
    if len(table.columns) > 1:
        cells.append(shown(table.total if place is None else table.row_totals[place]))
    if measure.has_share:
        cells.insert(0, figure_cell(part, place, reading, maximum=most))
    elif place is not None:
        total = table.row_totals[place]
        cells[-1] = with_bar(shown(total), None, total, maximum=most)
    if has_money(measure):
        cells.append(cost(table, place))
    if reading.other:
        before = None if place is None else part.row_before(table.groups[place])
        is_there = part.before and (place is None or before is not None)
        cells.append(headline(part.before, before) if is_there else NOTHING)
    return Row(_("All") if place is None else part.label(table.groups[place]), cells)


def figure_cell(part, place, reading, *, maximum):
    """The share of a row, or of all, with its bar; above it that of the row in the other period, where it is known."""
    now, then = part.table.percent(place), None
    if part.before:
        row = None if place is None else part.row_before(part.table.groups[place])
        then = part.before.percent(row) if place is None or row is not None else None
    names = (short_label(reading.other), short_label(reading.period)) if then is not None else None
    return with_bar(percent_shown(part.table, place), then, now, maximum=maximum, names=names)


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
    text = f"{'+' if moved > 0 else '−' if moved < 0 else ''}{number_format(abs(moved))}"
    return _("%(number)s points") % {"number": text} if has_share else text


def percent_shown(table, row=None):
    percent = table.percent(row)
    if percent is not None:
        return number_format(percent, 1)
    return HIDDEN if table.is_suppressed and table.of(row) != 0 else NOTHING


def has_money(measure):
    return measure.amount != "0"


def cost(table, row=None):
    """What those who met it come to, in pounds; said in words where it is recorded of nobody."""
    return _("Not recorded") if table.met(row) == 0 and table.number(WRONG, row) else pounds(table.amount(row))


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
