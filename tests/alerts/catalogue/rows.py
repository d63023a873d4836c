"""The table of the catalogue: for each rule a small story, told in two parts.

A row is a generator. Up to its `yield` it makes the cause, with dates moved back in the record so that the alert is due
now, and yields whose page shows it; after it, a verb ends the cause.
"""

from datetime import timedelta

from accounts.choices import Role
from alerts.workflow import plan
from core.calendar import london
from tests.factories import accounts, clients

ROWS = {}
ONLY_TOLD = set()  # those whose cause never ends: to have seen it is all


def row(code, *, is_only_told=False):
    """Enter the story of one rule."""

    def enter(story):
        assert code not in ROWS, f"{code} has two rows"
        ROWS[code] = story
        if is_only_told:
            ONLY_TOLD.add(code)
        return story

    return enter


def moved(record, **fields):
    """Put a record's days where the story needs them, past what a verb would allow, and plan what is due because of it."""
    type(record)._base_manager.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()
    plan(record)
    return record


class World:
    """One team with its people, one person in treatment, and today."""

    def __init__(self, today):
        self.today = today
        self.team = accounts.TeamFactory(name="Afon Team")
        self.keyworker = self.member(Role.KEYWORKER)
        self.manager = self.member(Role.TEAM_MANAGER)
        self.episode = self.episode_of("in_treatment")
        self.client = self.episode.client

    def episode_of(self, status):
        """Somebody else's episode with the same team and keyworker."""
        return clients.EpisodeFactory(
            team=self.team, keyworker=self.keyworker, referred_on=self.ago(60), status=status,
            treatment_started_on=self.ago(45),
        )  # fmt: skip

    def member(self, role, **fields):
        return accounts.UserFactory(team=self.team, role=role, **fields)

    def outsider(self, role):
        """Somebody of no team here, such as a governance officer."""
        return accounts.UserFactory(role=role)

    def ago(self, days):
        return self.today - timedelta(days=days)

    def ahead(self, days):
        return self.today + timedelta(days=days)

    def at(self, day, hour=9):
        return london(day, hour)


class Typed:
    """A form that was filled in: its record holds the answers already."""

    def __init__(self, instance, *names, **cleaned_data):
        self.instance, self.names, self.cleaned_data = instance, names, cleaned_data

    def check_version(self):
        """Nobody else has saved it."""

    def save(self, by):
        self.instance.save_by(by, *self.names)
        return self.instance
