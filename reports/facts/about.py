"""What the SQL of several facts shares: whose rows, the substance group of an episode, and lists of values."""

from clients.choices import OPIATES, Substance, SubstanceGroup


def listed(values):
    """Values of our own code lists, for IN.

    >>> listed(["94", "95"])
    "'94', '95'"
    """
    return ", ".join(f"'{value}'" for value in values)


def only(clients, column):
    """The condition that a row is of all clients, or of those that the parameter `clients` names."""
    return "true" if clients is None else f"{column} = ANY(%(clients)s)"


# Of one episode, by its primary key: as EpisodeQuerySet.with_substance_group.
SUBSTANCE_GROUP = f"""(SELECT CASE
    WHEN bool_or(s.substance IN ({listed(OPIATES)})) THEN '{SubstanceGroup.OPIATE}'
    WHEN bool_and(s.substance = '{Substance.ALCOHOL}') THEN '{SubstanceGroup.ALCOHOL}'
    WHEN bool_or(s.substance = '{Substance.ALCOHOL}') THEN '{SubstanceGroup.NON_OPIATE_AND_ALCOHOL}'
    WHEN count(*) > 0 THEN '{SubstanceGroup.NON_OPIATE}'
    ELSE '{SubstanceGroup.NOT_RECORDED}' END
  FROM clients_episodesubstance s WHERE s.episode_id = {{episode}})"""
