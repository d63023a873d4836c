"""The facts about releases from prison, by the one rule that also the record shows (custody.continuity)."""

from datetime import date
from itertools import islice

from django.db.models import F, OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from clients.choices import SubstanceGroup
from clients.models import Episode
from custody.continuity import excluded, standing, with_events
from custody.models import CustodyStay

AT_ONCE = 5_000  # rows in memory
COLUMNS = (
    "client_id, team_id, is_restricted, substance_group, sex, born_on, released_on, seen, started, excluded_because"
)
READ = [
    "client_id", "of_team", "is_restricted", "group", "sex", "born_on", "released_on", "first_seen_on", "treatment_began_on",
    "back_on", "died_on", "moved_on",
]  # fmt: skip
OVER = date.max  # the three weeks are over: what is still open is counted as on a day, by the measures


def fill(cursor, clients):
    """Add the releases of all clients, or of those with the given keys, to a table that has none of theirs."""
    stays = CustodyStay.objects.filter(released_on__isnull=False)
    if clients is not None:
        stays = stays.filter(client__in=clients)
    rows = map(row_of, with_people(with_events(stays)).order_by().values_list(*READ, named=True).iterator(AT_ONCE))
    while share := list(islice(rows, AT_ONCE)):  # reading and copying take turns on the one connection
        with cursor.copy(f"COPY reports_release ({COLUMNS}) FROM STDIN") as copy:
            for row in share:
                copy.write_row(row)


def with_people(stays):
    """With the episode that prepared the release, else the newest of the client, and what figures are broken down by."""
    newest = Episode.objects.filter(client=OuterRef("client")).order_by("-referred_on", "-created_at", "pk")
    group = Episode.objects.filter(pk=OuterRef("of_episode")).with_substance_group()
    return stays.annotate(
        of_episode=Coalesce("episode_id", Subquery(newest.values("pk")[:1]), output_field=UUIDField()),
        of_team=Coalesce(
            "episode__team_id", Subquery(newest.values("team")[:1]), "client__registered_team_id",
            output_field=UUIDField(),
        ),
        group=Subquery(group.values("substance_group")[:1]),
        is_restricted=F("client__is_restricted"), sex=F("client__sex"), born_on=F("client__date_of_birth"),
    )  # fmt: skip


def row_of(stay):
    """The columns of one release, in the order of COLUMNS."""
    excluded_on, because = excluded(stay)
    return (
        stay.client_id, stay.of_team, stay.is_restricted, stay.group or SubstanceGroup.NOT_RECORDED, stay.sex, stay.born_on,
        stay.released_on, standing(stay.released_on, stay.first_seen_on, excluded_on, OVER),
        standing(stay.released_on, stay.treatment_began_on, excluded_on, OVER), because or "",
    )  # fmt: skip
