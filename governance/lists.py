"""The lists of break-glass and of restricted records: where each stands, in which order, and as rows of a spreadsheet."""

from datetime import date

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.models import BreakGlass
from core.templatetags.ui import as_day, yes_no

from .choices import RestrictionState, VerdictState
from .models import Restriction

LAST_DAY = date(2100, 12, 31)
LOOKS_SHEET = [
    _("Our reference"), _("When"), _("Who"), _("Role"), _("Why"), _("Opened"), _("Team of the client"), _("To review by"),
    _("Review"), _("Reviewed by"), _("Reviewed on"),
]  # fmt: skip
RESTRICTIONS_SHEET = [
    _("Our reference"), _("Asked for by"), _("Asked for on"), _("State"), _("Look at it again on"), _("Agreed by"),
    _("Declined by"), _("Lifted by"), _("Lifted on"),
]  # fmt: skip
LOOKS_ORDERS = {
    "": ["rank", "turn", "-started_at", "-id"],
    "newest": ["-started_at", "-id"],
    "review": ["is_judged", "review_by", "id"],
    "record": ["record", "-started_at", "-id"],
}
RESTRICTIONS_ORDERS = {
    "": ["rank", "-created_at", "-id"],
    "newest": ["-created_at", "-id"],
    "review": ["is_over", "review_on", "id"],
    "record": ["record", "-created_at", "-id"],
}


def looks_for(user):
    """The openings by break-glass that a user may see, what waits for the user's own review before the others."""
    waiting = BreakGlass.objects.reviewable_by(user).to_review().values("pk")
    state = Case(
        When(reviewed_at=None, review_by__lt=timezone.localdate(), then=Value(VerdictState.LATE)),
        When(reviewed_at=None, then=Value(VerdictState.WAITS)),
        When(was_justified=True, then=Value(VerdictState.JUSTIFIED)),
        default=Value(VerdictState.NOT_JUSTIFIED),
    )
    return BreakGlass.objects.visible_to(user).annotate(
        state=state,
        rank=_first(Q(pk__in=waiting)),
        turn=Case(When(pk__in=waiting, then=F("review_by")), default=Value(LAST_DAY)),
        is_judged=_first(Q(reviewed_at=None)),
    )


def restrictions_for(user):
    """The restrictions that a user may see, what waits for the user's own decision before the others."""
    waiting = Restriction.objects.decidable_by(user).values("pk")
    state = Case(
        When(lifted_at__isnull=False, then=Value(RestrictionState.LIFTED)),
        When(declined_at__isnull=False, then=Value(RestrictionState.DECLINED)),
        When(approved_at=None, then=Value(RestrictionState.ASKED)),
        When(lift_asked_at__isnull=False, then=Value(RestrictionState.LIFTING)),
        default=Value(RestrictionState.IN_FORCE),
    )
    return Restriction.objects.visible_to(user).annotate(
        state=state,
        rank=_first(Q(pk__in=waiting)),
        is_over=_first(Q(lifted_at=None, declined_at=None)),
    )


def _first(condition):
    """A key by which the rows that meet a condition come first."""
    return Case(When(condition, then=Value(0)), default=Value(1))


def looks_sheet(looks):
    """Records go by their reference; what was written stays here."""
    for one in looks:
        yield [
            one.client.reference, timezone.localtime(one.started_at).isoformat(" ", "minutes"), one.user,
            one.user.get_role_display(), one.reason, yes_no(one.was_opened), one.team, one.review_by,
            VerdictState(one.state).label, one.reviewed_by, as_day(one.reviewed_at),
        ]  # fmt: skip


def restrictions_sheet(restrictions):
    """Records go by their reference; what was written stays here."""
    for one in restrictions:
        yield [
            one.client.reference, one.created_by, as_day(one.created_at), RestrictionState(one.state).label, one.review_on,
            one.approved_by, one.declined_by, one.lifted_by, as_day(one.lifted_at),
        ]  # fmt: skip
