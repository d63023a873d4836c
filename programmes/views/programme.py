"""Pages of programmes: the list, one of them, and how it begins, ends and runs again."""

from functools import partial

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import CHANGE, READ, allow
from core.forms import PageQuery, sent
from core.lists import MOST_EXPORTED, list_page, numbers_of, spreadsheet, tally
from core.pagination import paginate
from core.saved import savable
from core.workflow import NotAllowed

from .. import workflow
from ..attendance import of_late
from ..choices import ProgrammeStatus
from ..forms.programme import ALL, ProgrammeEndForm, ProgrammeForm, ProgrammeQuery, ProgrammeReopenForm, with_places
from ..models import Programme, ProgrammeSession
from ..reading import coming, people_of, slots_of, week_of
from .pages import get_programme, saved_page

VIEW, MANAGE = "programmes.view_programme", "programmes.manage_programme"
ORDER = ("name", "id")
SPREADSHEET = [
    gettext_lazy("Programme"), gettext_lazy("Team"), gettext_lazy("Kind"), gettext_lazy("What is done in it"),
    gettext_lazy("Status"), gettext_lazy("First day"), gettext_lazy("Last day"), gettext_lazy("Places"),
    gettext_lazy("Taken"), gettext_lazy("Waiting"), gettext_lazy("Next session"),
]  # fmt: skip


def programmes_of(user):
    """What the user's teams offer, each with its places and when it is next held."""
    ahead = ProgrammeSession.objects.filter(programme=OuterRef("pk"), begins_at__gte=timezone.now())
    soonest = ahead.not_cancelled().order_by("begins_at").values("begins_at")[:1]
    offered = Programme.objects.visible_to(user).select_related("team", "run_by")
    return with_places(offered).annotate(next_at=Subquery(soonest))


@savable("programmes:programme_list", gettext_lazy("Programmes"), lambda data, user: ProgrammeQuery(data))
@allow(VIEW, methods=READ)
def programme_list(request):
    """What people can attend: where it stands, how many places are free, who waits, when it is held next."""
    query, offered = ProgrammeQuery(request.GET), programmes_of(request.user)
    page = paginate(query.narrow(offered), *ORDER, cursor=PageQuery(request.GET).values()["after"])
    rows = query.narrow(with_places(Programme.objects.visible_to(request.user)), but="status")
    numbers = numbers_of(Programme.objects.filter(pk__in=rows.values("pk")), "status")
    numbers[ALL] = numbers[""]
    numbers[""] = numbers[ALL] - numbers.get(ProgrammeStatus.ENDED, 0)
    context = list_page(request, query, page) | tally(query, "status", numbers)
    return render(request, "programmes/programme_list.html", context)


@allow(VIEW, methods=READ, step_up=True)
def programme_export(request):
    """The list as it is narrowed, for a spreadsheet: programmes and numbers, nobody who attends."""
    rows = ProgrammeQuery(request.GET).narrow(programmes_of(request.user)).order_by(*ORDER)[:MOST_EXPORTED]
    return spreadsheet(request, "programmes", SPREADSHEET, map(plain_row, rows))


def plain_row(programme):
    next_on = timezone.localtime(programme.next_at).date() if programme.next_at else None
    return [
        programme.name, programme.team, programme.get_kind_display(), ", ".join(map(str, programme.component_labels)),
        programme.get_status_display(), programme.starts_on, programme.ends_on, programme.places, programme.taken,
        programme.waiting, next_on,
    ]  # fmt: skip


@allow(VIEW, methods=READ)
def programme_detail(request, pk):
    """What it is, its week, what comes, who attends and who waits."""
    programme = get_programme(request, pk)
    people = people_of(programme, request.user)
    of_late(people.attending, timezone.localdate())
    free = None if programme.places is None else max(0, programme.places - people.taken)
    context = {
        "programme": programme,
        "week": week_of(slots_of(programme)),
        "sessions": coming(programme),
        "people": people,
        "free": free,
        "next_in_line": people.waiting[0] if people.waiting and people.waiting[0].place == 1 and free != 0 else None,
        "has_passed": programme.ends_on and programme.ends_on < timezone.localdate() and not programme.has_ended,
        "prepared_by": programme.prepared_by.visible_to(request.user).open(),
        "moves": programme.status_changes.select_related("changed_by"),
    }
    return render(request, "programmes/programme_detail.html", context)


@allow(MANAGE)
def programme_create(request):
    form = ProgrammeForm(sent(request), instance=Programme(starts_on=timezone.localdate()), user=request.user)
    done = _("The programme is saved. Say now when in the week it is held.")
    return saved_page(request, form, form.save, title=_("Add a programme"), done=done, to=None)


@allow(MANAGE)
def programme_edit(request, pk):
    programme = get_programme(request, pk)
    form = ProgrammeForm(sent(request), instance=programme, user=request.user)
    save = partial(workflow.edit_programme, form)
    return saved_page(request, form, save, title=_("Change a programme"), done=_("Saved."), to=programme)


@allow(MANAGE, methods=CHANGE)
def programme_start(request, pk):
    """It runs from now on."""
    programme = get_programme(request, pk)
    try:
        workflow.start_programme(programme, by=request.user)
        messages.success(request, _("The programme runs."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(programme)


@allow(MANAGE)
def programme_end(request, pk):
    """Who would be affected, then the last day and the reason."""
    programme = get_programme(request, pk)
    form = ProgrammeEndForm(sent(request), record=programme)
    on = (form.is_valid() and form.cleaned_data["on"]) or timezone.localdate()
    sessions = workflow.sessions_after(programme, on)
    return saved_page(
        request, form, partial(workflow.end_programme, programme), title=_("End a programme"),
        done=_("The programme has ended, and with it its enrolments and the sessions ahead."), to=programme,
        template="programmes/programme_end.html", programme=programme, people=people_of(programme, request.user),
        sessions=sessions,
    )  # fmt: skip


@allow(MANAGE)
def programme_reopen(request, pk):
    programme = get_programme(request, pk)
    form = ProgrammeReopenForm(sent(request), record=programme)
    return saved_page(
        request, form, partial(workflow.reopen_programme, programme), title=_("Reopen a programme"),
        about=_("Its timetable goes on. Whoever attended asks for a place anew."),
        done=_("The programme runs again."), to=programme,
    )  # fmt: skip
