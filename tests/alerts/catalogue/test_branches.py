"""Rules that can end in more than one way: each way says what really happened."""

import pytest
from django.utils import timezone

from aftercare.episodes import pause_episode, record_death
from alerts.models import Alert, RuleSetting
from alerts.workflow import plan
from clients import personal
from clients.workflow import close_episode
from recovery_capital.models import HousingProvision
from tests.factories import clients, referrals
from tests.factories.reference import code as code_of

from .home_and_work import check, home_ends
from .person import conference
from .rows import Typed, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World(timezone.localdate())


def closed(w):
    close_episode(w.episode, on=w.today, reason="dropped_out", by=w.manager)


def paused(w):
    pause_episode(w.episode, on=w.today, reason=code_of("pause_reason", "hospital"), by=w.manager)


def asked_for(w):
    referrals.ReferralFactory(client=w.client, path="housing", sent=True)
    plan(w.client)


def not_ending(w):
    check(w, None)


def on_another_day(w):
    check(w, w.ahead(40))


def moved_home(w):
    personal.move_home(Typed(clients.AddressFactory.build(client=w.client, starts_on=w.ahead(1))), by=w.keyworker)


def law_is_gone(w):
    HousingProvision.objects.filter(kind="window").update(effective_from=None)
    plan(w.client)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (closed, "The episode was closed"),
        (asked_for, "A home is asked for"),
        (not_ending, "The home does not end any more"),
        (moved_home, "The person has moved"),
        (law_is_gone, "By the law of the nation the home does not count as ending"),
        (on_another_day, "The home ends on another day"),
    ],
)
def test_what_is_said_when_a_home_no_longer_ends_soon(world, happens, words):
    story = home_ends(world)
    next(story)
    alert = Alert.objects.due().get(rule="HO01")
    happens(world)
    alert.refresh_from_db()
    assert (alert.ended_at is not None, alert.ended_because) == (True, words)
    assert Alert.objects.open().filter(rule="HO01").exists() is (happens is on_another_day)


def test_a_pause_keeps_no_home_and_is_not_why_it_ends(world):
    story = home_ends(world)
    next(story)
    alert = Alert.objects.due().get(rule="HO01")
    paused(world)
    assert alert in Alert.objects.due()
    asked_for(world)
    alert.refresh_from_db()
    assert alert.ended_because == "A home is asked for"


def no_conference(w, child):
    child.conference_on = None
    personal.save_child(Typed(child), by=w.keyworker)


def another_conference(w, child):
    child.conference_on = w.ahead(30)
    personal.save_child(Typed(child), by=w.keyworker)


def other_days(w, child):
    RuleSetting.objects.create(rule="FA06", leads=[-3], leads_since=timezone.now(), why="Sooner")
    plan(child)


@pytest.mark.parametrize(
    ("happens", "words", "goes_on"),
    [
        (no_conference, "No conference is planned any more", []),
        (another_conference, "The conference is on another day", [-10, -1]),
        (other_days, "It is told of on another day", [-3]),
    ],
)
def test_what_is_said_when_a_conference_is_no_longer_near(world, happens, words, goes_on):
    story = conference(world)
    next(story)
    alert = Alert.objects.due().get(rule="FA06", recipient=world.keyworker)
    happens(world, world.client.children.get())
    alert.refresh_from_db()
    assert (alert.ended_at is not None, alert.ended_because) == (True, words)
    standing = Alert.objects.open().filter(rule="FA06", recipient=world.keyworker)
    assert sorted(standing.values_list("lead", flat=True)) == goes_on


def test_a_conference_about_somebody_who_has_died_is_nobodys_work(world):
    story = conference(world)
    next(story)
    record_death(world.client, died_on=world.today, how_known="hospital", by=world.manager)
    said = Alert.objects.filter(rule="FA06").values_list("ended_because", flat=True)
    assert set(said) == {"The person has died"}
