"""Who is the same person, and what may be said about another team's records."""

import doctest
from datetime import date

import pytest

from clients import matching
from clients.choices import Sex
from clients.finding import named
from clients.models import Client
from tests.factories.clients import ClientFactory

pytestmark = pytest.mark.django_db

BORN = date(1985, 5, 4)
FFION = {"first_name": "Ffion", "family_name": "O'Neill", "date_of_birth": BORN, "sex": Sex.FEMALE}


def test_examples():
    assert doctest.testmod(matching).failed == 0


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [({}, True), ({"family_name": "O’NEILL"}, True), ({"sex": Sex.MALE}, True), ({"first_name": "Fiona"}, False)],
)
def test_other_teams_match_by_exact_name_and_birth_only(keyworker, other_team, changes, is_told):
    ClientFactory(registered_team=other_team, **(FFION | changes))
    assert matching.is_known_elsewhere(keyworker, **FFION) is is_told


@pytest.mark.parametrize(
    "words",
    [
        "lewis",
        "LEWIS, Siân",
        "sian lewis",
        "Siân",
        "lew",
        "9990000018",
        "999 000 0018",
        "14/3/1985",
        "ABCD".replace("A", "Z"),
    ],
)
def test_words_find_the_person(team, words):
    known = ClientFactory(
        registered_team=team, first_name="Siân", family_name="Lewis", nhs_number="9990000018", reference="ZBCD-2345"
    )
    ClientFactory(registered_team=team, first_name="Owen", family_name="Rees", date_of_birth=date(1990, 1, 1))
    found = list(Client.objects.filter(named(words)))
    assert found == ([] if words == "ZBCD" else [known])


def test_reference_finds_the_person_with_or_without_its_dash(team):
    known = ClientFactory(registered_team=team, reference="ZBCD-2345")
    assert [Client.objects.get(named(words)) for words in ("zbcd-2345", "ZBCD2345")] == [known, known]
