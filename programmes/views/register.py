"""The register of a session: taken on a phone, merged line by line, undone, and with those who walked in."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import CHANGE, allow
from clients.access import get_client
from clients.finding import named
from clients.models import Client
from core import audit
from core.choices import AccessAction
from core.drafts import without_drafts
from core.forms import sent
from core.workflow import NotAllowed

from .. import registers
from ..forms.register import MARKS, REASONS, TAKEN_BACK, RegisterForm, WalkInForm, WhoCameForm
from ..roll import Line, roll_of, standing
from .session import TAKE, about, get_session, people_of

REGISTER, WALK_IN = "programmes/register_take.html", "programmes/register_walk_in.html"
MOST_FOUND = 20


@dataclass
class Row:
    """One line as the page shows it: what is ticked and written in the form, and what is saved where somebody was first."""

    line: Line
    mark: str
    reason: str
    note: str
    was: str
    error: str
    saved: Line | None

    @property
    def choices(self):
        """The marks, of which “Not marked” is offered where there is something to take back."""
        return [one for one in MARKS if one[0] != TAKEN_BACK or self.line.mark or self.mark == TAKEN_BACK]


@allow(TAKE)
def register_take(request, pk):
    """Everybody who is expected, one tap each; saved in one request, whatever somebody else saves meanwhile."""
    if request.method == "POST":
        return _save(request, pk)
    session = get_session(request, pk)
    lines = people_of(request, session)
    return _page(request, session, lines, RegisterForm(sent(request), session=session, lines=lines), status=200)


def _save(request, pk):
    with transaction.atomic():
        session = get_session(request, pk, lock=True)
        lines = people_of(request, session)
        form = RegisterForm(sent(request), session=session, lines=lines)
        taken = _take(request, session, lines, form) if form.is_valid() else None
    if taken and taken.is_whole:
        messages.success(request, _("The register is saved."))
        return redirect(session)
    return _both(request, session, form, taken) if taken else _page(request, session, lines, form, status=422)


def _take(request, session, lines, form):
    try:
        return registers.take_register(session, form.sent, **form.note, lines=lines, by=request.user)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None


def _both(request, session, form, taken):
    """What somebody else saved first, beside what was ticked here, for these lines alone; the rest is saved."""
    lines = standing(roll_of(session, request.user))
    form.opened_again([line for line in lines if line.may_mark], session, taken)
    theirs = session.group_note if taken.note_conflict else None
    context = {"written": taken.written, "their_note": theirs}
    return _page(
        request,
        session,
        lines,
        form,
        status=409,
        saved={key: line for key, (line, _differs) in taken.conflicts.items()},
        **context,
    )


def _page(request, session, lines, form, *, status, saved=None, **context):
    rows = [_row(form, line, (saved or {}).get(line.client.pk)) for line in lines if line.may_mark]
    context |= about(session, lines) | {"form": form, "rows": rows, "reasons": REASONS, "is_late": status == 409}
    context |= {"only_read": [line for line in lines if line.may_see and not line.may_mark]}
    return render(request, REGISTER, context, status=status)


def _row(form, line, saved):
    value = {name: form[f"{name}-{line.key}"].value() or "" for name in ("mark", "reason", "note", "was")}
    errors = form.errors.get(f"mark-{line.key}") or form.errors.get(f"note-{line.key}") or []
    return Row(line=line, error=" ".join(map(str, errors)), saved=saved, **value)


@allow(TAKE, methods=CHANGE)
def register_undo(request, pk):
    """It was taken for the wrong session: nobody is marked any more."""
    session = get_session(request, pk)
    try:
        number = registers.undo_register(session, by=request.user)
        told = ngettext("The mark of %d person is taken back.", "The marks of %d people are taken back.", number)
        messages.success(request, told % number)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(session)


@without_drafts
@allow(TAKE)
def register_walk_in(request, pk):
    """Somebody came who is not on the list: they are looked for among those whom the user may see, and marked."""
    session = get_session(request, pk)
    who = WhoCameForm(request.POST)
    if request.method == "POST" and who.is_valid():
        return _walk_in(request, session, who.cleaned_data["came"])
    form, found = WalkInForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        audit.record(request, AccessAction.SEARCH, detail="walk-in")
        found = Client.objects.visible_to(request.user).filter(named(form.cleaned_data["words"]), is_frozen=False)
        found = found.select_related("registered_team")[:MOST_FOUND]
    context = {"session": session, "form": form, "found": found}
    return render(request, WALK_IN, context, status=422 if form.errors else 200)


def _walk_in(request, session, key):
    """Mark one person. Raises Http404 for whoever is not there or may not be seen."""
    client = get_client(request, key)
    try:
        registers.walk_in(session, client, by=request.user)
        messages.success(request, _("%(name)s is in the register.") % {"name": client.called})
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:register_take", session.pk)
