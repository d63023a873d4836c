"""The verb of contracts: one moves to another provider."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.workflow import NotAllowed

from .models import Contract, Team, TeamContract


@transaction.atomic
def move_contract(contract, *, provider, on, by):
    """Another provider does the work of a contract from a day on; its teams go over, and so do their episodes.

    The contract ends on the day before, and one that follows it begins. Which provider an episode was with, and when,
    is read from the dated terms of its team: nothing of the past is rewritten.
    """
    contract = Contract.objects.select_for_update().select_related("provider").get(pk=contract.pk)
    if provider == contract.provider:
        raise NotAllowed(_("This provider has the contract already."))
    if on <= contract.starts_on:
        raise NotAllowed(_("Choose a day after the one on which the contract began."))
    if Contract.objects.filter(follows=contract).exists():
        raise NotAllowed(_("This contract has moved to another provider already. Move the one that followed."))
    if contract.ends_on and contract.ends_on < on:
        raise NotAllowed(_("The contract ends before that day."))
    following = Contract(
        partnership_id=contract.partnership_id,
        provider=provider,
        starts_on=on,
        ends_on=contract.ends_on,
        follows=contract,
    )
    following.save_by(by)
    contract.ends_on = on - timedelta(days=1)
    contract.save_by(by, "ends_on")
    for team in teams_of(contract):
        _move_team(team, contract, following, on, by)
    return following


def teams_of(contract):
    """The teams that do the work of a contract today: the provider's in the areas of the partnership."""
    return Team.objects.filter(provider=contract.provider_id, area__partnership=contract.partnership_id)


def _move_team(team, contract, following, on, by):
    team = Team.objects.select_for_update().get(pk=team.pk)
    before = team.terms.filter(ends_on=None).first()
    if before is None:  # the team has worked under the first contract so far
        before = TeamContract(team=team, contract=contract, starts_on=contract.starts_on)
    if before.starts_on >= on:
        raise NotAllowed(_("%(team)s has changed its provider since that day.") % {"team": team})
    before.ends_on = on - timedelta(days=1)
    before.save_by(by)
    TeamContract(team=team, contract=following, starts_on=on).save_by(by)
    team.provider = following.provider
    team.save_by(by, "provider")
