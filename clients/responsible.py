"""Who answers for a client: the one place that decides to whom an alert goes."""

from functools import partial

from django.db.models import Q
from django.utils import timezone

from accounts.choices import Duty, Role
from accounts.models import User
from alerts.choices import Person
from alerts.tuning import whom
from core.memory import remembered

from .models import CoachAssignment


def current_episode(client, episode=None):
    """The given episode while it is open, else the client's newest open one, else the given one that is closed."""
    if episode and episode.is_open:
        return episode
    return newest_open(client) or episode


@remembered
def newest_open(client):
    """The client's newest open episode, or None."""
    return client.episodes.open().select_related("team", "keyworker", "case_manager").first()


def team_of(client, episode=None):
    """The team of the current episode, else the team that registered the client."""
    current = current_episode(client, episode)
    return current.team if current else client.registered_team


def keyworker_of(client, episode=None):
    """The keyworker of the current episode, else the case manager, else a team manager; None where all are missing."""
    current = current_episode(client, episode)
    people = [current.keyworker, current.case_manager] if current else []
    named = next((person for person in people if person and person.is_active), None)
    return may_read(client, named) or manager_of(client, episode)


def case_manager_of(client, episode=None):
    """The case manager of the current episode, else whoever answers as keyworker."""
    current = current_episode(client, episode)
    person = current.case_manager if current else None
    return may_read(client, person if person and person.is_active else None) or keyworker_of(client, episode)


@remembered
def manager_of(client, episode=None):
    """A manager of the client's team, or None."""
    managers = team_of(client, episode).members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username")
    if client.is_restricted:
        return managers.filter(restricted_records__client=client).first() or named_readers(client).first()
    return managers.first()


def holder_of(duty, client, episode=None):
    """Who has a duty in the client's team: holder, deputy, team manager, or None."""
    return may_read(client, team_of(client, episode).holder_of(duty)) or keyworker_of(client, episode)


def coach_of(client):
    """The recovery coach assigned to the client today, or None."""
    today = timezone.localdate()
    rows = CoachAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), client=client, starts_on__lte=today)
    row = rows.filter(coach__is_active=True).select_related("coach").first()
    return row.coach if row else None


def coach_or_keyworker_of(client, episode=None):
    return coach_of(client) or keyworker_of(client, episode)


FINDERS = {
    Person.KEYWORKER: keyworker_of,
    Person.CASE_MANAGER: case_manager_of,
    Person.TEAM_MANAGER: manager_of,
    Person.COACH: coach_or_keyworker_of,
    **{Person(duty): partial(holder_of, duty) for duty in Duty},
}


def told_by(code, client, episode=None):
    """Whom a rule about a client tells, nobody twice: as an administrator has set it, else as it was shipped."""
    people = dict.fromkeys(FINDERS[person](client, episode) for person in whom(code))
    return list(filter(None, people)) or [None]


def approver_for(client, user, episode=None):
    """Who approves what this user has done: another manager of the team, else governance."""
    managers = team_of(client, episode).members.filter(role=Role.TEAM_MANAGER, is_active=True)
    if client.is_restricted:
        managers = managers.filter(restricted_records__client=client)
    officers = User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True)
    others = [people.exclude(pk=user and user.pk).order_by("username") for people in (managers, officers)]
    return others[0].first() or others[1].first()


def named_readers(client):
    """The people named on a restricted record."""
    return User.objects.filter(restricted_records__client=client, is_active=True).order_by("username")


def may_read(client, person):
    """The person, unless the record is restricted and the person is not named on it: then None."""
    if person and client.is_restricted and not named_readers(client).filter(pk=person.pk).exists():
        return None
    return person
