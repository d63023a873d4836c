"""Pages of the lines of a programme's timetable: added, changed from a day on, ended."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import allow
from core.forms import sent

from .. import workflow
from ..clashes import clashes_of
from ..forms.slot import SlotEndForm, SlotForm
from ..models import Programme, TimetableSlot
from ..reading import coming
from .pages import get_programme, saved_page
from .programme import MANAGE

FOUND = 302


def get_slot(request, pk):
    """A line of the timetable of a programme of the user's teams. Raises Http404."""
    known = Programme.objects.visible_to(request.user).values("pk")
    slots = TimetableSlot.objects.filter(programme__in=known).select_related("programme__team")
    return get_object_or_404(slots, pk=pk)


@allow(MANAGE)
def slot_add(request, pk):
    programme = get_programme(request, pk)
    if request.method != "POST" and programme.has_ended:
        return redirect(programme)
    components = programme.components
    slot = TimetableSlot(programme=programme, component=components[0] if len(components) == 1 else "")
    form = SlotForm(sent(request), instance=slot)
    title = _("Add to the timetable of %(programme)s") % {"programme": programme}
    answer = saved_page(request, form, partial(workflow.add_slot, form), title=title, done=what_became, to=programme)
    return _with_clashes(request, answer, programme)


def _with_clashes(request, answer, programme):
    if answer.status_code == FOUND:
        say_clashes(request, programme)
    return answer


@allow(MANAGE)
def slot_edit(request, pk):
    slot = get_slot(request, pk)
    form, about = SlotForm(sent(request), instance=slot), str(slot.in_words)
    verb = partial(_change, form)
    title = _("Change the timetable")
    answer = saved_page(request, form, verb, title=title, about=about, done=what_became, to=slot.programme)
    return _with_clashes(request, answer, get_programme(request, slot.programme_id))


def _change(form, *, by):
    return workflow.change_slot(form, from_on=form.cleaned_data["from_on"], by=by)


@allow(MANAGE)
def slot_end(request, pk):
    slot = get_slot(request, pk)
    form, verb = SlotEndForm(sent(request), record=slot), partial(workflow.end_slot, slot)
    title = _("End a line of the timetable")
    return saved_page(request, form, verb, title=title, about=slot.in_words, done=what_became, to=slot.programme)


SHOWN = 3


def say_clashes(request, programme):
    """Warn of what takes the same room or people as the next sessions, and of a room that is too small: it is no refusal."""
    if programme.places and programme.room and programme.room.places and programme.places > programme.room.places:
        told = {"room": programme.room, "places": programme.room.places}
        messages.warning(
            request, _("%(room)s holds %(places)d people at most, and the programme has more places.") % told
        )
    said = []
    for session in coming(programme).not_cancelled():
        people = [session.lead, session.co_lead]
        said += clashes_of(session.begins_at, session.ends_at, room=session.room, people=people, besides=session)
    for clash in said[:SHOWN]:
        messages.warning(request, str(clash))


def what_became(changed):
    """What happened to the sessions ahead, in words."""
    said = [_("Saved.")]
    if changed.made:
        words = ngettext(
            "%(count)d session is put in the calendar.", "%(count)d sessions are put in the calendar.", changed.made
        )
        said.append(words % {"count": changed.made})
    if changed.kept:
        words = ngettext(
            "%(count)d session stays as it is, because somebody moved, cancelled or marked it.",
            "%(count)d sessions stay as they are, because somebody moved, cancelled or marked them.",
            changed.kept,
        )
        said.append(words % {"count": changed.kept})
    return " ".join(said)
