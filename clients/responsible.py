"""Who answers for a client: the one place that decides to whom an alert goes."""

from accounts.choices import Role
from accounts.models import User


def current_episode(client, episode=None):
    """The given episode while it is open, else the client's newest open one, else the given one that is closed."""
    if episode and episode.is_open:
        return episode
    return client.episodes.open().select_related("team", "keyworker", "case_manager").first() or episode


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


def manager_of(client, episode=None):
    """A manager of the client's team, or None."""
    managers = team_of(client, episode).members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username")
    if client.is_restricted:
        return managers.filter(restricted_records__client=client).first() or named_readers(client).first()
    return managers.first()


def holder_of(duty, client, episode=None):
    """Who has a duty in the client's team: holder, deputy, team manager, or None."""
    return may_read(client, team_of(client, episode).holder_of(duty)) or keyworker_of(client, episode)


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
