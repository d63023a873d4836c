"""Feeds of other directories: what is read, what came of it, and what a person decides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import EditConflict, PageQuery, sent
from core.pagination import paginate
from core.views import attempt, conflict
from core.workflow import NotAllowed

from .. import tasks, workflow
from ..choices import DifferenceStatus, FeedRunStatus
from ..forms import DifferenceForm, FeedForm
from ..models import Feed, FeedDifference, FeedRun
from ..openreferral.differences import in_words
from ..openreferral.storing import KEPT_HERE, MADE_HERE

EDITS = "services_directory.change_service"
RUNS_SHOWN, REFUSALS_SHOWN = 10, 200


@allow(EDITS, methods=READ)
def feed_list(request):
    """The feeds that are read, and how many decisions wait."""
    waiting = FeedDifference.objects.filter(status=DifferenceStatus.OPEN).count()
    context = {"feeds": Feed.objects.with_last_run(), "waiting": waiting}
    return render(request, "services_directory/feed_list.html", context)


@allow(EDITS, methods=READ)
def feed_detail(request, pk):
    """One feed with its last readings, and what was refused in the newest that was read to its end."""
    feed = get_object_or_404(Feed, pk=pk)
    runs = list(feed.runs.all()[:RUNS_SHOWN])
    read = next((run for run in runs if run.refusals or run.status == FeedRunStatus.DONE), None)
    refusals = read.refusals if read else []
    context = {
        "feed": feed,
        "runs": runs,
        "read": read,
        "refusals": [_with_service(each) for each in refusals[:REFUSALS_SHOWN]],
        "more_refusals": max(len(refusals) - REFUSALS_SHOWN, 0),
        "to_end": read if any(each["reason"] == workflow.NO_LONGER_THERE for each in refusals) else None,
    }
    return render(request, "services_directory/feed_detail.html", context)


@allow(EDITS)
def feed_create(request):
    form = FeedForm(sent(request))
    if request.method == "POST" and form.is_valid():
        feed = form.save(by=request.user)
        messages.success(request, _("The feed is on the list. It is read within a few minutes."))
        return redirect("services_directory:feed_detail", feed.pk)
    return _page(request, form, _("Add a feed"))


@allow(EDITS)
def feed_edit(request, pk):
    feed = get_object_or_404(Feed, pk=pk)
    form = FeedForm(sent(request), instance=feed)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except EditConflict as error:
            context = {"heading": _("Change this feed"), "feed": error.current}
            return conflict(request, form, error, "services_directory/feed_form.html", context)
        messages.success(request, _("The feed is saved."))
        return redirect("services_directory:feed_detail", feed.pk)
    return _page(request, form, _("Change this feed"), feed=feed)


@allow(EDITS, methods=CHANGE)
def feed_read(request, pk):
    """Have a feed read now."""
    feed = get_object_or_404(Feed, pk=pk)
    workflow.ask_for_reading(feed, by=request.user)
    tasks.tell_worker(feed.pk)
    messages.success(request, _("It is read as soon as the worker is free. Look again in a few minutes."))
    return redirect("services_directory:feed_detail", feed.pk)


@allow(EDITS, methods=CHANGE)
def feed_run_end(request, pk):
    """Say that the services which a reading no longer found are not running now."""
    run = get_object_or_404(FeedRun.objects.exclude(feed=None), pk=pk)
    try:
        workflow.end_vanished(run, by=request.user)
        messages.success(request, _("These services are shown as not running now."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("services_directory:feed_detail", run.feed_id)


@allow(EDITS, methods=READ)
def difference_list(request):
    """Where a feed says something else than a record that is kept here, oldest first."""
    found = FeedDifference.objects.filter(status=DifferenceStatus.OPEN).select_related("service")
    page = paginate(
        found.order_by("created_at", "id"), "created_at", "id", cursor=PageQuery(request.GET).values()["after"]
    )
    return render(request, "services_directory/difference_list.html", {"page": page})


@allow(EDITS)
def difference_decide(request, pk):
    """Field by field, ours or theirs."""
    difference = get_object_or_404(FeedDifference.objects.select_related("service"), pk=pk)
    form = DifferenceForm(sent(request), record=difference, rows=in_words(difference))
    if request.method == "POST" and form.is_valid():
        try:
            decided = attempt(form, workflow.decide_difference, difference, take=form.taken, by=request.user)
        except EditConflict as error:
            context = {"difference": error.current}
            return conflict(request, form, error, "services_directory/difference_form.html", context)
        if decided:
            messages.success(request, _("Decided. You are asked again when the feed says something new."))
            return redirect(difference.service)
    context = {"difference": difference, "form": form}
    return render(request, "services_directory/difference_form.html", context, status=422 if form.errors else 200)


def _with_service(refusal):
    """A refusal with the page of the service here which it is about, where there is one."""
    is_here = refusal["reason"] in (KEPT_HERE, MADE_HERE, workflow.NO_LONGER_THERE)
    return refusal | {"url": reverse("services_directory:service_detail", args=[refusal["id"]]) if is_here else ""}


def _page(request, form, heading, **context):
    context |= {"form": form, "heading": heading}
    return render(request, "services_directory/feed_form.html", context, status=422 if form.errors else 200)
