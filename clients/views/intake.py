"""People from another system: their file is read, checked, decided on line by line, and added."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import CHANGE, READ, allow
from core.forms import sent
from core.pagination import paginate
from core.spreadsheets import csv_response
from core.views import attempt
from core.workflow import NotAllowed

from .. import intake
from ..choices import NhsCheck, RowFound, Sex
from ..forms import DecisionsForm, ImportForm, ImportQuery
from ..forms.intake import WholeDateField
from ..matching import look_up_is_allowed
from ..models import Client, ImportBatch
from ..sheet import COLUMNS, NOTE
from .client import look_up_refused
from .parts import form_page

SECONDS_BETWEEN_LOOKS = "3"
LISTED = 10
LINES = 25
MOST_TOLD = 200


@allow(intake.PERMISSION, step_up=True)
def import_start(request):
    """Each file counts as a look-up: it tells who is known, also elsewhere."""
    typed = sent(request), request.FILES if request.method == "POST" else None
    form, template = ImportForm(*typed, user=request.user), "clients/import_start.html"
    if request.method == "POST" and form.is_valid():
        if not look_up_is_allowed(request):
            return look_up_refused(request, template, form)
        batch = intake.stage(form.cleaned_data["file"], team=form.cleaned_data["team"], by=request.user)
        return redirect("clients:import_detail", batch.pk)
    batches = ImportBatch.objects.visible_to(request.user).select_related("team")[:LISTED]
    context = {"batches": batches, "columns": columns()}
    return form_page(request, _("Bring clients from another system"), form, context, template)


def columns():
    """(name, what may stand there) of each column of a file."""
    codes = {"sex": ", ".join(Sex.values), "nhs_verified_how": ", ".join(NhsCheck.values)}
    days = dict.fromkeys(["date_of_birth", "nhs_verified_on"], _("27/03/1985 or 1985-03-27"))
    rules = {
        "first_name": _("needed"), "family_name": _("needed"), "birth_is_approximate": _("yes or no"),
        "nhs_number": _("10 digits"), "postcode": _("ZZ99 3VZ for no fixed abode"),
        "contact_rule": _("what must be known before calling or writing"),
        "staff_safety": _("what must be known before a visit"),
    }  # fmt: skip
    return [(name, (codes | days | rules).get(name, "")) for name in COLUMNS]


@allow(intake.PERMISSION, methods=READ)
def import_template_download(request):
    """A file with the names of the columns, and a line of what may stand in each."""
    notes = [rule for _name, rule in columns()]
    notes[0] = f"{NOTE} {notes[0]}"
    return csv_response("clients-template.csv", COLUMNS, [notes])


@allow(intake.PERMISSION, step_up=True)
def import_detail(request, pk):
    """How far the file is; what was found, and what is to become of those who look like somebody; what came of it."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("team"), pk=pk)
    if batch.state != "ready":
        return shown(request, batch)
    counts = dict(batch.rows.order_by().values_list("found").annotate(Count("pk")))
    query = ImportQuery(request.GET).values()
    found = query["show"] or next((kind for kind in (RowFound.ALIKE, RowFound.WRONG) if counts.get(kind)), "ready")
    page = paginate(batch.rows.filter(found=found), "number", cursor=query["after"], size=LINES)
    form = DecisionsForm(sent(request), rows=page.rows) if found == RowFound.ALIKE else None
    if request.method == "POST" and form and form.is_valid():
        if attempt(form, intake.decide, batch, form.decisions, by=request.user):
            messages.success(request, _("The decisions are saved."))
            return redirect(address(batch, found, page.next_cursor or query["after"]))
    context = {
        "batch": batch,
        "form": form,
        "found": found,
        "page": page,
        "parts": [part(batch, kind, counts.get(kind, 0), found) for kind in RowFound],
        "lines": with_matches(page.rows, form, request.user),
        "chosen": intake.to_be_added(batch).count(),
        "next_url": address(batch, found, page.next_cursor) if page.next_cursor else "",
    }
    return render(request, "clients/import_detail.html", context, status=422 if form and form.errors else 200)


def shown(request, batch):
    """The page of a file that the worker has, or has done."""
    context = {"batch": batch}
    if batch.state == "finished":
        context["not_added"] = batch.rows.exclude(outcome="added")[:MOST_TOLD]
    response = render(request, f"clients/import_{batch.state}.html", context)
    if batch.state != "finished":
        response["Refresh"] = SECONDS_BETWEEN_LOOKS
    return response


def address(batch, found, after=""):
    query = f"?show={found}&after={after}" if after else f"?show={found}"
    return reverse("clients:import_detail", args=[batch.pk]) + query


def part(batch, kind, count, found):
    label = f"{RowFound(kind).label} ({count})"
    return {"label": label, "url": address(batch, kind), "current": kind == found}


def day_of(text):
    """A day as it stands in a file, where it can be read, so that both births read alike; else nothing."""
    try:
        return WholeDateField().clean(text)
    except ValidationError:
        return None


def with_matches(rows, form, user):
    """(line, records that it looks like with the reasons, its field): of records only those that may be seen now."""
    keys = {key for row in rows for key, _reasons in row.alike}
    known = {
        str(client.pk): client
        for client in Client.objects.visible_to(user).filter(pk__in=keys).select_related("registered_team")
    } if keys else {}  # fmt: skip
    for row in rows:
        row.born = day_of(row.values.get("date_of_birth"))
        matches = [(known[key], reasons) for key, reasons in row.alike if key in known]
        yield row, matches, form[f"line_{row.number}"] if form else None


@allow(intake.PERMISSION, methods=CHANGE, step_up=True)
def import_add(request, pk):
    return act(request, pk, intake.confirm)


@allow(intake.PERMISSION, methods=CHANGE)
def import_discard(request, pk):
    return act(request, pk, intake.discard, _("The file is forgotten. Nobody was added."), "clients:import_start")


def act(request, pk, verb, done="", then=""):
    """Do something with a whole file, and say so or why not."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    try:
        verb(batch, by=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("clients:import_detail", pk)
    if done:
        messages.success(request, done)
    return redirect(then) if then else redirect("clients:import_detail", pk)
