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
    return named or manager_of(client, episode)


def case_manager_of(client, episode=None):
    """The case manager of the current episode, else whoever answers as keyworker."""
    current = current_episode(client, episode)
    person = current.case_manager if current else None
    return person if person and person.is_active else keyworker_of(client, episode)


def manager_of(client, episode=None):
    """A manager of the client's team, or None."""
    team = team_of(client, episode)
    return team.members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username").first()


def holder_of(duty, client, episode=None):
    """Who has a duty in the client's team: holder, deputy, team manager, or None."""
    return team_of(client, episode).holder_of(duty)


def approver_for(client, user):
    """Who approves what this user does without consent: another manager of the client's team, else governance."""
    managers = team_of(client).members.filter(role=Role.TEAM_MANAGER, is_active=True)
    officers = User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True)
    others = [people.exclude(pk=user and user.pk).order_by("username") for people in (managers, officers)]
    return others[0].first() or others[1].first()
