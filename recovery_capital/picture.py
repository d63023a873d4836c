"""The one picture of recovery capital: BARC-10 with its line, and every domain's rating, first beside last.

No sum is made of the ratings: nobody has shown what it would mean. The numbers stand beside the drawing as a table.
"""

from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from core.templatetags.ui import day, short_day

from .change import Change, changes
from .measures.barc10 import LINE
from .measures.change import signed
from .models import Assessment, MeasureResult

HIGHEST = 60  # of BARC-10


def picture_of(client, since=None):
    """The picture of a client's recorded assessments, all or those since a day, and BARC-10 totals."""
    recorded = Assessment.objects.recorded().filter(client=client)
    recorded = recorded.filter(assessed_on__gte=since) if since else recorded
    newest = list(recorded[:2])
    return Picture(client, recorded.last() if len(newest) > 1 else None, newest)


class Picture:
    """What is drawn and what stands in the table; `newest` are the last assessments, at most two, newest first."""

    def __init__(self, client, first, newest):
        self.now, self.before = [*newest, None, None][:2]
        self.first = first if self.before else None
        prefetch_related_objects([row for row in (self.first, self.before, self.now) if row], "ratings")
        self.ratings = changes(self.first, self.before, self.now)
        self.totals = [(on, int(total)) for on, total in MeasureResult.objects.totals(client, "barc10")]

    def __bool__(self):
        return bool(self.ratings or self.totals)

    @cached_property
    def barc(self):
        """The change of the BARC-10 total; None where it was never complete."""
        numbers = [total for _on, total in self.totals]
        if not numbers:
            return None
        first, before = numbers[0] if numbers[1:] else None, numbers[-2] if numbers[1:] else None
        return Change(_("BARC-10 total"), first, before, numbers[-1])

    @property
    def has_change(self):
        """Whether there is a first beside the last, of anything."""
        return bool(self.first or (self.barc and self.barc.first is not None))

    @property
    def shows_last_time(self):
        return bool(self.before and self.before != self.first)

    @property
    def title(self):
        """What the picture shows, as a sentence."""
        if not self.first:
            return _("How the person sees each part of life, from 0 to 10") if self.now else _("BARC-10 over time")
        up = sum((row.difference or 0) > 0 for row in self.ratings)
        down = sum((row.difference or 0) < 0 for row in self.ratings)
        return _("Since %(day)s: %(up)s, %(down)s") % {
            "day": day(self.first.assessed_on),
            "up": ngettext("%d part of life is better", "%d parts of life are better", up) % up,
            "down": ngettext("%d is harder", "%d are harder", down) % down,
        }

    @property
    def drawn_totals(self):
        """The BARC-10 total as the chart draws it: with its line at 47."""
        barc = self.barc
        return [charts.Total(barc.label, barc.first, barc.now, HIGHEST, LINE)] if barc else []

    @property
    def chart(self):
        return charts.bars(
            self.title,
            [(row.label, row.first, row.now) for row in self.ratings],
            totals=self.drawn_totals,
            before=_dated(_("First"), self.first) if self.has_change else "",
            after=_dated(_("Now"), self.now if self.first else None),
        )

    @property
    def columns(self):
        titles = [_dated(_("First"), self.first)] if self.has_change else []
        titles += [_dated(_("Last time"), self.before)] if self.shows_last_time else []
        titles += [_dated(_("Now"), self.now)] + ([_("Change")] if self.has_change else [])
        return [{"label": _("Part of life")}, *[{"label": title, "number": True} for title in titles]]

    @property
    def rows(self):
        barc = [self._cells(self.barc, self._about_barc())] if self.barc else []
        return barc + [self._cells(row, row.label) for row in self.ratings]

    @property
    def drawn_rows(self):
        """(change, its bars) of each row: a table that is its own chart, where paper is short."""
        for total in self.drawn_totals:
            yield self.barc, charts.beside(*_first_and_now(self.barc), maximum=total.maximum, line_at=total.line)
        for row in self.ratings:
            yield row, charts.beside(*_first_and_now(row))

    def _about_barc(self):
        """BARC-10 is asked on days of its own."""
        days = dict.fromkeys([self.totals[0][0], self.totals[-1][0]])
        return _("BARC-10 total, of %(highest)d, with its line at %(line)d (%(days)s)") % {
            "highest": HIGHEST,
            "line": LINE,
            "days": ", ".join(short_day(on) for on in days),
        }

    def _cells(self, row, label):
        cells = [label]
        if self.has_change:
            cells.append(_said(row.first))
        if self.shows_last_time:
            cells.append(_said(row.before))
        cells.append(_said(row.now))
        if self.has_change:
            cells.append(_difference(row.difference))
        return cells


def _first_and_now(row):
    """What the bars of a row say, and their numbers."""
    words = {"first": "–" if row.first is None else row.first, "now": "–" if row.now is None else row.now}
    return _("%(first)s, then %(now)s") % words, row.first, row.now


def _dated(word, assessment):
    return f"{word}, {short_day(assessment.assessed_on)}" if assessment else word


def _difference(number):
    if number is None:
        return "–"
    return signed(number) if number else _("same")


def _said(value):
    return _("not asked") if value is None else str(value)
