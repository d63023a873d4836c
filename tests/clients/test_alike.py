"""Near matches: names that sound or are spelt alike, days of birth with a slip, one postcode; and misspelt searches."""

import doctest
from datetime import date

import pytest

from clients import alike as module
from clients import names
from clients.alike import alike, alike_to, days_like, refresh_name_keys, similar_names
from clients.models import Client, NameKeys, PersonName
from tests.factories.clients import AddressFactory, ClientFactory, PersonNameFactory

BORN = date(1985, 3, 12)


@pytest.mark.parametrize("tested", [module, names])
def test_examples(tested):
    assert doctest.testmod(tested).failed == 0


def known(team, **person):
    """A client of the team whose names can be found."""
    client = ClientFactory(registered_team=team, **{"date_of_birth": BORN} | person)
    refresh_name_keys()
    return client


def reasons(user, client, **person):
    """What speaks for a client's being this person, or None when it is not shown."""
    found = {one.client: one.reasons for one in alike(user, **{"date_of_birth": BORN} | person)}
    return found.get(client)


@pytest.mark.parametrize(
    ("first", "family"),
    [("Sian", "Reece"), ("Siân", "Rees"), ("Rhys", "Sian"), ("Sían", "Reese"), ("Shan", "Rhys"), ("Sian", "Rhis")],
)
def test_a_name_heard_or_spelt_differently_is_found_by_the_same_day(first, family, keyworker, team):
    client = known(team, first_name="Siân", family_name="Rhys")
    assert "the same date of birth" in reasons(keyworker, client, first_name=first, family_name=family)


@pytest.mark.parametrize(
    "typed",
    [date(1985, 12, 3), date(1985, 3, 21), date(1958, 3, 12), date(1985, 3, 13), date(1986, 3, 12), date(1975, 3, 12)],
)
def test_a_slip_in_the_day_of_birth_is_found(typed, keyworker, team):
    client = known(team, first_name="Łukasz", family_name="Nowak")
    found = reasons(keyworker, client, first_name="Lukasz", family_name="Nowak", date_of_birth=typed)
    assert found == ("nearly the same name", "nearly the same date of birth")


def test_somebody_else_is_not_shown(keyworker, team):
    client = known(team, first_name="Megan", family_name="Powell")
    assert reasons(keyworker, client, first_name="Dafydd", family_name="Iwan") is None
    other_day = date(1961, 7, 30)
    assert reasons(keyworker, client, first_name="Megan", family_name="Price", date_of_birth=other_day) is None


def test_the_same_initials_and_day_are_shown_as_national_matching_would(keyworker, team):
    client = known(team, first_name="Tomasz", family_name="Wójcik", sex="male")
    found = reasons(keyworker, client, first_name="Terence", family_name="Whitlock", sex="male")
    assert found == ("the same date of birth", "the same initials and date of birth")
    assert reasons(keyworker, client, first_name="Terence", family_name="Whitlock", sex="female") is None


def test_one_postcode_and_a_similar_name(keyworker, team):
    client = known(team, first_name="Abdullah", family_name="Mohammed")
    AddressFactory(client=client, postcode="CF10 1AA")
    person = {"first_name": "Abdulla", "family_name": "Mohamed", "date_of_birth": date(1990, 1, 1)}
    assert "the same postcode" in reasons(keyworker, client, postcode="CF10 1AA", **person)


def test_a_record_at_the_same_postcode_is_a_duplicate(keyworker, team):
    one = known(team, first_name="Abdullah", family_name="Mohammed", date_of_birth=date(1990, 1, 1))
    other = known(team, first_name="Abdulla", family_name="Mohamed", date_of_birth=date(1971, 7, 30))
    assert not alike_to(keyworker, one)
    for client in (one, other):
        AddressFactory(client=client, postcode="CF10 1AA")
    assert [match.client for match in alike_to(keyworker, one)] == [other]


def test_a_record_of_another_team_is_not_shown(keyworker, other_team):
    client = known(other_team, first_name="Siân", family_name="Rhys")
    assert reasons(keyworker, client, first_name="Siân", family_name="Rhys") is None


def test_a_restricted_record_is_not_shown(keyworker, team):
    client = known(team, first_name="Siân", family_name="Rhys")
    Client.objects.filter(pk=client.pk).update(is_restricted=True)
    assert reasons(keyworker, client, first_name="Siân", family_name="Rhys") is None


def test_a_day_that_cannot_exist_is_not_made():
    assert all(1900 <= day.year <= 2100 for day in days_like(date(1900, 1, 31)))
    assert date(2000, 2, 29) in days_like(date(2000, 2, 29))


@pytest.mark.parametrize("typed", ["Gryffydd", "Grifiths", "Grifith", "Catrine Griffiths", "griffitsh"])
def test_a_misspelt_search_finds_the_person(typed, keyworker, team):
    client = known(team, first_name="Catrin", family_name="Griffiths")
    assert client in similar_names(keyworker, typed)


def test_a_misspelt_search_stays_within_the_teams(keyworker, other_team):
    known(other_team, first_name="Catrin", family_name="Griffiths")
    assert similar_names(keyworker, "Grifiths") == []


def test_a_former_name_is_found_by_its_sound(keyworker, team):
    client = known(team, first_name="Megan", family_name="Powell")
    PersonNameFactory(client=client, first_name="Megan", family_name="Prydderch")
    refresh_name_keys()
    assert client in similar_names(keyworker, "Pritherch") or client in similar_names(keyworker, "Prydderk")


@pytest.mark.django_db
def test_every_write_of_a_name_marks_its_keys(team):
    client = known(team, first_name="Megan", family_name="Powell")
    assert not NameKeys.objects.get(client=client).is_stale
    Client.objects.filter(pk=client.pk).update(family_name="Pugh")
    assert NameKeys.objects.get(client=client).is_stale
    assert refresh_name_keys() == 1
    assert refresh_name_keys() == 0
    PersonName.objects.bulk_create([PersonName(client=client, kind="alias", first_name="Meg")])
    assert NameKeys.objects.get(client=client).is_stale
