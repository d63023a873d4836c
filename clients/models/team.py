"""Which teams know which client, kept by the database: what lists of clients are read from."""

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team

from ..choices import EpisodeStatus
from .client import Client
from .episode import Episode

# Registered there, an episode there, or a handover accepted there. A restricted record is known to no team.
FACTS = """
SELECT client.id AS client_id, fact.team_id, client.family_key, client.first_key, episode.id AS episode_id,
  COALESCE(episode.status, '') AS phase, client.preferred_key, episode.referred_on
FROM clients_client client
JOIN (
  SELECT id AS client_id, registered_team_id AS team_id FROM clients_client
  UNION SELECT client_id, team_id FROM clients_episode
  UNION SELECT client_id, team_id FROM clients_knowntoteam
) fact ON fact.client_id = client.id
LEFT JOIN clients_episode episode
  ON episode.client_id = client.id AND episode.team_id = fact.team_id AND episode.status <> 'closed'
WHERE NOT client.is_restricted
"""


class ClientOfTeam(models.Model):
    """A team knows a client, whose names stand here too: a team's clients are read in the order of their names.

    The team's open episode, if it has one with the client, and its phase are what most lists ask for.

    Nobody writes these rows: triggers on what makes a team know a client keep them (`clients_keep_teams`).
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="known_by", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="knows", db_index=False)
    family_key = models.CharField(max_length=100)
    first_key = models.CharField(max_length=100)
    preferred_key = models.CharField(max_length=100, blank=True, default="")
    episode = models.ForeignKey(
        Episode, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False,
        help_text=_("The open episode with this team"),
    )  # fmt: skip
    phase = models.CharField(
        max_length=30, choices=EpisodeStatus, blank=True, default="", help_text=_("Of that episode")
    )
    referred_on = models.DateField(null=True, blank=True, help_text=_("The start of that episode"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "team"], name="client_of_team_once")]
        indexes = [
            models.Index(fields=["team", "family_key", "first_key", "client"], name="client_of_team_name"),
            models.Index(
                fields=["team", "family_key", "first_key", "client"],
                include=["episode", "phase"],
                condition=Q(episode__isnull=False),
                name="client_of_team_open",
            ),
            models.Index(
                fields=["team", "referred_on", "family_key", "first_key", "client"],
                include=["episode", "phase"],
                condition=Q(episode__isnull=False),
                name="client_of_team_start",
            ),
            models.Index(
                fields=["team", "first_key", "family_key"],
                opclasses=["uuid_ops", "text_pattern_ops", "text_ops"],
                include=["client", "id"],
                name="client_of_team_first",
            ),
            models.Index(
                fields=["team", "preferred_key"],
                opclasses=["uuid_ops", "text_pattern_ops"],
                include=["family_key", "first_key", "client", "id"],
                condition=~Q(preferred_key=""),
                name="client_of_team_preferred",
            ),
        ]

    def __str__(self):
        return f"{self.client}: {self.team}"


def write_all(cursor):
    """Fill the empty table from the facts, for whoever has loaded clients without triggers."""
    table = connection.ops.quote_name(ClientOfTeam._meta.db_table)
    cursor.execute(
        f"INSERT INTO {table} (client_id, team_id, family_key, first_key, episode_id, phase, preferred_key, referred_on) "
        f"{FACTS} ORDER BY client.id, fact.team_id"
    )
