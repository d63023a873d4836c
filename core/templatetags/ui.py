"""How things look and read on every page: a status, a date, a number, how late something is."""

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

register = template.Library()

# Colour says nothing that the words do not. tests/guards checks that every status has one.
GREEN, BLUE, YELLOW, ORANGE, RED, PURPLE, GREY = "green", "blue", "yellow", "orange", "red", "purple", "grey"
STATUS_COLOURS = {
    # being written, or not begun
    "draft": GREY, "not_started": GREY, "in_progress": BLUE, "prepared": BLUE,
    # waiting for somebody
    "waiting": YELLOW, "sent": YELLOW, "queried": ORANGE, "due": YELLOW, "on_hold": ORANGE,
    "paused": ORANGE,
    "raised": ORANGE, "requested": YELLOW, "awaiting_countersign": YELLOW, "to_do": YELLOW, "cannot_yet": ORANGE,
    # under way
    "open": BLUE, "in_treatment": BLUE, "aftercare": GREEN, "active": GREEN, "in_custody": PURPLE, "released": BLUE,
    "decided": BLUE, "under_way": BLUE, "running": BLUE,
    "received": YELLOW, "started": BLUE, "reviewed": BLUE, "asked": YELLOW, "in_force": PURPLE, "proposed": YELLOW,
    "shipped": GREY, "changed": BLUE, "off": ORANGE,
    "ended": GREY, "done": GREEN, "planned": GREY, "enrolled": BLUE, "booked": BLUE, "held": GREEN, "back": GREEN,
    "kept_open": BLUE, "let_go": GREY, "stopped": GREY, "left": ORANGE, "late": BLUE, "left_early": BLUE, "excused": GREY,
    # as hoped
    "accepted": GREEN, "attended": GREEN, "agreed": GREEN, "completed": GREEN, "achieved": GREEN, "helped": GREEN,
    "ok": GREEN, "helped_a_little": BLUE, "partly_achieved": BLUE, "signposted": BLUE, "referred_back": PURPLE,
    "approved": GREEN, "recorded": GREEN, "answered": GREEN, "taken": GREEN, "mended": GREEN,
    # otherwise
    "declined": RED, "missed": RED, "overdue": RED, "failed": RED, "urgent": RED, "not_reached": ORANGE,
    "did_not_help": ORANGE, "stopped_going": ORANGE, "not_achieved": GREY, "no_longer_relevant": GREY,
    "withdrawn": GREY, "discarded": GREY, "cancelled": GREY, "superseded": GREY, "closed": GREY, "inactive": GREY, "defunct": GREY,
    "in_error": GREY, "dropped": GREY, "kept": GREY, "gone": GREY, "not_wrong": GREY,
    "expired": GREY, "refused": RED, "temporarily closed": ORANGE,
}  # fmt: skip

NOT_KNOWN = "–"


@register.inclusion_tag("components/status_tag.html")
def status_tag(thing, label=""):
    """A status in its colour: of a record (`{% status_tag referral %}`), or a word and its label."""
    value = getattr(thing, "status", thing)
    if not label:
        label = thing.get_status_display() if hasattr(thing, "get_status_display") else str(value).replace("_", " ")
    return {"label": label, "colour": STATUS_COLOURS.get(str(value), GREY)}


@register.filter
def nhs_number(value):
    """An NHS number as it is read aloud, in three groups that stay together on a line.

    >>> nhs_number("9990000018")
    '999\\xa0000\\xa00018'
    """
    digits = "".join(str(value or "").split())
    if not digits:
        return gettext("Not known")
    return f"{digits[:3]}\N{NO-BREAK SPACE}{digits[3:6]}\N{NO-BREAK SPACE}{digits[6:]}" if len(digits) == 10 else digits


def as_day(value):
    """The day in London of a date or a moment."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value):
    """A day in full: 19 November 2026."""
    return date_format(as_day(value), "j F Y") if value else NOT_KNOWN


@register.filter
def short_day(value):
    """A day in a table: 19 Nov 2026."""
    return date_format(as_day(value), "j M Y") if value else NOT_KNOWN


@register.filter
def weekday(value):
    """A day that is planned for, with its name: Friday 27 November 2026."""
    return date_format(as_day(value), "l j F Y") if value else NOT_KNOWN


@register.filter
def weekday_short(value):
    """A day as the heading of a column: Fri 27 Nov."""
    return date_format(as_day(value), "D j M") if value else NOT_KNOWN


@register.filter
def clock(value):
    """A time as staff write it: 10:30am, 2pm."""
    if not value:
        return NOT_KNOWN
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def moment(value):
    """A moment in full: 19 November 2026 at 10:30am."""
    return gettext("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)} if value else NOT_KNOWN


@register.filter
def born(value, is_approximate=False):
    """A date of birth with the age it makes today: 4 May 1985 (41); one that is approximate says so: about 1985 (41)."""
    if not value:
        return gettext("Not known")
    return f"{gettext('about %(year)d') % {'year': value.year} if is_approximate else day(value)} ({age(value)})"


def age(value, today=None):
    """Whole years since a day.

    >>> age(datetime.date(2000, 11, 21), datetime.date(2026, 11, 20))
    25
    """
    today = today or timezone.localdate()
    return today.year - value.year - ((today.month, today.day) < (value.month, value.day))


@register.filter
def days_overdue(value, today=None):
    """When something falls due, in words and days: 9 days overdue, due today, due in 3 days."""
    if not value:
        return gettext("No date")
    days = (as_day(value) - (today or timezone.localdate())).days
    if days < 0:
        return ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days < 2:
        return gettext("due tomorrow") if days else gettext("due today")
    return ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}


@register.filter
def is_overdue(value, today=None):
    """Whether a day has passed."""
    return bool(value) and as_day(value) < (today or timezone.localdate())


@register.filter
def days_ago(value, today=None):
    """How long ago, in words: today, yesterday, 12 days ago."""
    if not value:
        return gettext("never")
    days = ((today or timezone.localdate()) - as_day(value)).days
    if days < 2:
        return {0: gettext("today"), 1: gettext("yesterday")}.get(days, day(value))
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


@register.filter
def yes_no(answer):
    """What staff call an answer of yes, no or nothing."""
    return {True: gettext("Yes"), False: gettext("No")}.get(answer, gettext("Not known"))


@register.filter
def beside(cells, columns):
    """Each cell of a row with its column."""
    return list(zip(cells, columns, strict=True))
