"""Reports that come by themselves: made when they are due, and told of by an email that holds nothing but the way to them.

Whether somebody may still read a report, and of which teams, is asked each time. What was missed while nothing ran is sent
once, late, over the period of that day.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.workflow import NotAllowed, lock

from .catalogue import READERS, REPORTS
from .choices import HowOften, PeriodKind, SendResult, SentPeriod
from .models import ReportSchedule
from .outcomes import is_on
from .papers import KEPT, counted_on, request_of_day, request_report
from .reading import breakdowns, label_of, read, stock_for

logger = logging.getLogger(__name__)

MOST = 20  # of one person, that still run
MONTHS = {HowOften.MONTH: 1, HowOften.QUARTER: 3, HowOften.YEAR: 12}
WEEK = 7
KINDS = {
    SentPeriod.LAST_QUARTER: PeriodKind.QUARTER, SentPeriod.QUARTER_SO_FAR: PeriodKind.QUARTER,
    SentPeriod.LAST_YEAR: PeriodKind.YEAR, SentPeriod.YEAR_SO_FAR: PeriodKind.YEAR,
}  # fmt: skip
SELDOM = [HowOften.QUARTER, HowOften.YEAR]
SO_FAR = [SentPeriod.QUARTER_SO_FAR, SentPeriod.YEAR_SO_FAR]


def on_offer(user):
    """{key: report} of those that a user may be sent: the ones that can be had as a file, by those who may fetch it."""
    may_fetch, is_paid = any(user.has_perm(name) for name in READERS.split("|")), is_on()
    return {
        key: report for key, report in REPORTS.items()
        if may_fetch and report.is_for(user) and (report.sections or report.paper) and (is_paid or not report.of_payment)
    }  # fmt: skip


def periods_for(user):
    """The periods that a user may be sent figures of; a commissioner reads whole ones of one kind."""
    if user.has_perm("reports.view_partnership_counts"):
        return [one for one in KINDS if KINDS[one] == settings.REPORT_PERIODS and one not in SO_FAR]
    return list(KINDS)


def rhythms_for(user):
    """How often a user may be sent a report. Of a commissioner's counts two that lie close together differ by a few people."""
    return SELDOM if user.has_perm("reports.view_partnership_counts") else list(HowOften)


@transaction.atomic
def save(form, *, by):
    """Begin to send a report, or change how one is sent. Raises NotAllowed; EditConflict as every form."""
    schedule = form.instance
    get_user_model().objects.select_for_update().get(pk=by.pk)
    if schedule._state.adding:
        if ReportSchedule.objects.filter(user=by).exclude(next_on=None).count() >= MOST:
            raise NotAllowed(_("You are sent %(most)d reports already. Stop one first.") % {"most": MOST})
        schedule.user = by
    elif schedule.stopped_at:
        raise NotAllowed(_("This has been stopped. Ask to be sent the report anew."))
    schedule.next_on = next_from(schedule, timezone.localdate())
    if schedule.next_on is None:
        raise NotAllowed(_("It would never be sent: no day on which it is due lies before the last day."))
    return form.save(by=by, in_verb=True)


@transaction.atomic
def stop(schedule, *, by):
    """Send no more of it; what was sent stays. Stopping it twice changes nothing."""
    lock(schedule)
    if schedule.stopped_at is None:
        schedule.next_on, schedule.stopped_at, schedule.stopped_by = None, timezone.now(), by
        schedule.save_by(by, "next_on", "stopped_at", "stopped_by")
    return schedule


def next_from(schedule, day):
    """The first day on which it is due, `day` at the earliest and never twice the same; None when it is over."""
    earliest = max(day, schedule.last_on + timedelta(days=1)) if schedule.last_on else day
    start = schedule.starts_on
    if earliest <= start:
        due = start
    elif schedule.every == HowOften.WEEK:
        due = earliest + timedelta(days=(start - earliest).days % WEEK)
    else:
        step = MONTHS[schedule.every]
        passed = (earliest.year - start.year) * 12 + earliest.month - start.month
        number = passed - passed % step
        due = months_after(start, number)
        if due < earliest:
            due = months_after(start, number + step)
    return None if schedule.ends_on and due > schedule.ends_on else due


def months_after(day, months):
    """The same day of a later month, or its last one.

    >>> from datetime import date
    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 11, 30), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def send_due(today=None):
    """Send what is due, each by itself, so that one that cannot be made holds up no other. Gives how many emails that makes.

    Waits until the figures have been counted as on the day, which is done at night.
    """
    today, sent = today or timezone.localdate(), 0
    for pk in list(ReportSchedule.objects.due(today).order_by("next_on").values_list("pk", flat=True)):
        try:
            sent += _send(pk, today)
        except Exception:
            logger.exception("The report of the schedule %s was not sent.", pk)
    return sent


@transaction.atomic
def _send(pk, today):
    """Make one report and put its email into the outbox, or note why not; 1 if it goes. Nobody else does it meanwhile."""
    due = ReportSchedule.objects.due(today).filter(pk=pk).select_for_update(of=("self",), skip_locked=True)
    schedule = due.first()
    if schedule is None:
        return 0
    user = get_user_model().objects.get(pk=schedule.user_id)
    stock = stock_for(user, today)
    if stock.as_at and stock.as_at < schedule.next_on:
        return 0
    report = on_offer(user).get(schedule.report)
    result = why_not(schedule, user, report, stock)
    if not result:
        about, document = ask_for(schedule, user, report, stock)
        if document:
            tell(schedule, user, about, document)
        else:
            result = SendResult.NO_PERIOD
    schedule.last_on, schedule.last_result = today, result or SendResult.SENT
    schedule.next_on = next_from(schedule, today)
    schedule.save_by(None, "last_on", "last_result", "next_on")
    return int(not result)


def ask_for(schedule, user, report, stock):
    """Ask the worker for the file: over which period or as on which day it is, in words, and the document; (None, None)
    where there is no such period."""
    if report.paper:
        return counted_on(report, user), request_of_day(report, by=user)
    period, other = chosen(schedule, stock)
    if period is None:
        return None, None
    reading = read(report, stock, period=period, other=other, breakdown=breakdown_of(schedule, report, stock))
    return label_of(period, stock.as_at), request_report(reading, schedule.file_format, by=user)


def why_not(schedule, user, report, stock):
    """Why somebody is sent nothing today; empty when they may have it."""
    if not user.is_active:
        return SendResult.CLOSED
    if report is None:
        return SendResult.NO_RIGHT
    if schedule.every not in rhythms_for(user):
        return SendResult.TOO_OFTEN
    if not user.email:
        return SendResult.NO_ADDRESS
    if stock.as_at is None:
        return SendResult.NO_PERIOD
    return "" if stock.reader.teams else SendResult.NO_TEAM


def breakdown_of(schedule, report, stock):
    """By what it is broken down, as far as that is on offer today."""
    offered = [name for name, _label in breakdowns(report, stock.reader)]
    if schedule.breakdown in offered:
        return schedule.breakdown
    return offered[0] if report.is_broken_down else ""


def chosen(schedule, stock):
    """The period that is sent today, and the one before where it is compared; None where there is none."""
    kind, is_running = KINDS[schedule.period], schedule.period in SO_FAR
    periods = [one for one in stock.periods if one.kind == kind]  # the newest first
    wanted = [one for one in periods if (one.ends_on >= stock.as_at) == is_running]
    if not wanted:
        return None, None
    earlier = [one for one in periods if one.ends_on < wanted[0].starts_on]
    return wanted[0], earlier[0] if earlier and schedule.is_compared else None


def tell(schedule, user, period, document):
    """The email: which report, over which period, and the way to it through the sign-in. No figure, and nobody's name."""
    context = {
        "report": REPORTS[schedule.report].title, "period": period, "site": settings.SERVICE_NAME,
        "link": settings.SITE_URL.rstrip("/") + reverse("reports:document_detail", args=[document.pk]),
        "schedules": settings.SITE_URL.rstrip("/") + reverse("reports:schedule_list"),
        "until": timezone.localdate() + KEPT,
    }  # fmt: skip
    subject = _("%(site)s: %(report)s, %(period)s") % context
    body = render_to_string("reports/emails/scheduled.txt", context)
    outbox.send(
        f"report-{schedule.pk}-{schedule.next_on}", recipient=user, subject=subject[:200], body=body, by_day=True
    )
