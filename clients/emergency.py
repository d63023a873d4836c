"""The verbs of break-glass: open the record of another team in an emergency, and judge afterwards whether it was right."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from core import database
from core.calendar import add_working_days
from core.workflow import NotAllowed
from reference import intervals
from reference.choices import IntervalKey

from .models import BreakGlass, Client
from .responsible import keyworker_of, team_of

OPEN_FOR = timedelta(hours=24)


@transaction.atomic
def break_glass(clients, *, reason, text, by):
    """Somebody opens the record of another team for 24 hours and says why; gives the rows, one for each record that fits.

    Only a record that is the only one to fit, and is not restricted, is opened. Whatever comes of it, the keyworker and
    the governance officers are told, and somebody else judges it within five working days.
    """
    openings = [_opening(client, reason, text, by, is_only=len(clients) == 1) for client in clients]
    for opening in openings:
        opening.save_by(by)
        plan(opening)
    return openings


def _opening(client, reason, text, by, *, is_only):
    if Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotAllowed(_("You may see this record already. Find it in the list of clients."))
    started_at = database.now()
    days = intervals.days(IntervalKey.BREAK_GLASS_REVIEW)
    return BreakGlass(
        client=client,
        user=by,
        reason=reason,
        text=text,
        started_at=started_at,
        ends_at=started_at + OPEN_FOR,
        was_opened=is_only and not client.is_restricted,
        review_by=add_working_days(timezone.localdate(started_at), days),
        team=team_of(client),
        told_keyworker=keyworker_of(client),
    )


@transaction.atomic
def review_break_glass(opening, *, was_justified, note, by):
    """A manager of the client's team, or a governance officer, says whether it was right to open the record."""
    opening = BreakGlass.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if opening.reviewed_at:
        raise NotAllowed(_("Somebody has reviewed this already."))
    if opening.user == by:
        raise NotAllowed(_("Somebody else must review this: it was you who opened the record."))
    opening.reviewed_at, opening.reviewed_by = database.now(), by
    opening.was_justified, opening.review_note = was_justified, note
    opening.save_by(by, "reviewed_at", "reviewed_by", "was_justified", "review_note")
    plan(opening)
    return opening
