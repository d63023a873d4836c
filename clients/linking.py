"""The verbs of two records of one person: linked with a preview, undone in one action; nothing is deleted."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import database
from core.workflow import NotAllowed

from .models import Client, RecordLink
from .workflow import plan_alerts

# What the kept record may take over. The NHS number stays where it is: no two records have the same.
TAKEN_OVER = ["first_name", "family_name", "preferred_name", "date_of_birth", "sex", "contact_rule", "staff_safety"]
COMPARED = [*TAKEN_OVER, "nhs_number"]


def differences(kept, other):
    """(name, label, value of the kept record, value of the other, may it be taken over) of every compared field."""
    rows = []
    for name in COMPARED:
        show = f"get_{name}_display"
        values = [getattr(one, show)() if hasattr(one, show) else getattr(one, name) for one in (kept, other)]
        differs = getattr(kept, name) != getattr(other, name)
        rows.append((name, Client._meta.get_field(name).verbose_name, *values, differs and name in TAKEN_OVER))
    return rows


@transaction.atomic
def link_records(kept, other, *, take, why, by):
    """Say that two records are of one person: work goes on in `kept`, which takes over the fields named in `take`."""
    kept, other = _locked(kept, other)
    _refuse_chains(kept, other)
    before = {name: Client._meta.get_field(name).value_to_string(kept) for name in take}
    for name in take:
        setattr(kept, name, getattr(other, name))
    if take:
        kept.save_by(by, *take)
    link = RecordLink(kept=kept, other=other, why=why, taken_over=before)
    link.save_by(by)
    plan_alerts(kept)
    plan_alerts(other)
    return link


@transaction.atomic
def undo_link(link, *, why, by):
    """The records are of two people after all: what was taken over goes back, unless it was changed since."""
    link = RecordLink.objects.select_for_update().get(pk=link.pk)
    if link.undone_at:
        raise NotAllowed(_("This link was undone already."))
    kept, other = _locked(link.kept, link.other)
    returned = [name for name in link.taken_over if getattr(kept, name) == getattr(other, name)]
    for name in returned:
        setattr(kept, name, Client._meta.get_field(name).to_python(link.taken_over[name]))
    if returned:
        kept.save_by(by, *returned)
    link.undone_at, link.undone_by, link.undone_why = database.now(), by, why
    link.save_by(by, "undone_at", "undone_by", "undone_why")
    plan_alerts(kept)
    plan_alerts(other)
    return link


def _locked(*clients):
    """The records as they are now, locked in an order that is the same for everybody."""
    rows = Client.objects.select_for_update().filter(pk__in=[client.pk for client in clients]).order_by("pk")
    by_key = {row.pk: row for row in rows}
    return [by_key[client.pk] for client in clients]


def _refuse_chains(kept, other):
    if kept.pk == other.pk:
        raise NotAllowed(_("A record cannot be linked to itself."))
    live = RecordLink.objects.live()
    if live.filter(other=other).exists():
        raise NotAllowed(_("%(reference)s is linked to another record already.") % {"reference": other.reference})
    if further := live.filter(other=kept).select_related("kept").first():
        raise NotAllowed(
            _("This record is linked to %(reference)s: link to that one.") % {"reference": further.kept.reference}
        )
    if live.filter(kept=other).exists():
        raise NotAllowed(_("Other records are linked to %(reference)s.") % {"reference": other.reference})
