"""Long queries about one client, written once for anybody: writing one takes Django several times as long as the
database takes to run it."""

from uuid import UUID

from django.db import connection

from accounts.choices import Role
from accounts.models import User

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


def rows_of(written, client, user):
    """The rows of a query that was written with stand-ins, for a client and a user."""
    sql, parameters = written
    real = {ANYBODY: client.pk, FAMILY: client.family_key, FIRST: client.first_key, NOBODY: user.pk}
    real |= dict(zip(TEAMS, teams_of(user), strict=False))
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(value, value) for value in parameters])
        return cursor.fetchall()
