"""Pages of who works with whom: the staff of a team, cover, passing clients on, notes between shifts."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import CHANGE, READ, allow
from accounts.choices import Role
from accounts.models import Cover, User
from core.forms import EditConflict, PageQuery, sent
from core.lists import MOST_EXPORTED, headings, list_page, numbers_of, spreadsheet, tally
from core.pagination import counted, paginate
from core.saved import savable
from core.templatetags.ui import short_day
from core.views import attempt, conflict
from core.workflow import NotAllowed

from . import workflow
from .choices import NoteState
from .forms import (
    CoverForm,
    KeptQuery,
    NoteQuery,
    QualificationForm,
    ReassignForm,
    ShiftNoteForm,
    StaffQuery,
    SupervisionForm,
)
from .kept import COLUMNS, SORTED_COLUMNS, SORTS, SPREADSHEET, cells_of, kept_by, narrowed, plain_rows
from .lists import NOTES_SHEET, STAFF_SHEET, notes_of, notes_sheet, staff_of, staff_sheet
from .models import Qualification, ShiftNote, Supervision

OWN_OR_MANAGED = "clients.view_client"
NOTES_ORDERS = {"": ["-created_at", "-id"], "oldest": ["created_at", "id"]}


def managed_by(user):
    """The staff of the teams that a team manager manages; for anybody else themselves alone."""
    if user.role != Role.TEAM_MANAGER:
        return User.objects.filter(pk=user.pk)
    return User.objects.filter(Q(memberships__team__in=user.team_ids) | Q(pk=user.pk)).distinct()


def get_person(request, username):
    """A member of staff whom the user manages, or the user. Raises Http404."""
    return get_object_or_404(managed_by(request.user), username=username)


def form_page(request, title, form, person, **context):
    """A page with one form about a member of staff; 422 when the form has errors."""
    context |= {"title": title, "form": form, "person": person}
    return render(request, "staffing/staff_form.html", context, status=422 if form.errors else 200)


@savable("staffing:staff_list", gettext_lazy("Staff of my teams"), lambda data, _user: StaffQuery(data))
@allow("staffing.manage_staff", methods=READ)
def staff_list(request):
    """The staff of the manager's teams: how many clients each has, who is away, what runs out first."""
    query = StaffQuery(request.GET)
    rows, numbers = staff_of(managed_by(request.user), request.user, query.values())
    context = list_page(request, query) | tally(query, "state", numbers)
    context |= {"rows": rows, "today": timezone.localdate()}
    return render(request, "staffing/staff_list.html", context)


@allow("staffing.manage_staff", methods=READ, step_up=True)
def staff_export(request):
    rows, _numbers = staff_of(managed_by(request.user), request.user, StaffQuery(request.GET).values())
    return spreadsheet(request, "staff", STAFF_SHEET, staff_sheet(rows))


@allow(OWN_OR_MANAGED, methods=READ)
def staff_detail(request, username):
    """What is kept about a member of staff: each sees their own, a manager those of the team."""
    person = get_person(request, username)
    context = {
        "person": person,
        "kept": kept_by(person, request.user).count(),
        "covers": person.covers.select_related("covered_by")[:20],
        "qualifications": person.qualifications.select_related("what"),
        "supervisions": person.supervisions.select_related("supervisor")[:20],
    }
    return render(request, "staffing/staff_detail.html", context)


@allow(OWN_OR_MANAGED, methods=READ)
def kept_list(request, username):
    """The clients whom a member of staff keeps, of those whom the user may see."""
    person = get_person(request, username)
    query = KeptQuery(request.GET, person=person)
    values = query.values()
    rows = narrowed(kept_by(person, request.user), person, values)
    page = paginate(rows, *SORTS[values["sort"]], cursor=PageQuery(request.GET).values()["after"])
    cells = [(row.client, cells_of(row, person)) for row in page.rows]
    context = list_page(request, query, page) | {
        "person": person,
        "columns": headings(COLUMNS, *SORTED_COLUMNS[values["sort"]]),
        "rows": [
            [{"text": one.name, "url": one.get_absolute_url()}, phase or "–", part, short_day(day)]
            for one, (phase, part, day) in cells
        ],
    }
    if "phase" in query.fields:
        of_any = narrowed(kept_by(person, request.user), person, values | {"phase": ""})
        context |= tally(query, "phase", numbers_of(of_any, "status"))
    else:
        context["how_many"] = counted(rows)
    return render(request, "staffing/kept_list.html", context)


@allow("clients.view_record", methods=READ, step_up=True)
def kept_export(request, username):
    """The clients of a member of staff as they are narrowed, for a spreadsheet; that they were taken is written down."""
    person = get_person(request, username)
    values = KeptQuery(request.GET, person=person).values()
    rows = narrowed(kept_by(person, request.user), person, values).order_by(*SORTS[values["sort"]])
    rows = plain_rows(rows[:MOST_EXPORTED], person)
    return spreadsheet(request, "caseload", SPREADSHEET, rows, detail=f"caseload of {username}")


@allow("staffing.manage_staff")
def caseload_reassign(request, username):
    """Pass some or all clients of one member of staff to another."""
    person = get_person(request, username)
    rows = kept_by(person, request.user)
    form = ReassignForm(sent(request), person=person, rows=rows)
    if request.method == "POST" and form.is_valid():
        verb = workflow.reassign_coaching if person.role == Role.RECOVERY_COACH else workflow.reassign_clients
        chosen, to, why = form.cleaned_data["clients"], form.cleaned_data["to"], form.cleaned_data["why"]
        if done := attempt(form, verb, chosen, of=person, to=to, why=why, by=request.user):
            text = ngettext("%(count)d client is passed on.", "%(count)d clients are passed on.", len(done))
            messages.success(request, text % {"count": len(done)})
            return redirect("staffing:staff_detail", person.username)
    title = _("Pass clients of %(person)s on") % {"person": person}
    return form_page(request, title, form, person, nothing=not rows)


@allow(OWN_OR_MANAGED)
def cover_add(request, username):
    person = get_person(request, username)
    form = CoverForm(sent(request), instance=Cover(person=person), initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if attempt(form, workflow.set_cover, form.instance, by=request.user):
            messages.success(request, _("The cover is set. Nothing changes in the records."))
            return redirect("staffing:staff_detail", person.username)
    return form_page(request, _("Cover for %(person)s") % {"person": person}, form, person)


@allow(OWN_OR_MANAGED, methods=CHANGE)
def cover_end(request, pk):
    cover = get_object_or_404(Cover.objects.select_related("person"), pk=pk, person__in=managed_by(request.user))
    try:
        workflow.end_cover(cover, on=timezone.localdate(), by=request.user)
        messages.success(request, _("Today is the last day of the cover."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("staffing:staff_detail", cover.person.username)


@allow("staffing.manage_staff")
def qualification_add(request, username):
    person = get_person(request, username)
    return _about_staff(request, _("Add a skill, training or check"), QualificationForm, Qualification(user=person))


@allow("staffing.manage_staff")
def qualification_edit(request, pk):
    row = _of_staff(request, Qualification.objects.select_related("what"), pk)
    return _about_staff(request, _("Change a skill, training or check"), QualificationForm, row)


@allow("staffing.manage_staff")
def supervision_add(request, username):
    person = get_person(request, username)
    return _about_staff(request, _("Record a supervision"), SupervisionForm, Supervision(user=person))


@allow("staffing.manage_staff")
def supervision_edit(request, pk):
    row = _of_staff(request, Supervision.objects.all(), pk)
    return _about_staff(request, _("Change a supervision"), SupervisionForm, row)


def _of_staff(request, rows, pk):
    """A row about somebody other than oneself whom the user manages. Raises Http404."""
    row = get_object_or_404(rows.select_related("user"), pk=pk, user__in=managed_by(request.user))
    if row.user == request.user:
        raise Http404
    return row


def _about_staff(request, title, form_class, row):
    """The page of a form about a member of staff; nobody keeps their own."""
    person = row.user
    if person == request.user:
        raise Http404
    form = form_class(sent(request), instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, workflow.record_about_staff, form, by=request.user):
                messages.success(request, _("Saved."))
                return redirect("staffing:staff_detail", person.username)
        except EditConflict as error:
            context = {"title": title, "person": person}
            return conflict(request, form, error, "staffing/staff_form.html", context)
    return form_page(request, title, form, person)


@savable("staffing:shift_note_list", gettext_lazy("Shift notes"), lambda data, user: NoteQuery(data, user=user))
@allow("staffing.write_shift_note")
def shift_note_list(request):
    """The notes that earlier shifts have left for the user's teams, and a form to leave one."""
    form = ShiftNoteForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("The note is left for the team."))
        return redirect("staffing:shift_note_list")
    query = NoteQuery(request.GET, user=request.user)
    values = query.values()
    notes, after = notes_of(request.user, values), PageQuery(request.GET).values()["after"]
    page = paginate(notes, *NOTES_ORDERS[values["sort"]], cursor=after)
    numbers = {state: counted(notes_of(request.user, values | {"state": state})) for state in NoteState.values}
    context = list_page(request, query, page) | tally(query, "state", numbers) | {"form": form}
    return render(request, "staffing/shift_note_list.html", context, status=422 if form.errors else 200)


@allow("staffing.write_shift_note", methods=READ, step_up=True)
def shift_note_export(request):
    values = NoteQuery(request.GET, user=request.user).values()
    notes = notes_of(request.user, values).order_by(*NOTES_ORDERS[values["sort"]])[:MOST_EXPORTED]
    return spreadsheet(request, "shift-notes", NOTES_SHEET, notes_sheet(notes))


@allow("staffing.write_shift_note", methods=CHANGE)
def shift_note_done(request, pk):
    note = get_object_or_404(ShiftNote.objects.visible_to(request.user), pk=pk)
    try:
        workflow.take_up_note(note, by=request.user)
        messages.success(request, _("You have taken the note up."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("staffing:shift_note_list")
