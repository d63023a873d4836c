"""Sessions: the list of them, one with its people, and one that is moved, cancelled, or added beside the timetable."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import CHANGE, READ, allow
from core import audit
from core.choices import AccessAction
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.views import attempt, conflict
from core.workflow import NotAllowed

from .. import registers
from ..choices import THERE, SessionStatus
from ..clashes import clashes_of
from ..forms.session import AddSessionForm, CancelSessionForm, MoveSessionForm, SessionQuery
from ..models import Programme, ProgrammeSession
from ..roll import counts, roll_of, standing

VIEW, TAKE = "programmes.view_programme", "programmes.take_register"
FORM = "programmes/session_form.html"


def get_session(request, pk, *, lock=False):
    """A session of the user's teams; `lock`: nobody else changes it until the transaction ends. Raises Http404."""
    sessions = ProgrammeSession.objects.visible_to(request.user)
    sessions = sessions.select_for_update(of=("self",)) if lock else sessions
    return get_object_or_404(sessions.select_related("programme__team", "room", "lead", "co_lead"), pk=pk)


def people_of(request, session):
    """Who stands in the register; that the user sees them is written down for each."""
    lines = standing(roll_of(session, request.user))
    seen = [(line.client, line.glass) for line in lines if line.may_see]
    if seen:
        audit.record_each(request, AccessAction.LOOK, seen, detail="programmes.programmesession")
    return lines


def about(session, lines):
    """What stands above a register: who is there, how many places there are, and what is not shown."""
    places = [number for number in (session.programme.places, session.room and session.room.places) if number]
    hidden = [line for line in lines if not line.may_see]
    return {
        "session": session,
        "lines": [line for line in lines if line.may_see],
        "restricted": sum(line.client.is_restricted for line in hidden),
        "of_others": sum(not line.client.is_restricted for line in hidden),
        "counts": counts(lines),
        "places": min(places) if places else None,
        "is_too_full": bool(places) and len(lines) > min(places),
        "is_cancelled": session.status == SessionStatus.CANCELLED,
        "may_mark_today": session.has_come and session.status != SessionStatus.CANCELLED,
    }


def _listed(query, user):
    marked = {"marked": Count("attendances", filter=~Q(attendances__mark=""))}
    there = {"there": Count("attendances", filter=Q(attendances__mark__in=THERE))}
    sessions = query.narrow(ProgrammeSession.objects.visible_to(user))
    return sessions.select_related("programme", "room", "lead", "co_lead").annotate(**marked, **there)


def _order(query):
    return ("-begins_at", "-id") if query.newest_first else ("begins_at", "id")


@savable("programmes:session_list", gettext_lazy("Sessions"), lambda data, user: SessionQuery(data, user=user))
@allow(VIEW, methods=READ)
def session_list(request):
    """Today and this week first: what is held where and by whom, and how many came."""
    query = SessionQuery(request.GET, user=request.user)
    cursor = PageQuery(request.GET).values()["after"]
    page = paginate(_listed(query, request.user), *_order(query), cursor=cursor)
    numbers = numbers_of(query.narrow(ProgrammeSession.objects.visible_to(request.user), but="status"), "status")
    context = list_page(request, query, page) | tally(query, "status", numbers)
    return render(request, "programmes/session_list.html", context)


@allow(VIEW, methods=READ, step_up=True)
def session_export(request):
    """The list as it is narrowed, for a spreadsheet; nobody who is helped stands in it."""
    query = SessionQuery(request.GET, user=request.user)
    head = [
        _("Day"), _("From"), _("To"), _("Programme"), _("Session"), _("Where"), _("Led by"), _("Status"), _("Why it is not held"),
        _("Marked"), _("Were there"),
    ]  # fmt: skip
    rows = _listed(query, request.user).order_by(*_order(query))[:MOST_EXPORTED]
    return spreadsheet(request, "sessions", head, map(_plain_row, rows))


def _plain_row(session):
    begins, ends = timezone.localtime(session.begins_at), timezone.localtime(session.ends_at)
    return [
        begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}", session.programme, session.name, session.room, session.lead,
        session.get_status_display(), session.get_cancelled_because_display(), session.marked, session.there,
    ]  # fmt: skip


@allow(VIEW, methods=READ)
def session_detail(request, pk):
    """One session: when, where, by whom, what clashes with it, who came, and what may be done."""
    session = get_session(request, pk)
    context = about(session, people_of(request, session))
    if session.status == SessionStatus.PLANNED:
        people = [session.lead, session.co_lead]
        context["clashes"] = clashes_of(
            session.begins_at, session.ends_at, room=session.room, people=people, besides=session
        )
    return render(request, "programmes/session_detail.html", context | {"story": _story(session)})


def _story(session):
    return session.status_changes.select_related("changed_by").order_by("-changed_at", "-id")


@allow(TAKE)
def session_move(request, pk):
    session = get_session(request, pk)
    form = MoveSessionForm(sent(request), record=session)
    context = {"session": session, "title": _("Move the session")}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, registers.move_session, session, **form.answer, by=request.user):
                messages.success(request, _("The session is moved."))
                return redirect(session)
        except EditConflict as error:
            return conflict(request, form, error, FORM, context)
    return render(request, FORM, context | {"form": form}, status=422 if form.errors else 200)


@allow(TAKE)
def session_cancel(request, pk):
    session = get_session(request, pk)
    form = CancelSessionForm(sent(request), record=session)
    context = {"session": session, "title": _("Cancel the session")}
    if request.method == "POST" and form.is_valid():
        try:
            because, note = form.cleaned_data["because"], form.cleaned_data["note"]
            if attempt(form, registers.cancel_session, session, because, note=note, by=request.user):
                messages.success(request, _("The session is cancelled. Reminders that had not gone are taken back."))
                return redirect(session)
        except EditConflict as error:
            return conflict(request, form, error, FORM, context)
    return render(request, FORM, context | {"form": form}, status=422 if form.errors else 200)


@allow(TAKE, methods=CHANGE)
def session_restore(request, pk):
    session = get_session(request, pk)
    try:
        registers.restore_session(session, by=request.user)
        messages.success(request, _("The session is held after all."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(session)


@allow(TAKE)
def session_add(request, pk):
    """One session beside the timetable of a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user).select_related("team"), pk=pk)
    form = AddSessionForm(sent(request), programme=programme)
    context = {"programme": programme, "title": _("Add a session"), "form": form}
    if request.method == "POST" and form.is_valid():
        made = attempt(form, registers.add_session, programme, ProgrammeSession(**form.answer), by=request.user)
        if made:
            messages.success(request, _("The session is added."))
            return redirect(made)
    return render(request, FORM, context, status=422 if form.errors else 200)
