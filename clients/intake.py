"""The verbs of people who come from another system: a file is read, checked line by line, decided on, added, forgotten.

Each line meets the rules of the add page, when it is checked and again when it is added. Whoever looks alike is added only
with a reason. Each person is one transaction: what is added is whole, and a worker that dies goes on where it was.
"""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import database
from core.workflow import NotAllowed

from . import personal, tasks
from .alike import Person, alike_before
from .choices import RowFound, RowOutcome
from .forms import ImportedClientForm
from .models import ImportBatch, ImportRow

logger = logging.getLogger(__name__)

PERMISSION = "clients.import_clients"
KEPT = timedelta(days=14)
AT_ONCE = 50  # lines after which the page is told how far it is
PERSON = ["first_name", "family_name", "date_of_birth", "sex", "nhs_number", "postcode"]


@transaction.atomic
def stage(sheet, *, team, by):
    """Keep the lines of a file until they are decided on; nobody is added yet."""
    batch = ImportBatch(team=team, total=len(sheet.rows), was_windows=sheet.was_windows)
    batch.save_by(by)
    rows = [ImportRow(batch=batch, number=number, values=values) for number, values in sheet.rows]
    ImportRow.objects.bulk_create(rows, batch_size=1_000)
    _tell_worker(batch)
    return batch


@transaction.atomic
def decide(batch, decisions, *, by):
    """Say of lines that look like somebody known whether they are added, by number: a reason, or None."""
    batch = _ready(batch)
    rows = list(batch.rows.filter(number__in=decisions, found=RowFound.ALIKE))
    for row in rows:
        row.reason = decisions[row.number]
    ImportRow.objects.bulk_update(rows, ["reason"], batch_size=500)
    return batch


@transaction.atomic
def confirm(batch, *, by):
    """Add everybody who is ready, and those who look like somebody and are to be added all the same."""
    batch = _ready(batch)
    if not to_be_added(batch).exists():
        raise NotAllowed(_("Nobody in this file is to be added."))
    batch.confirmed_at, batch.done = database.now(), 0
    batch.save_by(by, "confirmed_at", "done")
    _tell_worker(batch)
    return batch


@transaction.atomic
def discard(batch, *, by):
    """Forget a file that has not been added."""
    _ready(batch, states=("checking", "ready")).delete()


def to_be_added(batch):
    """The lines that are added when somebody says so."""
    return batch.rows.filter(Q(found=RowFound.READY) | Q(found=RowFound.ALIKE, reason__isnull=False))


def _ready(batch, states=("ready",)):
    """The file as it is now, locked. Raises NotAllowed when it is too late, or too early."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("team").filter(pk=batch.pk).first()
    if batch is None or batch.state not in states:
        raise NotAllowed(_("This is being done, or was done already."))
    return batch


def work_on(pk):
    """Check or add what waits in one file, unless another worker does."""
    with database.alone(f"import {pk}") as is_ours:
        batch = ImportBatch.objects.for_worker().select_related("team", "created_by").filter(pk=pk).first()
        if is_ours and batch and batch.created_by.has_perm(PERMISSION):
            _add(batch) if batch.confirmed_at else _check(batch)


def _check(batch):
    """Judge every line, and write down at once what was found."""
    rows, people = list(batch.rows.all()), {}
    for place, row in enumerate(rows):
        form = ImportedClientForm(row.values, user=batch.created_by, team=batch.team)
        row.problems, row.found = form.problems, RowFound.READY
        if form.matches:
            row.found, row.elsewhere = RowFound.ALIKE, form.matches.elsewhere
            row.alike = [[str(one.client.pk), list(map(str, one.reasons))] for one in form.alike]
        if row.problems:
            row.found = RowFound.WRONG
        else:
            people[row.number] = Person.typed(*(form.cleaned_data[name] for name in PERSON))
        _say_how_far(batch, place + 1)
    _mark_twins({row.number: row for row in rows}, people)
    batch.checked_at = database.now()
    with transaction.atomic():
        if not ImportBatch.objects.select_for_update().filter(pk=batch.pk).exists():
            return  # somebody has taken the file back meanwhile
        told = ["found", "problems", "alike", "elsewhere", "twin"]
        ImportRow.objects.bulk_update(rows, told, batch_size=500)
        batch.save_by(batch.created_by, "checked_at")


def _mark_twins(rows, people):
    """Say of each line which earlier line of the file may be the same person; two may not have one NHS number."""
    numbers, persons = list(people), list(people.values())
    for later, earlier in alike_before(persons).items():
        row = rows[numbers[later]]
        row.twin, row.found = numbers[earlier], RowFound.ALIKE
        if persons[later].nhs_number and persons[later].nhs_number == persons[earlier].nhs_number:
            row.found = RowFound.WRONG
            row.problems = [("nhs_number", _("Line %(number)d has this NHS number") % {"number": row.twin})]


def _add(batch):
    """Add each person in a transaction of its own, and count at the end."""
    chosen = set(to_be_added(batch).values_list("pk", flat=True))
    waiting = batch.rows.filter(outcome="").select_related("reason")
    for done, row in enumerate(waiting, batch.total - len(waiting) + 1):
        with transaction.atomic():
            row.outcome = _add_person(batch, row) if row.pk in chosen else _not_chosen(row)
            row.values, row.alike = {}, []
            row.save()
        _say_how_far(batch, done)
    count = {outcome: batch.rows.filter(outcome=outcome).count() for outcome in RowOutcome}
    batch.added, batch.left_out = count[RowOutcome.ADDED], count[RowOutcome.LEFT_OUT]
    batch.refused, batch.finished_at = count[RowOutcome.REFUSED], database.now()
    batch.save_by(batch.created_by, "added", "left_out", "refused", "finished_at")


def _not_chosen(row):
    return RowOutcome.REFUSED if row.found == RowFound.WRONG else RowOutcome.LEFT_OUT


def _add_person(batch, row):
    """Add one person by the rules of the add page as they are now; whoever was added meanwhile is found."""
    form = ImportedClientForm(row.values, user=batch.created_by, team=batch.team, reason=row.reason)
    if not form.is_valid():
        row.problems = form.problems or [("", str(form.errors["somebody_else"][0]))]
        return RowOutcome.REFUSED
    try:
        with transaction.atomic():
            personal.add_client(form, by=batch.created_by)
    except (NotAllowed, DatabaseError) as error:
        logger.warning("A line of import %s was not added: %s.", batch.pk, type(error).__name__)
        row.problems = [("", _("This could not be added. Try it on the page on which one person is added"))]
        return RowOutcome.REFUSED
    return RowOutcome.ADDED


def _say_how_far(batch, done):
    if done % AT_ONCE == 0 or done == batch.total:
        ImportBatch.objects.filter(pk=batch.pk).update(done=done)


def forget():
    """Forget what stood in files a fortnight ago; of those that were added, the counts stay."""
    old = ImportBatch.objects.filter(created_at__lt=timezone.now() - KEPT)
    ImportRow.objects.filter(batch__in=old).delete()
    old.filter(finished_at=None).delete()


def _tell_worker(batch):
    """Once this is saved; a worker that cannot be told looks by itself."""
    transaction.on_commit(lambda: tasks.tell_worker(batch.pk))
