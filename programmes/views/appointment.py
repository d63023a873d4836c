"""Appointments with one person: booked, moved, cancelled, with what came of them; and the rhythm of key work."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from clients.forms import ErrorForm
from clients.models import Client, Episode
from clients.views.parts import form_page
from core.forms import EditConflict, sent
from core.templatetags.ui import clock, short_day, weekday
from core.views import attempt, conflict

from .. import appointments
from ..booking import latest_of, suggestion
from ..clashes import clashes_of
from ..forms.appointment import BookForm, BookQuery, CancelForm, MoveForm, OutcomeForm, RhythmForm
from ..models import Appointment, KeyWorkRhythm
from ..reminder_list import with_about
from ..rhythm import rhythm_of, set_rhythm

VIEW, CHANGE_IT = "programmes.view_programme", "programmes.change_appointment"
FORM = "clients/record_form.html"
SHOWN = 100
SHOWN_CLIENTS = 200


def get_appointment(request, pk):
    rows = Appointment.objects.select_related("worker", "room", "team", "episode", "contact", "enrolment__programme")
    return get_of_client(request, rows, pk)


def in_words(appointment):
    """What, when and with whom, in one line."""
    return _("%(what)s with %(who)s, %(day)s, %(from)s to %(to)s") % {
        "what": appointment.get_kind_display(),
        "who": appointment.worker,
        "day": weekday(appointment.begins_at),
        "from": clock(appointment.begins_at),
        "to": clock(appointment.ends_at),
    }


@allow(VIEW, methods=READ, records_look=True)
def appointment_list(request, pk):
    """The appointments of a client, those to come first, and how the rhythm of key work stands in each episode."""
    client = get_client(request, pk)
    rows, now = list(latest_of(client, SHOWN)), timezone.now()
    episodes = Episode.objects.open().filter(client=client).select_related("team", "client")
    context = {
        "client": client,
        "tab": "programmes",
        "ahead": [row for row in reversed(rows) if row.is_booked and row.ends_at > now],
        "waiting": [row for row in rows if row.is_booked and row.ends_at <= now],
        "past": [row for row in rows if not row.is_booked],
        "rhythms": [(episode, rhythm) for episode in episodes if (rhythm := rhythm_of(episode))],
        "my_teams": request.user.team_ids,
    }
    return render(request, "programmes/appointment_list.html", context)


@allow(CHANGE_IT, methods=READ)
def appointment_new(request):
    """At a free time of the calendar: with whom of one's clients."""
    query = BookQuery(request.GET, user=request.user)
    values = query.values()
    people = Client.objects.visible_to(request.user)
    if typed := values["reference"].strip().upper():
        people = people.filter(reference=typed)
    else:
        people = people.kept_by(values["worker"] or request.user)
    context = {
        "query": query,
        "values": values,
        "people": people[:SHOWN_CLIENTS],
        "typed": typed,
        "asked": query.address(reference=""),
    }
    return render(request, "programmes/appointment_new.html", context)


@allow(CHANGE_IT, records_look=True)
def appointment_add(request, pk):
    """Book an appointment: the likely next one stands in the form."""
    client = get_client(request, pk)
    values = BookQuery(request.GET, user=request.user, client=client).values()
    mine = Episode.objects.open().of_teams(request.user).filter(client=client).select_related("team", "client")
    episode = values["episode"] or mine.first()
    if episode is None:
        messages.error(request, _("This client has no open episode with a team of yours. Open one first."))
        return redirect(client)
    known = (
        {}
        if request.method == "POST"
        else suggestion(episode, request.user, **{name: values[name] for name in ("on", "at", "worker")})
    )
    form = BookForm(sent(request), team=episode.team, client=client, initial=known)
    if request.method == "POST" and form.is_valid():
        asked = Appointment(
            client=client, episode=episode, team=episode.team, kind=form.cleaned_data["kind"],
            enrolment=form.cleaned_data.get("enrolment"), **form.time,
        )  # fmt: skip
        weeks = form.cleaned_data["weeks"] or 1
        if made := attempt(form, appointments.book, asked, weeks=weeks, by=request.user):
            _tell(request, *made)
            return redirect(made[0][0])
    return form_page(request, _("Book an appointment"), form, {"client": client, "tab": "programmes"})


def _tell(request, booked, left_out):
    if len(booked) == 1:
        messages.success(request, _("The appointment is booked."))
    else:
        messages.success(request, _("%(number)d appointments are booked.") % {"number": len(booked)})
    if left_out:
        days = ", ".join(short_day(day) for day in left_out)
        messages.warning(request, _("Left out because of a bank holiday: %(days)s.") % {"days": days})


@allow(VIEW, methods=READ, records_look=True)
def appointment_detail(request, pk):
    """One appointment: what it is for, what stands in its way, what came of it, and what can be done now."""
    appointment = get_appointment(request, pk)
    clashes = []
    if appointment.is_booked:
        clashes = clashes_of(
            appointment.begins_at, appointment.ends_at, room=appointment.room, people=[appointment.worker],
            client=appointment.client, besides=appointment,
        )  # fmt: skip
    context = {
        "client": appointment.client,
        "tab": "programmes",
        "appointment": appointment,
        "clashes": clashes,
        "reminders": with_about(appointment.reminders.all()),
        "changes": appointment.status_changes.select_related("changed_by"),
        "has_begun": appointment.begins_at <= timezone.now(),
    }
    return render(request, "programmes/appointment_detail.html", context)


def _verb_page(request, appointment, title, form, work, done):
    """A page with the form of a verb; `work()` does it, and `done()` says where to go on."""
    context = {"client": appointment.client, "tab": "programmes", "title": title, "about": in_words(appointment)}
    context["back_url"] = appointment.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, work):
                return done()
        except EditConflict as error:
            return conflict(request, form, error, FORM, context)
    return form_page(request, title, form, context)


@allow(CHANGE_IT, records_look=True)
def appointment_move(request, pk):
    appointment = get_appointment(request, pk)
    form = MoveForm(sent(request), record=appointment)

    def done():
        messages.success(request, _("The appointment is moved."))
        return redirect(appointment)

    def work():
        return appointments.move(appointment, by=request.user, **form.time)

    return _verb_page(request, appointment, _("Move the appointment"), form, work, done)


@allow(CHANGE_IT, records_look=True)
def appointment_cancel(request, pk):
    appointment = get_appointment(request, pk)
    form = CancelForm(sent(request), record=appointment)

    def done():
        messages.success(request, _("The appointment is cancelled. Book the next one, if there is to be one."))
        return redirect(appointment)

    def work():
        return appointments.cancel(appointment, by=request.user, **form.answer)

    return _verb_page(request, appointment, _("Cancel the appointment"), form, work, done)


@allow(CHANGE_IT, records_look=True)
def appointment_outcome(request, pk):
    """What came of it; the form of the next one follows, filled in."""
    appointment = get_appointment(request, pk)
    form = OutcomeForm(sent(request), record=appointment, user=request.user)

    def done():
        messages.success(request, _("The outcome is saved. Book the next one, if there is to be one."))
        return redirect("programmes:appointment_add", appointment.client_id)

    def work():
        if form.cancelled_by:
            return appointments.cancel(
                appointment, cancelled_by=form.cancelled_by, reason=form.cleaned_data["note"], by=request.user
            )
        return appointments.record_outcome(appointment, form.contact, by=request.user)

    return _verb_page(request, appointment, _("What came of the appointment"), form, work, done)


@allow(CHANGE_IT, records_look=True)
def appointment_undo(request, pk):
    """What was said of it was wrong: it is booked again, and the contact is marked as an error."""
    appointment = get_appointment(request, pk)
    form = ErrorForm(sent(request))
    form.submit_label = _("Take it back")

    def done():
        messages.success(request, _("It is taken back: the appointment is booked, and its note counts no longer."))
        return redirect(appointment)

    def work():
        return appointments.undo(appointment, by=request.user, **form.cleaned_data)

    return _verb_page(request, appointment, _("Take back what was said of it"), form, work, done)


@allow(CHANGE_IT, records_look=True)
def rhythm_edit(request, pk):
    """How often key work is in one episode."""
    episode = get_of_client(request, Episode.objects.open().of_teams(request.user).select_related("team"), pk)
    row = KeyWorkRhythm.objects.filter(episode=episode).first() or KeyWorkRhythm(client=episode.client, episode=episode)
    form = RhythmForm(sent(request), instance=row)
    context = {"client": episode.client, "tab": "programmes", "title": _("Rhythm of key work")}
    context["about"] = str(episode.team)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, set_rhythm, form, by=request.user):
                messages.success(request, _("Saved."))
                return redirect("programmes:appointment_list", episode.client_id)
        except EditConflict as error:
            return conflict(request, form, error, FORM, context)
    return form_page(request, context["title"], form, context)
