"""What the SQL of several facts shares: whose rows, the substance group of an episode, and lists of values."""

from clients.choices import OPIATES, Substance, SubstanceGroup

# The clients whose facts are worked out, as a table: their keys, spelled out in each place, took longer to read than their rows.
# What is theirs is found by its keys: at the usual price of a look the database reads whole tables for five thousand clients.
SOME = """
SET LOCAL random_page_cost = 1.1;
DROP TABLE IF EXISTS pg_temp.reports_some;
CREATE TEMP TABLE reports_some ON COMMIT DROP AS SELECT DISTINCT unnest(%s::uuid[]) AS client_id;
CREATE UNIQUE INDEX ON reports_some (client_id);
ANALYZE reports_some
"""


def listed(values):
    """Values of our own code lists, for IN.

    >>> listed(["94", "95"])
    "'94', '95'"
    """
    return ", ".join(f"'{value}'" for value in values)


def choose(cursor, clients):
    """Say which clients (keys) `only` means, until the end of the transaction."""
    cursor.execute(SOME, [clients])


def only(clients, column):
    """The condition that a row is of all clients (None), or of those that were chosen."""
    return "true" if clients is None else f"{column} IN (SELECT client_id FROM reports_some)"


# Of one episode, by its primary key: as EpisodeQuerySet.with_substance_group.
SUBSTANCE_GROUP = f"""(SELECT CASE
    WHEN bool_or(s.substance IN ({listed(OPIATES)})) THEN '{SubstanceGroup.OPIATE}'
    WHEN bool_and(s.substance = '{Substance.ALCOHOL}') THEN '{SubstanceGroup.ALCOHOL}'
    WHEN bool_or(s.substance = '{Substance.ALCOHOL}') THEN '{SubstanceGroup.NON_OPIATE_AND_ALCOHOL}'
    WHEN count(*) > 0 THEN '{SubstanceGroup.NON_OPIATE}'
    ELSE '{SubstanceGroup.NOT_RECORDED}' END
  FROM clients_episodesubstance s WHERE s.episode_id = {{episode}})"""
