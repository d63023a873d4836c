"""A contract moves to another provider: the teams go over on a day, and nothing of the past is rewritten."""

from datetime import date

import pytest

from accounts.contracts import move_contract
from accounts.models import Contract, Team, TeamContract
from core.workflow import NotAllowed
from tests.factories.accounts import ContractFactory, ProviderFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)


@pytest.fixture
def contract(team):
    return ContractFactory(partnership=team.area.partnership, provider=team.provider, starts_on=date(2024, 4, 1))


@pytest.fixture
def administrator(db):
    return UserFactory(role="administrator")


def test_the_teams_of_the_contract_go_over(contract, team, administrator):
    new, elsewhere = ProviderFactory(), TeamFactory(provider=team.provider)
    following = move_contract(contract, provider=new, on=DAY, by=administrator)
    team.refresh_from_db()
    contract.refresh_from_db()
    assert (team.provider, team.updated_by) == (new, administrator)
    assert (contract.ends_on, following.starts_on, following.follows) == (date(2026, 9, 30), DAY, contract)
    assert Team.objects.get(pk=elsewhere.pk).provider != new, "Another partnership's team stays"


def test_what_was_stays_with_who_it_was(contract, team, administrator):
    old, new = contract.provider, ProviderFactory()
    move_contract(contract, provider=new, on=DAY, by=administrator)
    terms = team.terms_between(date(2026, 9, 1), date(2026, 11, 1))
    assert [(row.contract.provider, row.starts_on, row.ends_on) for row in terms] == [
        (old, date(2024, 4, 1), date(2026, 9, 30)),
        (new, DAY, None),
    ]
    assert [row.contract.provider for row in team.terms_between(date(2026, 1, 1), date(2026, 2, 1))] == [old]
    partnership = contract.partnership
    for day in (date(2026, 9, 30), DAY):
        assert list(Team.objects.of_partnership(partnership, day)) == [team], day


def test_it_moves_on_again(contract, team, administrator):
    second, third = ProviderFactory(), ProviderFactory()
    following = move_contract(contract, provider=second, on=DAY, by=administrator)
    move_contract(following, provider=third, on=date(2026, 11, 1), by=administrator)
    assert TeamContract.objects.filter(team=team).count() == 3
    assert Team.objects.get(pk=team.pk).provider == third


@pytest.mark.parametrize("trouble", ["same provider", "before it began", "moved already", "over"])
def test_refused_and_nothing_changes(contract, team, administrator, trouble):
    provider, on = ProviderFactory(), DAY
    if trouble == "same provider":
        provider = contract.provider
    elif trouble == "before it began":
        on = contract.starts_on
    elif trouble == "moved already":
        move_contract(contract, provider=ProviderFactory(), on=DAY, by=administrator)
    else:
        Contract.objects.filter(pk=contract.pk).update(ends_on=date(2026, 9, 1))
    rows = Contract.objects.count(), TeamContract.objects.count(), Team.objects.get(pk=team.pk).provider_id
    with pytest.raises(NotAllowed):
        move_contract(contract, provider=provider, on=on, by=administrator)
    assert rows == (Contract.objects.count(), TeamContract.objects.count(), Team.objects.get(pk=team.pk).provider_id)
