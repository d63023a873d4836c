"""Whom governance tells what: a record opened by break-glass, and its review."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from alerts.choices import Severity
from alerts.rules import AT_ONCE, Days, Ended, Planned, by_intervals, rule
from clients.responsible import team_of
from core.calendar import london
from reference.choices import IntervalKey

BREAK_GLASS = "clients.breakglass"
RESTRICTION = "governance.restriction"


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


@rule("BG01", days=(AT_ONCE,),
      ended=_("It does not concern you any more"),
      subject=BREAK_GLASS, after_death=True, title=_("The record of a client of yours was opened by break-glass"),
      todo=_("Read who opened it and why"), url_name="governance:break_glass_detail", severity=Severity.AMBER)  # fmt: skip
def tell_keyworker(opening):
    if opening.told_keyworker:
        yield Planned(opening.pk, opening.started_at, opening.told_keyworker, opening.team)


@rule("BG02", days=(AT_ONCE,),
      ended=_("It does not concern you any more"),
      subject=BREAK_GLASS, after_death=True, title=_("A record was opened by break-glass, or somebody asked for it"),
      todo=_("Read who asked and why"), url_name="governance:break_glass_detail", severity=Severity.AMBER)  # fmt: skip
def tell_officers(opening):
    """Those who were officers then: whoever becomes one later reads the list."""
    for officer in officers().filter(date_joined__lte=opening.started_at):
        yield Planned(opening.pk, opening.started_at, officer, None)


@rule("BG03", days=(AT_ONCE, *by_intervals(IntervalKey.BREAK_GLASS_REVIEW)),
      ended=_("Somebody has reviewed it"),
      subject=BREAK_GLASS, after_death=True, title=_("Break-glass waits for your review"),
      todo=_("Say whether it was justified"), url_name="governance:break_glass_review", severity=Severity.AMBER)  # fmt: skip
def review(opening):
    if opening.reviewed_at is None:
        for person in reviewers(opening):
            yield Planned(opening.pk, opening.started_at, person, opening.team, -7, opening.review_by)
            yield Planned(
                opening.pk, london(opening.review_by), person, opening.team, 0, opening.review_by, Severity.RED
            )


@rule("RR01", days=(AT_ONCE,),
      ended=_("It was decided"),
      subject=RESTRICTION, title=_("A restricted record waits for a second person"),
      todo=_("Say whether you agree"), url_name="governance:restriction_decide", severity=Severity.AMBER)  # fmt: skip
def decide_restriction(restriction):
    if restriction.waits_for:
        is_lifting = restriction.waits_for == "lift"
        asked_at = restriction.lift_asked_at if is_lifting else restriction.created_at
        for person in deciders(restriction):
            yield Planned(restriction.pk, asked_at, person, None, int(is_lifting))


def deciders(restriction):
    """Who may decide and did not ask: managers of the team who see the record, and the governance officers."""
    client = restriction.client
    managers = team_of(client).members.filter(role=Role.TEAM_MANAGER, is_active=True)
    if client.is_restricted:
        managers = managers.filter(restricted_records__client=client)
    people = [*managers.order_by("username"), *officers()]
    return [person for person in people if person != restriction.first_person]


def looked_again(restriction, alert):
    """Why the review of a restriction is not due any more."""
    if restriction.lifted_at:
        return _("The restriction was lifted")
    return _("It was reviewed, and goes on") if restriction.review_on != alert.about_on else ""


@rule("RR02", days=(Days(_("On the day of review that stands on the restriction")),),
      ended=Ended(_("It is not in force"), looked_again),
      subject=RESTRICTION, title=_("The review of a restricted record is due"),
      todo=_("Say whether it is still needed"), url_name="governance:restriction_detail", severity=Severity.AMBER)  # fmt: skip
def review_restriction(restriction):
    if restriction.is_in_force:
        for officer in officers():
            yield Planned(restriction.pk, london(restriction.review_on), officer, None, 0, restriction.review_on)
