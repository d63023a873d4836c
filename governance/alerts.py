"""Whom governance tells what: a record opened by break-glass, and its review."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from alerts.choices import Severity
from alerts.rules import Planned, rule
from core.calendar import london

BREAK_GLASS = "clients.breakglass"


def officers():
    """Everybody who is a governance officer now."""
    return User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True).order_by("username")


def reviewers(opening):
    """A manager of the client's team who did not open the record; where there is none, the governance officers."""
    managers = (
        opening.team.members.filter(role=Role.TEAM_MANAGER, is_active=True) if opening.team else User.objects.none()
    )
    if opening.client.is_restricted:
        managers = managers.filter(restricted_records__client=opening.client)
    manager = managers.exclude(pk=opening.user_id).order_by("username").first()
    return [manager] if manager else list(officers().exclude(pk=opening.user_id))


@rule("BG01", subject=BREAK_GLASS, after_death=True, title=_("The record of a client of yours was opened by break-glass"),
      todo=_("Read who opened it and why"), url_name="governance:break_glass_detail", severity=Severity.AMBER)  # fmt: skip
def tell_keyworker(opening):
    if opening.told_keyworker:
        yield Planned(opening.pk, opening.started_at, opening.told_keyworker, opening.team)


@rule("BG02", subject=BREAK_GLASS, after_death=True, title=_("A record was opened by break-glass, or somebody asked for it"),
      todo=_("Read who asked and why"), url_name="governance:break_glass_detail", severity=Severity.AMBER)  # fmt: skip
def tell_officers(opening):
    """Those who were officers then: whoever becomes one later reads the list."""
    for officer in officers().filter(date_joined__lte=opening.started_at):
        yield Planned(opening.pk, opening.started_at, officer, None)


@rule("BG03", subject=BREAK_GLASS, after_death=True, title=_("Break-glass waits for your review"),
      todo=_("Say whether it was justified"), url_name="governance:break_glass_review", severity=Severity.AMBER)  # fmt: skip
def review(opening):
    if opening.reviewed_at is None:
        for person in reviewers(opening):
            yield Planned(opening.pk, opening.started_at, person, opening.team, -7, opening.review_by)
            yield Planned(
                opening.pk, london(opening.review_by), person, opening.team, 0, opening.review_by, Severity.RED
            )
