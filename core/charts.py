"""Charts as inline SVG: numbers in, a drawing out, with presentation attributes only.

No style and no script, so that the strict Content-Security-Policy lets them through and WeasyPrint prints them the
same. Series differ in shape and outline as well as colour: they read in black and white. `title` says the finding;
the same numbers always stand beside the chart as a table.
"""

import math
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

INK, QUIET, GRID = "#0b0c0c", "#44504e", "#c5cecc"
BEFORE, AFTER = "#b35900", "#00504a"
FONT = "Atkinson Hyperlegible Next, sans-serif"


def tag(name, *inside, **attributes):
    """One SVG element; every text and value is escaped.

    >>> tag("text", "a < b", font_size=12)
    '<text font-size="12">a &lt; b</text>'
    """
    pairs = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    content = "".join(part if isinstance(part, SafeString) else escape(part) for part in inside)
    return mark_safe(f"<{name}{pairs}>{content}</{name}>")  # noqa: S308 - every part is escaped above


def drawing(width, height, title, description, *shapes, **attributes):
    """The SVG around some shapes, with its name and its description for those who do not see it."""
    return tag(
        "svg",
        tag("title", title),
        tag("desc", description),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="img",
        font_family=FONT,
        **attributes,
    )


def label(text, x, y, *, anchor="start", size=14, colour=INK, **more):
    """A text on a chart."""
    return tag("text", str(text), x=number(x), y=number(y), font_size=size, fill=colour, text_anchor=anchor, **more)


def number(value):
    """A coordinate, without decimals nobody can see.

    >>> number(3.14159), number(4.0)
    ('3.1', '4')
    """
    return f"{value:.1f}".rstrip("0").rstrip(".")


def line(x1, y1, x2, y2, colour=GRID, **more):
    """A straight line."""
    return tag("line", x1=number(x1), y1=number(y1), x2=number(x2), y2=number(y2), stroke=colour, **more)


def share(value, maximum):
    """How far a value reaches, from 0 to 1."""
    return min(max(value / maximum, 0), 1) if maximum else 0


BEFORE_BAR = {"fill": "#ffffff", "stroke": BEFORE, "stroke_width": 2, "stroke_dasharray": "5 2"}
AFTER_BAR = {"fill": AFTER, "stroke": AFTER, "stroke_width": 2}


class Total(NamedTuple):
    """A row on a scale of its own, with a line at a number that means something."""

    label: str
    first: float | None
    second: float | None
    maximum: float
    line: float


def bars(title, rows, *, totals=(), before="", after="", maximum=10, description="", width=460):
    """Horizontal bars, one row for each (label, value before or None, value after or None), under those of the totals.

    `before` and `after` name the two series; without `before` each row is one bar.
    """
    longest = max((len(str(value)) for row in [*totals, *rows] for value in row[1:3] if value is not None), default=0)
    left, right, top = 168, max(30, 14 + 8 * longest), 30 if before else 8
    height_of_row = 42 if before else 30
    reach = width - left - right
    shapes, y = [*bars_key(left, before, after)] if before else [], top
    for total in totals:
        x, y = left + share(total.line, total.maximum) * reach, y + 16
        shapes.append(line(x, y - 2, x, y + height_of_row, INK, stroke_width=2, stroke_dasharray="3 3"))
        shapes.append(label(total.line, x, y - 6, anchor="middle", size=13))
        shapes += bars_row(total[:3], left, y, reach, height_of_row, total.maximum, is_pair=before, clear_of=x)
        shapes.append(line(left, y - 2, left, y + height_of_row, INK))
        y += height_of_row + (18 if rows else 0)
    for index, row in enumerate(rows):
        shapes += bars_row(row, left, y + index * height_of_row, reach, height_of_row, maximum, is_pair=before)
    bottom = y + len(rows) * height_of_row
    if rows or not totals:
        shapes.append(line(left, y - 2, left, bottom, INK))
    said = description or "; ".join(bars_in_words([*totals, *rows], before, after))
    return drawing(width, bottom + 8, title, said, *shapes)


def bars_row(row, left, y, reach, height, maximum, *, is_pair, clear_of=None):
    """The label of a row and its bar or bars; the numbers keep clear of a line."""
    name, first, second = row
    lines = two_lines(name, 20)
    first_line = y + height / 2 + 5 - 8 * (len(lines) - 1)
    yield from (label(text, left - 10, first_line + 16 * n, anchor="end") for n, text in enumerate(lines))
    pairs = [(first, BEFORE_BAR), (second, AFTER_BAR)] if is_pair else [(second, AFTER_BAR)]
    for place, (value, look) in enumerate(pairs):
        length = share(value or 0, maximum) * reach
        end = left + length + 7
        is_near = clear_of is not None and end - 4 < clear_of < end + 22
        yield from bar(value, left, y + 4 + place * 17, length, look, at=clear_of + 6 if is_near else end)


def bar(value, x, y, length, look, *, at):
    """One bar and its value, which stands at `at`; a dash where there is none."""
    if value is None:
        return [label("–", x + 6, y + 12, size=13, colour=QUIET)]
    shape = tag("rect", x=number(x), y=number(y), width=number(max(length, 1)), height=14, **look)
    return [shape, label(value, at, y + 12, size=13)]


def bars_key(x, before, after):
    """What the two kinds of bar stand for."""
    yield tag("rect", x=x, y=4, width=16, height=12, **BEFORE_BAR)
    yield label(before, x + 22, 15, size=13)
    yield tag("rect", x=x + 130, y=4, width=16, height=12, **AFTER_BAR)
    yield label(after, x + 152, 15, size=13)


def bars_in_words(rows, before, after):
    """The rows as sentences, for those who do not see the bars."""
    for name, first, second, *scale in rows:
        values = [(before, first), (after, second)] if before else [("", second)]
        said = ", ".join(f"{series} {'–' if value is None else value}".strip() for series, value in values)
        of = _(", of %(most)s, with a line at %(line)s") % {"most": scale[0], "line": scale[1]} if scale else ""
        yield f"{name}: {said}{of}"


def shorten(text, longest=24):
    """A label that fits beside the bars.

    >>> shorten("Housing"), shorten("Education, training and employment")
    ('Housing', 'Education, training and…')
    """
    text = str(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def radar(title, labels, series, *, maximum=10, description=""):
    """A profile of several scores at once: series are (name, values), at most two, oldest first."""
    width, height, radius = 460, 390, 120
    cx, cy = width / 2, height / 2 - 10
    angles = [2 * math.pi * index / len(labels) - math.pi / 2 for index in range(len(labels))]

    def point(angle, reach):
        return cx + radius * reach * math.cos(angle), cy + radius * reach * math.sin(angle)

    shapes = [polygon([point(angle, ring / 4) for angle in angles], fill="none", stroke=GRID) for ring in range(1, 5)]
    for angle, name in zip(angles, labels, strict=True):
        shapes.append(line(cx, cy, *point(angle, 1)))
        x, y = point(angle, 1.1)
        shapes.append(label(shorten(name, 20), x, y + 4, anchor=side(math.cos(angle)), size=13))
    looks = LOOKS[-len(series) :]
    for (_name, values), look in zip(series, looks, strict=True):
        known = [(angle, value) for angle, value in zip(angles, values, strict=True) if value is not None]
        points = [point(angle, share(value, maximum)) for angle, value in known]
        shapes.append(polygon(points, fill=look["stroke"], fill_opacity="0.08", **look))
        shapes += [mark(x, y, look) for x, y in points]
    for place, ((name, _values), look) in enumerate(zip(series, looks, strict=True)):
        x = 80 + place * 170
        shapes += [line(x, height - 12, x + 30, height - 12, look["stroke"], **stroke_only(look))]
        shapes += [mark(x + 15, height - 12, look), label(name, x + 38, height - 7, size=13)]
    said = description or "; ".join(f"{name}: {in_words(labels, values)}" for name, values in series)
    return drawing(width, height, title, said, *shapes)


LOOKS = [
    {"stroke": BEFORE, "stroke_width": 2, "stroke_dasharray": "6 4"},
    {"stroke": AFTER, "stroke_width": 3},
]


def stroke_only(look):
    return {key: value for key, value in look.items() if key != "stroke"}


def in_words(labels, values):
    """Names and values as a sentence."""
    return ", ".join(f"{name} {'–' if value is None else value}" for name, value in zip(labels, values, strict=True))


def polygon(points, **attributes):
    return tag("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), **attributes)


def mark(x, y, look):
    """A point of a series: a square for the dashed one, a circle for the solid one."""
    if "stroke_dasharray" in look:
        return tag("rect", x=number(x - 4), y=number(y - 4), width=8, height=8, fill="#ffffff", stroke=look["stroke"])
    return tag("circle", cx=number(x), cy=number(y), r=4, fill=look["stroke"])


def side(cosine):
    """Which end of a label touches the radar."""
    return "middle" if abs(cosine) < 0.2 else "start" if cosine > 0 else "end"


def beside(title, first, second, *, maximum=10, line_at=None):
    """The bars of one row of a table, first above second, with a line at a number that means something."""
    reach = 236
    at = 2 + share(line_at or 0, maximum) * reach
    shapes = [line(2, 0, 2, 30, INK, stroke_width=2)]
    for y, value, look in ((3, first, BEFORE_BAR), (16, second, AFTER_BAR)):
        if value is not None:
            wide = number(max(share(value, maximum) * reach, 1))
            shapes.append(tag("rect", x=3, y=y, width=wide, height=11, **look))
    if line_at is not None:
        shapes.append(line(at, 0, at, 30, INK, stroke_width=3, stroke_dasharray="4 3"))
    return drawing(242, 30, title, title, *shapes)


def strip(said, first, second, *, maximum, is_pair=False):
    """A bar for the cell of a table in which its number stands; with `is_pair` the earlier one above it.

    `said` is its name on paper; on a screen the number beside it is read. Written at once, as a page has a hundred.
    """
    y, high = (13, 23) if is_pair else (1, 11)
    shapes = f'<rect y="{y}" width="{number(100 * share(second or 0, maximum))}" height="10" fill="{AFTER}"/>'
    if is_pair and first:
        wide = number(98 * share(first, maximum))
        shapes += (
            f'<rect x="1" y="1.5" width="{wide}" height="8.5" fill="#ffffff" stroke="{BEFORE}" stroke-dasharray="3 2"/>'
        )
    return mark_safe(  # noqa: S308 - numbers, and a name that is escaped
        f'<svg class="app-strip" viewBox="0 0 100 {high}" aria-hidden="true"><title>{escape(said)}</title>{shapes}</svg>'
    )


def sparkline(title, values, *, maximum=10):
    """A line the size of a word: how one score went, oldest first; a gap where there is no value."""
    width, height = 96, 24
    step = (width - 8) / max(len(values) - 1, 1)
    points = [
        (4 + index * step, height - 4 - share(value, maximum) * (height - 8))
        for index, value in enumerate(values)
        if value is not None
    ]
    shapes = [
        tag("polyline", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), fill="none", stroke=AFTER)
    ]
    shapes += [tag("circle", cx=number(x), cy=number(y), r=2.5, fill=AFTER) for x, y in points[-1:]]
    said = ", ".join("–" if value is None else str(value) for value in values)
    return drawing(width, height, title, said, *shapes, **{"class": "app-sparkline"})


def columns(title, rows, *, description="", width=460, height=250):
    """Upright columns, one for each (label, number or None); None is a number that is not shown."""
    top, bottom, left = 24, 52, 10
    most = max((value for _label, value in rows if value), default=1)
    slot = (width - 2 * left) / max(len(rows), 1)
    floor = height - bottom
    shapes = []
    for index, (name, value) in enumerate(rows):
        middle = left + slot * (index + 0.5)
        tall = share(value or 0, most) * (floor - top)
        if value is None:
            shapes.append(label("–", middle, floor - 6, anchor="middle", size=13, colour=QUIET))
        else:
            x, y = number(middle - slot * 0.32), number(floor - tall)
            shapes.append(tag("rect", x=x, y=y, width=number(slot * 0.64), height=number(tall), fill=AFTER))
            shapes.append(label(value, middle, floor - tall - 6, anchor="middle", size=13))
        shapes += [
            label(text, middle, floor + 17 + 14 * row, anchor="middle", size=12)
            for row, text in enumerate(two_lines(name, max(int(slot / 6), 6)))
        ]
    shapes.append(line(left, floor, width - left, floor, INK))
    said = description or in_words(*zip(*rows, strict=True)) if rows else description
    return drawing(width, height, title, said, *shapes)


def two_lines(text, longest):
    """A label broken into at most two lines.

    >>> two_lines("Opiates and crack", 10)
    ['Opiates', 'and crack']
    """
    words, first = str(text).split(), ""
    while words and len(f"{first} {words[0]}".strip()) <= longest:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        first = words.pop(0)
    return [shorten(part, longest + 2) for part in (first, " ".join(words)) if part]
