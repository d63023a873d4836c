"""The verbs of governance: restrict a record, lift it, and say who may read it."""

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.models import Client, NamedReader
from clients.workflow import lock_client, name_readers, plan_alerts
from core import database
from core.workflow import NotAllowed

from .models import Restriction


@transaction.atomic
def propose_restriction(restriction, *, readers, by):
    """Somebody asks that a record be seen by named people alone; a second person decides."""
    client = lock_client(restriction.client)
    if client.restrictions.standing().exists():
        raise NotAllowed(_("This is asked for already, or in force."))
    restriction.save_by(by)
    name_readers(client, readers, by=by, why=_("Named when the restriction was asked for"))
    plan(restriction)
    return restriction


@transaction.atomic
def decide(restriction, *, is_agreed, by):
    """The second person agrees, and it happens at once; or does not, and all stays as it was."""
    restriction = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    if not restriction.waits_for:
        raise NotAllowed(_("Somebody has decided this already."))
    if restriction.first_person == by:
        raise NotAllowed(_("Somebody else must decide this: it was you who asked."))
    client = lock_client(restriction.client)
    if restriction.waits_for == "restrict":
        _decide_restricting(restriction, client, is_agreed, by)
    else:
        _decide_lifting(restriction, client, is_agreed, by)
    plan(restriction)
    plan_alerts(client)
    return restriction


def _decide_restricting(restriction, client, is_agreed, by):
    now = database.now()
    if not is_agreed:
        restriction.declined_at, restriction.declined_by = now, by
        restriction.save_by(by, "declined_at", "declined_by")
        _forget_readers(client)
        return
    restriction.approved_at, restriction.approved_by = now, by
    restriction.save_by(by, "approved_at", "approved_by")
    for episode in client.episodes.open():
        people = [person for person in (episode.keyworker, episode.case_manager) if person]
        name_readers(client, people, by=by, why=_("Keeps an open episode"))
    client.is_restricted = True
    client.save_by(by, "is_restricted")


def _decide_lifting(restriction, client, is_agreed, by):
    if not is_agreed:
        restriction.lift_asked_at, restriction.lift_asked_by, restriction.lift_why = None, None, ""
        restriction.save_by(by, "lift_asked_at", "lift_asked_by", "lift_why")
        return
    restriction.lifted_at, restriction.lifted_by = database.now(), by
    restriction.save_by(by, "lifted_at", "lifted_by")
    client.is_restricted = False
    client.save_by(by, "is_restricted")
    _forget_readers(client)


def _forget_readers(client):
    NamedReader.objects.filter(client=client).delete()


@transaction.atomic
def ask_to_lift(restriction, *, why, by):
    """Somebody asks that a record be open to its teams again."""
    restriction = Restriction.objects.select_for_update(of=("self",)).get(pk=restriction.pk)
    if not restriction.is_in_force or restriction.lift_asked_at:
        raise NotAllowed(_("This is asked for already, or the restriction is not in force."))
    restriction.lift_asked_at, restriction.lift_asked_by, restriction.lift_why = database.now(), by, why
    restriction.save_by(by, "lift_asked_at", "lift_asked_by", "lift_why")
    plan(restriction)
    return restriction


@transaction.atomic
def add_reader(restriction, *, user, why, by):
    """One more person may see the record, while it is restricted or that is asked for; nobody adds themselves."""
    if user == by:
        raise NotAllowed(_("Somebody else must add you."))
    client = lock_client(restriction.client)
    if (
        not client.restrictions.standing().filter(pk=restriction.pk).exists()
    ):  # whoever is named now would be so next time
        raise NotAllowed(_("This restriction has ended: nobody is named on the record any more."))
    name_readers(client, [user], by=by, why=why)
    plan_alerts(client)
    return restriction


@transaction.atomic
def remove_reader(reader, *, why, by):
    """Somebody no longer sees the record; whoever keeps an open episode stays, and so does the last one."""
    client = lock_client(reader.client)
    if Client.objects.filter(pk=client.pk).keeps_open_episode(reader.user).exists():
        raise NotAllowed(
            _("%(person)s keeps an open episode. Give it to somebody else first.") % {"person": reader.user}
        )
    if client.named_readers.count() == 1:
        raise NotAllowed(_("Nobody would see the record any more. Add somebody else first."))
    reader.why = why
    reader.save_by(by, "why")
    reader.delete()
    plan_alerts(client)
    return client
