"""Long queries about one client or for one user, written once for anybody (core.written)."""

from uuid import UUID

from accounts.choices import Role
from accounts.models import User
from core.written import run

from .models import Client

# Stand-ins, in whose places the values are put each time.
NOBODY, ANYBODY = -1, UUID(int=0)
TEAMS = [UUID(int=number) for number in range(1, 100)]
FAMILY, FIRST = "\ufdd0", "\ufdd1"


def anybody():
    """A client to write a query about."""
    client = Client(pk=ANYBODY)
    client.family_key, client.first_key = FAMILY, FIRST
    return client


def somebody(role, teams):
    """A user with a role and so many teams, to write a query for."""
    user = User(pk=NOBODY, role=role)
    user.team_ids = TEAMS[:teams]
    return user


def teams_of(user):
    """Nothing that is written here asks for the teams of a coach, who sees assigned clients alone."""
    return [] if user.role == Role.RECOVERY_COACH else user.team_ids


def values_of(user):
    """What stands in the place of the stand-ins of `somebody`."""
    return {NOBODY: user.pk} | dict(zip(TEAMS, teams_of(user), strict=False))


def rows_of(query, client, user):
    """The rows of a query that was written with stand-ins, for a client and a user."""
    return run(query, {ANYBODY: client.pk, FAMILY: client.family_key, FIRST: client.first_key} | values_of(user))
