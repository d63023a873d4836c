"""Reports that come by themselves: which ones, for whom, changing and stopping one's own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import schedules
from ..catalogue import READERS, REPORTS, by_title
from ..forms import ScheduleForm, ScheduleQuery
from ..models import ReportSchedule

TEMPLATE = "reports/schedule_form.html"
LISTED = 100  # of other people, those that come next first


@allow(f"{READERS}|accounts.manage_users", methods=READ)
def schedule_list(request):
    """One's own, with what became of the last time; and those of others whom one answers for."""
    seen = ReportSchedule.objects.visible_to(request.user).select_related("user")
    own = seen.filter(user=request.user)
    others = seen.exclude(user=request.user).filter(stopped_at=None)[:LISTED]
    context = {"own": list(map(described, own)), "others": list(map(described, others))}
    context["may_be_sent"] = bool(schedules.on_offer(request.user))
    return render(request, "reports/schedule_list.html", context)


@allow(READERS)
def schedule_add(request):
    """Ask to be sent the report that the address names; without one, choose which."""
    asked, offered = ScheduleQuery(request.GET, user=request.user).values(), schedules.on_offer(request.user)
    report = offered.get(asked["report"])
    if report is None:
        return render(request, "reports/schedule_choose.html", {"reports": by_title(offered.values())})
    schedule = ReportSchedule(report=report.key, breakdown=asked["breakdown"], starts_on=timezone.localdate())
    form = ScheduleForm(sent(request), instance=schedule, user=request.user, report=report)
    return _form_page(request, form, report, _("Send me this report regularly"))


@allow(READERS)
def schedule_edit(request, pk):
    schedule = get_object_or_404(own_of(request), pk=pk)
    report = REPORTS[schedule.report]
    form = ScheduleForm(sent(request), instance=schedule, user=request.user, report=report)
    form.submit_label = _("Save")
    return _form_page(request, form, report, _("A report that you are sent"))


@allow(READERS, methods=CHANGE)
def schedule_stop(request, pk):
    schedules.stop(get_object_or_404(own_of(request), pk=pk), by=request.user)
    messages.success(request, _("Stopped. You are not sent it any more."))
    return redirect("reports:schedule_list")


def own_of(request):
    """Nobody changes what somebody else is sent."""
    return ReportSchedule.objects.filter(user=request.user, report__in=schedules.on_offer(request.user))


def described(schedule):
    """A schedule with the name of its report, and what it is broken down by in words."""
    report = REPORTS.get(schedule.report)
    schedule.title = report.title if report else schedule.report
    return schedule


def _form_page(request, form, report, heading):
    context = {"form": form, "report": report, "heading": heading}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, schedules.save, form, by=request.user):
                messages.success(request, _("Saved. You get an email with a link whenever it is due."))
                return redirect("reports:schedule_list")
        except EditConflict as error:
            return conflict(request, form, error, TEMPLATE, context)
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
