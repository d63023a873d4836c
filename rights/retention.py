"""How long a record is kept: rules that a service sets on screen, counted from the end of its last use."""

from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone

from clients.choices import EpisodeStatus
from clients.models import Death, Episode
from reference import intervals
from reference.choices import IntervalKey

from .choices import RetentionChoice, RetentionStatus
from .models import LegalHold, RetentionDecision

ADULT_AGE = 18
MOST = 2000


def keep_until(last_used_on, born, died_on=None, on=None):
    """The last day on which a record must be kept: the minimum periods of the records management code, set on screen.

    `last_used_on` is the end of the last episode; using the record again begins the time anew.
    """
    if died_on:
        return died_on + timedelta(days=intervals.days(IntervalKey.RETENTION_AFTER_DEATH, on))
    adult = _birthday(born, ADULT_AGE)
    as_adult = last_used_on + timedelta(days=intervals.days(IntervalKey.RETENTION_ADULT, on))
    if last_used_on >= adult:
        return as_adult
    return max(as_adult, adult + timedelta(days=intervals.days(IntervalKey.RETENTION_CHILD, on)))


def _birthday(born, age):
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # 29 February
        return date(born.year + age, 3, 1)


def closed_before(day, clients):
    """Those of some clients without an open episode whose last use, or death, lies before a day, with both days.

    It begins with the episodes and deaths of that time: of a million clients few have been gone for so long.
    """
    open_one = Episode.objects.open().filter(client=OuterRef("pk"))
    ended = Episode.objects.filter(client=OuterRef("pk"), status=EpisodeStatus.CLOSED).order_by()
    last = ended.values("client").annotate(last=Max("ended_on")).values("last")
    died = Death.objects.standing().filter(client=OuterRef("pk")).order_by().values("died_on")[:1]
    ended_then = Episode.objects.filter(status=EpisodeStatus.CLOSED, ended_on__lte=day).order_by().values("client")
    died_then = Death.objects.standing().filter(died_on__lte=day).order_by().values("client")
    gone = clients.filter(~Exists(open_one), pk__in=ended_then.union(died_then, all=True))
    gone = gone.annotate(last_used_on=Subquery(last), died_on=Subquery(died))
    return gone.filter(Q(last_used_on__lte=day) | Q(died_on__lte=day))


def due_for_review(clients, day=None):
    """(client, kept until) of those closed records whose time has run out by a day, the oldest first, `MOST` at most.

    Left out are records under a legal hold and those that two people have decided to keep until later.
    """
    day = day or timezone.localdate()
    hold = LegalHold.objects.filter(client=OuterRef("pk"), ends_on=None)
    kept = RetentionDecision.objects.filter(
        client=OuterRef("pk"), status=RetentionStatus.APPROVED, choice=RetentionChoice.KEEP, keep_until__gte=day
    )
    shortest = min(intervals.days(key) for key in (IntervalKey.RETENTION_ADULT, IntervalKey.RETENTION_AFTER_DEATH))
    gone = closed_before(day - timedelta(days=shortest), clients).filter(~Exists(hold), ~Exists(kept))
    rows = (
        (client, keep_until(client.last_used_on, client.date_of_birth, client.died_on))
        for client in gone.order_by("last_used_on", "pk")[:MOST]
    )
    return [(client, until) for client, until in rows if until <= day]


def proposals(clients):
    """{key of a client: the proposal that waits for a second person}."""
    waiting = RetentionDecision.objects.filter(status=RetentionStatus.PROPOSED, client__in=list(clients))
    return {proposal.client_id: proposal for proposal in waiting}


def due_by(day, clients, values):
    """(client, kept until, its proposal or None) for the list as it is narrowed, and how many there are of each state."""
    due = due_for_review(clients, day)
    waiting = proposals(client for client, _until in due)
    rows = [(client, until, waiting.get(client.pk)) for client, until in due]
    states = {"": rows, "none": [row for row in rows if not row[2]], "proposed": [row for row in rows if row[2]]}
    chosen = states[values["state"]]
    if values["sort"] == "reference":
        chosen = sorted(chosen, key=lambda row: row[0].reference)
    return chosen, {state: len(found) for state, found in states.items()}
