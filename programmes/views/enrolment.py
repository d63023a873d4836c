"""Pages of enrolments: on the client's record, asked for, begun, paused, ended, and the timetable on paper."""

from functools import partial
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.letters import may_say_who
from clients.person import paper_language
from clients.reach import reach_of
from clients.responsible import team_of
from core.choices import AccessAction
from core.forms import sent
from core.pdf import render_pdf

from .. import enrolling
from ..attendance import of_late
from ..choices import EnrolmentStatus
from ..forms import enrolment as forms
from ..models import Enrolment
from ..reading import booked_ahead, not_held, own_lines, week_ahead, with_attendance
from .pages import RECORD_FORM, saved_page
from .programme import VIEW

CHANGE = "programmes.change_enrolment"
WEEKS_SHOWN = 12  # of attendance


def enrolments_of(client):
    """The open enrolments and the earlier ones, with what their pages say of them."""
    return client.enrolments.select_related("programme__room", "programme__run_by").prefetch_related("slots")


@allow(VIEW, methods=READ, records_look=True)
def client_programmes(request, pk):
    """What somebody attends, waits for and has attended, and how often; their own week, and what comes in the next seven days."""
    client = get_client(request, pk)
    enrolments = with_attendance(list(enrolments_of(client)))
    now = [one for one in enrolments if one.is_open]
    lines = own_lines(now)
    context = {
        "client": client,
        "tab": "programmes",
        "now": now,
        "before": [one for one in enrolments if not one.is_open],
        "lines": lines,
        "sessions": week_ahead(lines, timezone.localdate()),
        "teams": request.user.team_ids,
    }
    return render(request, "programmes/client_programmes.html", context)


@allow(CHANGE, records_look=True)
def enrolment_create(request, pk):
    """`?programme=` is one that was chosen elsewhere; what is missing before somebody can join it is said first."""
    client = get_client(request, pk)
    enrolment = Enrolment(client=client)
    chosen = forms.EnrolmentQuery(request.GET).values()["programme"]
    return enrol_page(
        request, enrolment, ask, chosen=chosen, to=reverse("programmes:client_programmes", args=[client.pk])
    )


def ask(form, *, by):
    """The verb of the form: a place is asked for, and begins where a first day is given."""
    start_on, why = form.cleaned_data["start_on"], form.cleaned_data["why"]
    return enrolling.ask(form.instance, by=by, start_on=start_on, why=why)


def enrol_page(request, enrolment, verb, *, chosen=None, to, **context):
    """The form of a new enrolment; with what is missing, and the links by which that is mended."""
    client = enrolment.client
    form = forms.EnrolmentForm(sent(request), instance=enrolment, user=request.user, initial={"programme": chosen})
    chosen = form.data.get("programme") if form.is_bound else chosen
    known = {str(one.pk): one for one in form.fields["programme"].queryset}
    programme = known.get(str(chosen))
    context = {
        "client": client,
        "tab": "programmes",
        "programme": programme,
        "missing": enrolling.missing_for(client, programme) if programme else [],
        "already": enrolling.same_open(client, programme) if programme else None,
        "free": enrolling.free_places(programme) if programme else None,
        "waiting": programme.enrolments.waiting().count() if programme else 0,
    } | context
    title = context.pop("title", _("Enrol in a programme"))
    return saved_page(
        request, form, partial(verb, form), title=title, done=said_of, to=None, back_url=to,
        template="programmes/enrolment_create.html", **context,
    )  # fmt: skip


def said_of(enrolment):
    return _("They begin.") if enrolment.started_on else _("They are on the list for a place.")


def get_enrolment(request, pk, **options):
    """An enrolment in scope, with its programme; the look is recorded. Raises Http404."""
    rows = Enrolment.objects.select_related("programme__team", "programme__room", "programme__run_by", "episode")
    return get_of_client(request, rows.prefetch_related("slots__slot__programme"), pk, **options)


@allow(VIEW, methods=READ, records_look=True)
def enrolment_detail(request, pk):
    """One enrolment: where it stands and since when, the person's own timetable, and its story."""
    enrolment = get_enrolment(request, pk)
    place = enrolling.asked_before(enrolment) + 1 if enrolment.status == EnrolmentStatus.WAITING else None
    context = {
        "client": enrolment.client,
        "tab": "programmes",
        "enrolment": enrolment,
        "place": place,
        "free": enrolling.free_places(enrolment.programme) if place else None,
        "sees_programme": enrolment.programme.team_id in request.user.team_ids,
        "lines": own_lines([enrolment]),
        "booked": booked_ahead(enrolment.appointments, timezone.localdate()),
        "is_own": bool(enrolment.slots.all()),
        "moves": enrolment.status_changes.select_related("changed_by"),
        "actions": enrolment.plan_actions.select_related("goal__plan"),
        "weeks": of_late([enrolment], timezone.localdate(), WEEKS_SHOWN).get(enrolment.pk, []),
    }
    return render(request, "programmes/enrolment_detail.html", context)


def _about(enrolment, **more):
    return {
        "client": enrolment.client, "tab": "programmes", "about": enrolment.programme.name, "template": RECORD_FORM,
        "to": enrolment, **more,
    }  # fmt: skip


@allow(CHANGE, records_look=True)
def enrolment_edit(request, pk):
    enrolment = get_enrolment(request, pk)
    form = forms.EnrolmentEditForm(sent(request), instance=enrolment)
    return saved_page(request, form, form.save, title=_("Change an enrolment"), done=_("Saved."), **_about(enrolment))


@allow(CHANGE, records_look=True)
def enrolment_timetable(request, pk):
    """Which lines of the programme's timetable the person attends."""
    enrolment = get_enrolment(request, pk)
    form = forms.TimetableForm(sent(request), record=enrolment)
    asked = enrolment.programme.days_a_week
    more = {"hint": _("The programme asks for %(days)d days a week.") % {"days": asked}} if asked else {}
    verb = partial(enrolling.set_timetable, enrolment)
    return saved_page(request, form, verb, title=_("Own timetable"), done=_("Saved."), **_about(enrolment, **more))


@allow(CHANGE, records_look=True)
def enrolment_start(request, pk):
    """Somebody who waits begins: where a place is free, and in the order of the list or with the reason."""
    enrolment = get_enrolment(request, pk)
    form = forms.StartForm(sent(request), record=enrolment)
    if not enrolling.asked_before(enrolment) and not form.is_bound:
        del form.fields["why"]
    missing = enrolling.missing_for(enrolment.client, enrolment.programme)
    more = {"missing": missing, "free": enrolling.free_places(enrolment.programme)}
    return _moved(request, enrolment, form, enrolling.start, _("They begin"), _("They begin."), **more)


def _moved(request, enrolment, form, verb, title, done, **more):
    return saved_page(
        request, form, partial(verb, enrolment), title=title, done=done, **_about(enrolment, **more)
    )  # fmt: skip


@allow(CHANGE, records_look=True)
def enrolment_pause(request, pk):
    enrolment = get_enrolment(request, pk)
    form = forms.PauseForm(sent(request), record=enrolment)
    return _moved(request, enrolment, form, enrolling.pause, _("Pause"), _("Paused: the place is kept."))


@allow(CHANGE, records_look=True)
def enrolment_resume(request, pk):
    enrolment = get_enrolment(request, pk)
    form = forms.ResumeForm(sent(request), record=enrolment)
    return _moved(request, enrolment, form, enrolling.resume, _("They attend again"), _("They attend again."))


@allow(CHANGE, records_look=True)
def enrolment_complete(request, pk):
    enrolment = get_enrolment(request, pk)
    form = forms.CompleteForm(sent(request), record=enrolment)
    return _moved(request, enrolment, form, enrolling.complete, _("Completed"), _("Recorded as completed."))


@allow(CHANGE, records_look=True)
def enrolment_leave(request, pk):
    enrolment = get_enrolment(request, pk)
    form = forms.EndForm(sent(request), record=enrolment)
    return _moved(request, enrolment, form, enrolling.leave, _("They have left early"), _("Recorded: they have left."))


@allow(CHANGE, records_look=True)
def enrolment_not_started(request, pk):
    enrolment = get_enrolment(request, pk)
    form, title = forms.EndForm(sent(request), record=enrolment), _("They did not start")
    return _moved(request, enrolment, form, enrolling.did_not_start, title, _("Recorded: they did not start."))


@allow(CHANGE, records_look=True)
def enrolment_undo(request, pk):
    enrolment = get_enrolment(request, pk)
    form, title = forms.UndoForm(sent(request), record=enrolment), _("It has not ended")
    return _moved(request, enrolment, form, enrolling.undo_end, title, _("The end is taken back."))


@allow(VIEW, methods=READ, records_look=True)
def client_timetable_pdf(request, pk):
    """The person's own week on paper, with days that are not held and appointments: for the client, in their language.

    Where nobody may say who we are, it has times and places only (`?names=no` and `yes` choose otherwise).
    """
    client = get_client(request, pk, action=AccessAction.PRINT)
    query = forms.TimetableQuery(request.GET).values()
    lines = own_lines(list(enrolments_of(client).filter(status=EnrolmentStatus.ENROLLED)))
    booked = booked_ahead(client.appointments, timezone.localdate())
    if not lines and not booked:
        messages.info(request, _("There is nothing to print: no day of the week, and no appointment."))
        return redirect("programmes:client_programmes", client.pk)
    with_names = query["names"] == "yes" or not query["names"] and may_say_who([], reach_of(client))
    language = query["language"] or paper_language(client)
    team = team_of(client) if with_names else None
    with translation.override(language):
        context = {
            "client": client, "lines": lines, "not_held": not_held(lines, timezone.localdate()), "with_names": with_names, "team": team,
            "size": query["size"], "booked": booked, "SERVICE_NAME": team.name if team else "",
        }  # fmt: skip
        title = _("My week")
    pdf = render_pdf("programmes/pdf/my_week.html", context, title=title, lang=language, marking=" ")
    return FileResponse(BytesIO(pdf), content_type="application/pdf", filename=f"my-week-{client.reference}.pdf")
