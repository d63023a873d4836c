"""The caseload in each of its orders: everybody once over all pages, also where many stand on one day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.caseload import caseload, everybody
from clients.forms import CaseloadQuery
from clients.sorting import CONTACT, LABELS, LONGEST, NAME, NEWEST, NEXT, REVIEW
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import CheckUpFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import CoachAssignmentFactory, ContactFactory, EpisodeFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def people(team, keyworker, coach):
    """Twelve clients of one keyworker and one coach, four of them with nothing, the others on two days."""
    episodes = []
    for number in range(12):
        start = TODAY - timedelta(days=40 + number % 3)
        episode = EpisodeFactory(team=team, keyworker=keyworker, referred_on=start,
                                 client__family_name=f"Name{(number * 7) % 12:02}")  # fmt: skip
        CoachAssignmentFactory(coach=coach, client=episode.client)
        if number % 3:
            then = timezone.now() - timedelta(days=number % 3)
            ContactFactory(client=episode.client, happened_at=then.replace(hour=9, minute=0, second=0, microsecond=0))
            CarePlanFactory(episode=episode, client=episode.client, active=True,
                            review_on=TODAY + timedelta(days=number % 3))  # fmt: skip
        episodes.append(episode)
    return episodes


def read(user, **chosen):
    """The rows of all pages of five."""
    query, cursor, rows = CaseloadQuery(chosen, user=user).values(), "", []
    while True:
        page = caseload(user, query, cursor=cursor, size=5)
        rows += page.rows
        if not (cursor := page.next_cursor):
            return rows


def place(row, sort):
    """What the order goes by, the empty ones where they belong."""
    last = row["last_contact_at"]
    return {
        NAME: 0, NEWEST: 0, LONGEST: 0, CONTACT: last.timestamp() if last else 0,
        NEXT: row["next_on"] or TODAY.replace(year=9999), REVIEW: row["review_on"] or TODAY.replace(year=9999),
    }[sort]  # fmt: skip


@pytest.mark.parametrize("sort", LABELS)
def test_everybody_once_in_order(people, keyworker, sort):
    rows = read(keyworker, sort=sort, keyworker="mine")
    assert {row["id"] for row in rows} == {episode.client_id for episode in people}
    assert len(rows) == len(people)
    assert rows == sorted(rows, key=lambda row: (place(row, sort), *started(row, people, sort), row["family"]))
    whole = everybody(keyworker, CaseloadQuery({"sort": sort, "keyworker": "mine"}, user=keyworker).values())
    assert [row["id"] for row in whole] == [row["id"] for row in rows]


def started(row, people, sort):
    if sort not in (NEWEST, LONGEST):
        return []
    start = next(episode.referred_on for episode in people if episode.client_id == row["id"])
    return [-start.toordinal() if sort == NEWEST else start.toordinal()]


@pytest.mark.parametrize("sort", [CONTACT, NEXT])
def test_a_coach_sorts_the_assigned_clients(people, coach, sort):
    CheckUpFactory(client=people[0].client, due_on=TODAY)
    rows = read(coach, sort=sort)
    assert len(rows) == len({row["id"] for row in rows}) == len(people)
    assert rows == sorted(rows, key=lambda row: (place(row, sort), row["family"]))


def test_two_teams_are_one_order(people, keyworker, other_team):
    keyworker.memberships.create(team=other_team)
    EpisodeFactory(team=other_team, referred_on=TODAY - timedelta(days=41))
    EpisodeFactory(team=other_team, client=people[0].client, referred_on=TODAY - timedelta(days=41))
    rows = read(type(keyworker).objects.get(pk=keyworker.pk), sort=LONGEST)
    assert len(rows) == len({row["row_key"] for row in rows}) == len(people) + 2
    assert [row["place"] for row in rows] == sorted(row["place"] for row in rows)


@pytest.mark.parametrize(
    ("chosen", "words", "column"),
    [
        ({}, "Sorted by: Name", "Name"),
        ({"sort": LONGEST}, "Sorted by: Start of episode, the longest ago first", None),
        ({"sort": CONTACT, "keyworker": "mine"}, "Sorted by: Last contact", "Last contact"),
        ({"sort": CONTACT}, "choose “Keyworker: Me” as well", "Name"),
        ({"sort": NEWEST, "phase": "all"}, "for lists of open episodes", "Name"),
    ],
)
def test_the_order_is_said(sign_in, people, keyworker, chosen, words, column):
    page = sign_in(keyworker).get(reverse("clients:client_list"), chosen)
    assert words in page.content.decode()
    assert [str(label) for label, is_sorted in page.context["headings"] if is_sorted] == [column] * bool(column)
    assert page.content.decode().count('aria-sort="ascending"') == bool(column)


def test_the_order_stays_in_the_address_of_the_next_page(sign_in, team):
    user = UserFactory(team=team)
    for _number in range(51):
        EpisodeFactory(team=team, keyworker=user)
    page = sign_in(user).get(reverse("clients:client_list"), {"sort": NEWEST, "keyworker": "mine"})
    assert "sort=newest" in page.context["next_url"]
    assert "sort=newest" in page.context["export_url"]
    assert "51 people" in page.content.decode()
    second = sign_in(user).get(reverse("clients:client_list") + page.context["next_url"])
    assert second.context["rows"].count("<tr") == 1
