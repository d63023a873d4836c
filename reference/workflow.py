"""The verbs of what an administrator edits: everything is dated, retired and brought back; nothing is deleted."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.workflow import NotAllowed

from .models import Code, CodeSet


@transaction.atomic
def add_code(code, *, by):
    """Put one more answer at the end of a list that is in force."""
    code_set = CodeSet.objects.select_for_update().get(pk=code.code_set_id)
    if code_set.valid_until and code_set.valid_until < timezone.localdate():
        raise NotAllowed(_("This version of the list is no longer in force."))
    if code_set.codes.filter(code=code.code).exists():
        raise NotAllowed(_("The list has the code “%(code)s” already.") % {"code": code.code})
    last = code_set.codes.aggregate(last=Max("position"))["last"] or 0
    code.position = last + 1
    code.save_by(by)
    return code


@transaction.atomic
def retire_code(code, *, on, by):
    """Offer an answer until a day, the last one; records that have it keep it."""
    code = Code.objects.select_for_update().get(pk=code.pk)
    if code.active_until:
        raise NotAllowed(_("This answer is retired already."))
    code.active_until = on
    code.save_by(by, "active_until")
    return code


@transaction.atomic
def restore_code(code, *, by):
    """Offer a retired answer again."""
    code = Code.objects.select_for_update().get(pk=code.pk)
    if not code.active_until:
        raise NotAllowed(_("This answer is offered already."))
    code.active_until = None
    code.save_by(by, "active_until")
    return code


@transaction.atomic
def start_edition(code_set, *, answers, by):
    """A new version of a list holds from its first day; those before it end the day before.

    `answers` are (code, label, group) in their order.
    """
    earlier = CodeSet.objects.select_for_update().filter(field=code_set.field)
    if earlier.filter(valid_from__gte=code_set.valid_from).exists():
        raise NotAllowed(_("A version that begins on that day or later is there already."))
    for old in earlier.filter(Q(valid_until=None) | Q(valid_until__gte=code_set.valid_from)):
        old.valid_until = code_set.valid_from - timedelta(days=1)
        old.save_by(by, "valid_until")
    code_set.save_by(by)
    for position, (code, label, group) in enumerate(answers, start=1):
        Code(code_set=code_set, code=code, label=label, group=group, position=position).save_by(by)
    return code_set


@transaction.atomic
def retire_wording(wording, *, on, by):
    """Use a text no longer from a day on; the one before it, where there is one, holds again."""
    wording = type(wording).objects.select_for_update().get(pk=wording.pk)
    if wording.retired_on:
        raise NotAllowed(_("This text is retired already."))
    wording.retired_on = on
    wording.save_by(by, "retired_on")
    return wording
