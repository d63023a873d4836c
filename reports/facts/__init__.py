"""Facts are filled here: whole tables at night, the rows of clients who changed during the day.

Each module gives `fill(cursor, clients)`: it adds the rows of one kind of fact, of all clients or of some keys.
"""

from django.db import connection

from ..models import (
    Beside,
    Change,
    CheckUpHeld,
    EqualityGroups,
    Gap,
    Given,
    HomeNeeded,
    Journey,
    OpenEpisode,
    OutcomeReached,
    Placement,
    PlannedEnding,
    Progress,
    ReferralResult,
    Release,
    SupportVisit,
    Sustained,
    WelshCase,
)
from . import (
    aftercare,
    beside,
    changes,
    endings,
    equality,
    given,
    journeys,
    needs,
    open_episodes,
    payments,
    placements,
    progress,
    releases,
    welsh_cases,
)
from .about import choose, only

# In this order: a fact may read those above it.
FILLED_BY = {
    Journey: journeys.fill,
    Given: given.fill,
    Placement: placements.fill,
    WelshCase: welsh_cases.fill,
    Progress: progress.fill,
    EqualityGroups: equality.fill,
    Gap: needs.fill_gaps,
    HomeNeeded: needs.fill_homes,
    ReferralResult: needs.fill_referrals,
    Release: releases.fill,
    OpenEpisode: open_episodes.fill,
    PlannedEnding: endings.fill,
    CheckUpHeld: aftercare.fill_check_ups,
    Sustained: aftercare.fill_sustained,
    SupportVisit: aftercare.fill_visits,
    Beside: beside.fill,
    Change: changes.fill,
    OutcomeReached: payments.fill,
}


def fill(clients=None):
    """Work out every fact anew, of all clients or of those with the given keys."""
    with connection.cursor() as cursor:
        if clients is not None:
            choose(cursor, clients)
        for model, fill_one in FILLED_BY.items():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE {only(clients, 'client_id')}")
            fill_one(cursor, clients)
