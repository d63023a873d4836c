"""Needs that cannot be met: recorded, corrected, met after all; and counted by need, area and reason for the report of gaps."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Area
from clients.workflow import lock_client, refuse_the_dead
from core.workflow import NotAllowed, lock
from recovery_capital.domains import domain_label
from services_directory.choices import Need

from .choices import DeclineReason, ReferralStatus, UnmetReason
from .models import UnmetNeed

UNANSWERED_NEED = [ReferralStatus.DECLINED, ReferralStatus.EXPIRED]  # referrals after which the need is still there
# Why a referral was declined, as a reason why the need is not met; nothing where that says nothing about the need.
REASON_OF_DECLINE = {
    DeclineReason.FULL: UnmetReason.FULL,
    DeclineReason.NOT_ELIGIBLE: UnmetReason.NOT_ELIGIBLE,
    DeclineReason.THRESHOLD_NOT_MET: UnmetReason.THRESHOLD_NOT_MET,
    DeclineReason.UNSUITABLE: UnmetReason.UNSUITABLE,
    DeclineReason.CLIENT_DECLINED: UnmetReason.CLIENT_DECLINED,
    DeclineReason.OTHER: UnmetReason.REFUSED,
}


@transaction.atomic
def record_unmet_need(form, *, by):
    """Write down that a need cannot be met, and why. Refused when the same stands on the record already."""
    lock_client(form.instance.client)
    refuse_the_dead(form.instance.client)
    _refuse_twice(form.instance)
    return form.save(by=by)


@transaction.atomic
def correct_unmet_need(form, *, by):
    """Save what should have been said of a need; without its day of being met, it stands again."""
    need = form.instance
    lock_client(need.client)
    if need.is_in_error:
        raise NotAllowed(_("This was marked as entered in error already."))
    _refuse_twice(need)
    return form.save(by=by)


@transaction.atomic
def mark_met(need, *, met_on, by):
    """The need is met after all."""
    lock(need)
    if need.is_in_error or need.met_on:
        raise NotAllowed(_("This need does not stand any more. Somebody may have changed it meanwhile."))
    if met_on < need.found_on:
        raise NotAllowed(_("The day cannot be before the need was found."))
    need.met_on = met_on
    need.save_by(by, "met_on")
    return need


def _refuse_twice(need):
    same = UnmetNeed.objects.standing().filter(
        client=need.client, domain=need.domain, need=need.need, area=need.area, reason=need.reason
    )
    if not need.met_on and same.exclude(pk=need.pk).exists():
        raise NotAllowed(_("The same need stands on this record already, in the same place and for the same reason."))


@dataclass(frozen=True)
class Table:
    """Counts of needs: one row for each need or area, one column for each reason, in words.

    Numbers from 1 to 4 tell of single people: whoever shows this to others than the client's own team hides them first,
    with `reports.disclosure.suppress(table.cells)`, which takes it as it is.
    """

    rows: list
    columns: list
    cells: list


def by_need_and_reason(needs):
    """How often each need could not be met and why; `needs` is any part of UnmetNeed: of areas, of a quarter."""
    kinds = dict(Need.choices)
    return _table(needs, ("domain", "need"), lambda domain, need: kinds.get(need) or domain_label(domain))


def by_area_and_reason(needs):
    """How often needs could not be met in each area, and why."""
    names = dict(Area.objects.values_list("pk", "name"))
    return _table(needs, ("area",), names.get)


def _table(needs, fields, label_of):
    """What was entered in error counts nowhere; what was met later counts, for it was a gap."""
    counts = {}
    for *key, reason, number in needs.valid().order_by().values_list(*fields, "reason").annotate(Count("pk")):
        row = counts.setdefault(str(label_of(*key)), {})
        row[reason] = row.get(reason, 0) + number
    rows = sorted(counts, key=lambda label: (-sum(counts[label].values()), label))
    cells = [[counts[label].get(reason, 0) for reason in UnmetReason.values] for label in rows]
    return Table(rows, UnmetReason.labels, cells)
