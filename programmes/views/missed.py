"""The path after a miss: its steps on the record, the forms by which they are done, and the list of all who are looked for."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.views.parts import form_page
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, spreadsheet, tally
from core.pagination import page_of_all
from core.saved import savable
from core.views import attempt, conflict

from .. import missed
from .. import missed_list as listing
from ..choices import PathStatus, StepKind, StepOutcome
from ..forms.missed import DecisionForm, MissedQuery, form_of
from ..models import MissedPath

HEAD = [
    gettext_lazy("Our reference"), gettext_lazy("Client"), gettext_lazy("Keyworker"), gettext_lazy("Missed on"),
    gettext_lazy("Status"), gettext_lazy("Next step"), gettext_lazy("Due on"), gettext_lazy("A child in the house"),
    gettext_lazy("Ended on"),
]  # fmt: skip
FORM_PAGE = "clients/record_form.html"


@savable("programmes:missed_list", gettext_lazy("Missed and lost"), lambda data, user: MissedQuery(data))
@allow("programmes.view_programme", methods=READ)
def missed_list(request):
    """Who did not come and is to be reached."""
    query = MissedQuery(request.GET)
    values, paths = query.values(), query.of_client(listing.with_next(listing.missed_of(request.user)))
    rows = listing.narrow(paths, values, request.user).order_by(*query.order)
    page = page_of_all(list(rows[:MOST_EXPORTED]), PageQuery(request.GET).values()["after"] or "")
    counted = listing.numbers(listing.narrow(paths, values | {"status": "all"}, request.user))
    context = list_page(request, query, page) | tally(query, "status", counted)
    for path in page.rows:
        path.next_label = StepKind(path.next_kind).label if path.next_kind else ""
    return render(request, "programmes/missed_list.html", context)


@allow("programmes.view_programme", methods=READ, step_up=True)
def missed_export(request):
    """The list as it is narrowed, for a spreadsheet."""
    query = MissedQuery(request.GET)
    paths = query.of_client(listing.with_next(listing.missed_of(request.user)))
    rows = listing.narrow(paths, query.values(), request.user).order_by(*query.order)
    return spreadsheet(request, "missed", HEAD, map(_plain_row, rows[:MOST_EXPORTED]))


def _plain_row(path):
    step = StepKind(path.next_kind).label if path.next_kind else ""
    return [
        path.client.reference, path.client.name, path.episode.keyworker or "", path.missed_on, path.get_status_display(),
        step, path.next_due, _("Yes") if path.child_at_home else "", path.ended_on,
    ]  # fmt: skip


@allow("programmes.view_programme", methods=READ, records_look=True)
def missed_client(request, pk):
    """Every path of a client, the newest first."""
    client = get_client(request, pk)
    paths = client.missed_paths.select_related("appointment", "attendance__session__programme")
    return render(
        request, "programmes/missed_client.html", {"client": client, "tab": "programmes", "paths": paths[:100]}
    )


@allow("programmes.view_programme", methods=READ, records_look=True)
def missed_detail(request, pk):
    """One path: what was missed, its steps, what is next."""
    path = _get_path(request, pk)
    steps = list(path.steps.select_related("owner", "updated_by", "contact"))
    context = {
        "client": path.client, "tab": "programmes", "path": path, "steps": steps, "misses": missed.misses_of(path),
        "ways": [kind.label for kind in missed.kinds_tried(path)],
        "changes": path.status_changes.select_related("changed_by"),
        "next": next((step for step in steps if step.done_on is None), None) if path.status == PathStatus.OPEN else None,
    }  # fmt: skip
    return render(request, "programmes/missed_detail.html", context)


@allow("programmes.view_programme", methods=READ, records_look=True)
def missed_next(request, pk):
    """Where an alert leads: to the form of the step that is next, else to the path."""
    path = _get_path(request, pk)
    if path.status == PathStatus.LET_GO and path.episode.is_open:
        return redirect("aftercare:episode_close", path.episode_id)
    step = path.steps.filter(done_on=None).first() if path.status == PathStatus.OPEN else None
    if step is None:
        return redirect(path)
    if step.kind == StepKind.TEAM_DECISION:
        return redirect("programmes:missed_decide", path.pk)
    return redirect("programmes:missed_step", path.pk, step.kind)


@allow("programmes.change_appointment", records_look=True)
def missed_step(request, pk, kind):
    """One step is done: an attempt becomes a contact, anything else says who was told."""
    path = _get_path(request, pk)
    step = get_object_or_404(path.steps.exclude(kind=StepKind.TEAM_DECISION), kind=kind)
    form = form_of(step)(sent(request), record=step, tried=missed.ways_tried(path))
    context = _context(path, str(step.get_kind_display())) | {"step": step, "is_visit": kind == StepKind.OUTREACH}
    context["consents"] = (
        path.client.consents.live().select_related("recipient", "supporter") if kind == StepKind.REFERRER else []
    )
    return _done(request, form, _verb(step, form), context, "programmes/missed_step.html", path)


def _verb(step, form):
    """What saves the step: nothing is a contact that was not tried."""

    def save(by):
        answer = form.answer
        if "kind" in answer and answer["outcome"] != StepOutcome.NOT_NEEDED:
            reached = answer.pop("outcome") == StepOutcome.REACHED
            return missed.record_attempt(step, reached=reached, by=by, **answer)
        return missed.record_step(step, outcome=answer["outcome"], note=answer["note"], by=by)

    return save


@allow("clients.change_episode", records_look=True)
def missed_decide(request, pk):
    """The team decides: the episode stays open, or is closed on its own page."""
    path = _get_path(request, pk)
    form = DecisionForm(sent(request), record=path, tried=missed.ways_tried(path))
    context = _context(path, _("Decide as a team")) | {"ways": [kind.label for kind in missed.kinds_tried(path)]}

    def save(by):
        return missed.decide(path, by=by, **form.answer)

    return _done(request, form, save, context, "programmes/missed_decide.html", path)


def _done(request, form, save, context, template, path):
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(form, save, request.user)
        except EditConflict as error:
            return conflict(request, form, error, template, context)
        if saved is not None:
            messages.success(request, _("Saved."))
            is_closing = getattr(saved, "status", "") == PathStatus.LET_GO
            return redirect(*(["aftercare:episode_close", path.episode_id] if is_closing else [path]))
    return form_page(request, context["title"], form, context, template)


def _get_path(request, pk):
    paths = MissedPath.objects.select_related(
        "client", "episode__team", "episode__keyworker", "appointment", "attendance__session__programme"
    )
    return get_of_client(request, paths, pk)


def _context(path, title):
    return {
        "client": path.client,
        "tab": "programmes",
        "path": path,
        "title": title,
        "back_url": path.get_absolute_url(),
    }
