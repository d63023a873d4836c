"""The calendar of a worker or a team, by day and week, on screen and on paper."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from accounts.models import User
from core import audit
from core.choices import AccessAction
from core.pdf import render_pdf
from core.templatetags.ui import short_day, weekday

from ..calendar import SESSION, STATUS_WORDS, by_hour, by_person, entries, staff_of
from ..choices import AppointmentStatus, SessionStatus
from ..forms.calendar import HOURS, PEOPLE, SESSIONS, CalendarQuery

VIEW = "programmes.view_programme"
ONE_DAY, WEEK, FRIDAY = timedelta(days=1), timedelta(days=7), 4
FIRST, LAST = date(2000, 1, 10), date(2100, 12, 20)  # a week before and after is still a day that a form takes
BOOK_FROM, BOOK_UNTIL = 9, 17


class Shown:
    """What one page of the calendar holds: whose it is, which days, and the entries."""

    def __init__(self, request, span):
        self.reader, self.staff = request.user, staff_of(request.user)
        self.query = CalendarQuery(request.GET, staff=self.staff)
        values = self.query.values()
        self.team = values["team"] if values["team"] and not values["worker"] else None
        key = None if self.team else values["worker"] or request.user.pk
        self.worker = request.user if key == request.user.pk else key and User(pk=key)
        self.name = self.staff.teams[self._team_key] if self.team else self.staff.people.get(key, str(request.user))
        day = min(max(values["on"] or timezone.localdate(), FIRST), LAST)
        self.first = day - timedelta(days=day.weekday()) if span == "week" else day
        self.length = WEEK if span == "week" else ONE_DAY
        self.entries = [entry for entry in self._entries() if self._is_asked_for(entry, values["show"])]
        self.rows = values["rows"] or (PEOPLE if self.team else HOURS)

    @property
    def _team_key(self):
        return next(key for key in self.staff.teams if str(key) == self.team)

    def _entries(self):
        whose = {"team": self._team_key} if self.team else {"worker": self.worker}
        return entries(self.reader, self.first, self.first + self.length, **whose)

    @staticmethod
    def _is_asked_for(entry, show):
        return not show or (entry.kind == SESSION) == (show == SESSIONS)

    @property
    def days(self):
        """The days that are shown: a weekend only where something is on it."""
        days = [self.first + timedelta(days=number) for number in range(self.length.days)]
        busy = {entry.day for entry in self.entries}
        return [day for day in days if len(days) == 1 or day.weekday() <= FRIDAY or day in busy]

    def columns(self):
        if self.rows == PEOPLE:
            members = self.staff.members[self._team_key] if self.team else [self.worker.pk]
            people = {key: self.staff.people.get(key, self.name) for key in members}
            return by_person(self.entries, self.days, people)
        return by_hour(self.entries, self.days)

    def lines(self):
        """A function from an entry to its line: (address, text)."""
        people, names_workers = self.staff.people, bool(self.team) and self.rows == HOURS
        own = None if self.team else self.worker.pk
        words = {
            value: str(label) for kind in (AppointmentStatus, SessionStatus) for value, label in kind.choices
        } | STATUS_WORDS

        def line(entry):
            parts = [entry.what, entry.who, entry.place, words.get(entry.status, "")]
            if names_workers or own and own not in entry.workers:
                parts += [people.get(worker, "") for worker in entry.workers]
            text = ", ".join([part for part in parts if part])
            return entry.url, f"{entry.begins:%H:%M}–{entry.ends:%H:%M} {text}"

        return line

    def address(self, **changes):
        return f"?{self.query.address(**changes)}"


def _calendar(request, span):
    shown, today = Shown(request, span), timezone.localdate()
    line = shown.lines()
    may_book = not shown.team and shown.rows == HOURS and request.user.has_perm("programmes.change_appointment")
    columns = [
        {
            "day": column.day,
            "is_today": column.day == today,
            "url": shown.address(on=short(column.day)),
            "is_empty": column.is_empty,
            "cells": [
                (
                    label,
                    [line(entry) for entry in found],
                    hour if may_book and _is_bookable(column.day, hour, today) else None,
                )
                for label, found, hour in column.cells
            ],
        }
        for column in shown.columns()
    ]
    context = {
        "span": span,
        "shown": shown,
        "query": shown.query,
        "tags": shown.query.tags(),
        "title": title_of(shown, span),
        "columns": columns,
        "how_many_rows": len(columns[0]["cells"]) + 1,
        "before_url": shown.address(on=short(shown.first - shown.length)),
        "after_url": shown.address(on=short(shown.first + shown.length)),
        "today_url": shown.address(on=""),
        "same": shown.query.address(),
    }
    return render(request, "programmes/calendar.html", context)


def _is_bookable(day, hour, today):
    return hour is not None and day >= today and BOOK_FROM <= hour < BOOK_UNTIL


def short(day):
    """A day as an address holds it."""
    return day.isoformat()


def title_of(shown, span):
    if span == "week":
        return _("%(who)s: week from %(day)s") % {"who": shown.name, "day": short_day(shown.first)}
    return _("%(who)s: %(day)s") % {"who": shown.name, "day": weekday(shown.first)}


@allow(VIEW, methods=READ)
def calendar_week(request):
    return _calendar(request, "week")


@allow(VIEW, methods=READ)
def calendar_day(request):
    return _calendar(request, "day")


@allow(VIEW, methods=READ)
def calendar_week_pdf(request):
    return _pdf(request, "week")


@allow(VIEW, methods=READ)
def calendar_day_pdf(request):
    return _pdf(request, "day")


def _pdf(request, span):
    """The same on paper, one table for each day; that it was printed is written down."""
    shown = Shown(request, span)
    people = shown.staff.people
    days = [
        (
            day,
            [
                (entry, ", ".join(filter(None, map(people.get, entry.workers))))
                for entry in shown.entries
                if entry.day == day
            ],
        )
        for day in shown.days
    ]
    audit.record(request, AccessAction.PRINT, detail="calendar")
    title = title_of(shown, span)
    pdf = render_pdf("programmes/pdf/calendar.html", {"days": days}, title=title, printed_by=str(request.user))
    headers = {"Content-Disposition": f'attachment; filename="calendar-{short(shown.first)}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
