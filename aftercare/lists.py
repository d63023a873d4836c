"""The lists of handovers: what waits for the user, what is to prepare, what is on its way, what can begin."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.choices import EpisodeStatus
from clients.models import Episode

from .choices import HandoverPart, HandoverStatus
from .models import Handover
from .sharing import shared_with_recipient

AHEAD = timedelta(days=28)
SPREADSHEET = [
    _("Where it stands"), _("Client"), _("Team"), _("To"), _("Status"), _("Sent"), _("Treatment ends"), _("Case manager"),
    _("Keyworker"),
]  # fmt: skip


def lists_of(user, query):
    """The parts that were asked for, each as a query, by a HandoverQuery."""
    values = query.values()
    visible = Handover.objects.visible_to(user).filter(episode__team__in=user.team_ids).with_staff()
    received = Handover.objects.receivable_by(user).select_related("consent", "sharing_override").with_staff()
    leaving = _leaving(user)
    if values["whose"]:
        mine = Q(episode__keyworker=user) | Q(episode__case_manager=user)
        visible, received = visible.filter(mine), received.filter(receiving_worker=user)
        leaving = leaving.kept_or_managed_by(user)
    parts = {
        HandoverPart.RECEIVED: received.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED]).order_by(
            "sent_at", "pk"
        ),
        HandoverPart.TO_PREPARE: leaving.order_by("planned_exit_on", "pk"),
        HandoverPart.ON_THEIR_WAY: visible.open(),
        HandoverPart.TO_BEGIN: visible.filter(
            status=HandoverStatus.ACCEPTED, episode__status=EpisodeStatus.IN_TREATMENT
        ),
        HandoverPart.TAKEN_OVER: received.filter(status=HandoverStatus.ACCEPTED),
    }
    parts = {part: query.of_client(rows) for part, rows in parts.items() if values["part"] in ("", None, part)}
    return {part: rows.order_by("record", "pk") if values["sort"] else rows for part, rows in parts.items()}


def let_pass(user):
    """How many handovers of the user's teams a manager has let go ahead with something missing, and how many went."""
    ours = Handover.objects.visible_to(user).of_teams(user).exclude(status=HandoverStatus.WITHDRAWN)
    went = Q(sent_at__isnull=False)
    return ours.aggregate(of=Count("pk", filter=went), count=Count("pk", filter=went & ~Q(override_reason="")))


def _leaving(user):
    """Episodes of the user's teams that are planned to end soon and have no handover."""
    current = Handover.objects.current().filter(episode=OuterRef("pk"))
    soon = Episode.objects.visible_to(user).filter(
        team__in=user.team_ids,
        status=EpisodeStatus.IN_TREATMENT,
        planned_exit_on__lte=timezone.localdate() + AHEAD,
    )
    return soon.filter(~Exists(current)).select_related("client", "team", "case_manager", "keyworker")


def plain_rows(parts, most):
    """The lists for a spreadsheet; whoever is not ours yet is named only where that is agreed."""
    for part, rows in parts.items():
        for row in rows[:most]:
            if part == HandoverPart.TO_PREPARE:
                yield [part.label, row.client.name, row.team, "", "", "", *_staff_of(row)]
            else:
                who = shared_with_recipient(row).who if part == HandoverPart.RECEIVED else row.client.name
                day = row.sent_at and timezone.localtime(row.sent_at).date()
                service, status = row.receiving_service, row.get_status_display()
                yield [part.label, who, row.episode.team, service, status, day, *_staff_of(row.episode)]


def _staff_of(episode):
    return [episode.planned_exit_on, episode.case_manager, episode.keyworker]
