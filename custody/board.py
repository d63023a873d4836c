"""The release board: who leaves prison soon, who left and was not seen, and of whom no release date is known."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import Episode

from .choices import BoardPart
from .models import CustodyStay

SPREADSHEET = [
    _("Our reference"), _("Family name"), _("First name"), _("Where it stands"), _("Prison"), _("Expected"), _("Earliest"),
    _("Appointment"), _("Still missing"), _("Released"), _("Treatment must start by"),
]  # fmt: skip


def board(user, values):
    """The parts of the board that were asked for, each as a query, by the values of a ReleaseBoardQuery."""
    stays = CustodyStay.objects.of_teams(user.team_ids).visible_to(user)
    stays = stays.select_related("client", "episode__keyworker").with_release_date()
    if values["whose"]:
        mine = Episode.objects.open().kept_or_managed_by(user).filter(client=OuterRef("client"))
        stays = stays.filter(Exists(mine))
    horizon = timezone.localdate() + timedelta(weeks=values["weeks"] or 12)
    coming = stays.in_custody().filter(release_dates__superseded_at=None, release_dates__earliest_on__lte=horizon)
    parts = {
        BoardPart.COMING: coming.order_by("release_dates__earliest_on", "pk"),
        BoardPart.NOT_SEEN: stays.filter(released_on__isnull=False, first_seen_on=None).order_by("released_on", "pk"),
        BoardPart.NO_DATE: stays.in_custody().without_release_date(),
    }
    return {part: rows for part, rows in parts.items() if values["part"] in ("", None, part)}


def plain_rows(parts, most):
    """The board for a spreadsheet, as many of each part as it may have."""
    for part, stays in parts.items():
        for stay in stays[:most]:
            dates, at = stay.current_date, stay.appointment_at
            yield [
                stay.client.reference, stay.client.family_name, stay.client.first_name, part.label, stay.prison,
                dates and dates.expected_on, dates and dates.earliest_on, at and f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
                ", ".join(str(words) for words in stay.missing), stay.released_on, stay.continuity_ends_on,
            ]  # fmt: skip
