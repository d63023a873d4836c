"""The caseload: one query for a page of clients, as fast in a team of twenty thousand as in one of twenty."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, Now
from django.db.models.lookups import LessThan
from django.utils import timezone

from accounts.models import User
from core.lists import MOST_EXPORTED
from core.pagination import PAGE_SIZE, beyond, page_of, read_cursor

from .banner import COACH_FLAGS
from .choices import ContactOutcome, EpisodeStatus
from .finding import Search, understood
from .models import STAFF_ROLES, Client, ClientFlag, ClientOfTeam, Contact, Episode, RecordLink
from .reading_up import model_of
from .sorting import CONTACT, NAME, in_use, keys_of, place_of

COLUMNS = [
    "family", "first", "id", "row_key", "reference", "first_name", "family_name", "preferred_name", "date_of_birth", "birth_is_approximate", "phase",
    "keyworker_first", "keyworker_last", "last_contact_at", "next_on", "review_on", "release_on", "flag_kinds",
    "kept_in", "others",
]  # fmt: skip

MOST_COUNTED = 1_000  # more are "1,000+": counting on would take longer than the page
EXPORTED_AT_ONCE = 1_000

# Stand-ins, by which the values of a query are found again in the query that was written once for everybody.
NOBODY = -1
SOMEBODY = User(pk=NOBODY)
TEAMS = [UUID(int=number) for number in range(1, 100)]
AFTER = ["\ufdd0", "\ufdd1", UUID(int=1001), UUID(int=1002)]
AFTER_DAY, AFTER_MOMENT = date(1900, 1, 2), datetime(1900, 1, 2, tzinfo=UTC)
TYPED = ("\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5")
BIRTH = date(1900, 1, 1)


@dataclass(frozen=True)
class Shape:
    """Everything about a page of the caseload that changes how its query is written."""

    role: str
    teams: int
    has_exceptions: bool
    phase: str | None
    keyworker: str | None
    overdue: bool
    today: date
    search: str = ""
    texts: int = 0  # that were typed
    is_first: bool = True
    size: int = PAGE_SIZE
    sort: str = NAME

    @property
    def keys(self):
        return keys_of(self.sort)

    @property
    def after(self):
        """Stand-ins for the keys of the last row before the page."""
        place = AFTER_MOMENT if self.sort == CONTACT else AFTER_DAY
        return [*([place] if self.sort else []), *AFTER]

    @property
    def columns(self):
        return [*(["place"] if self.sort else []), *COLUMNS]

    @property
    def is_staff(self):
        return self.role in STAFF_ROLES

    @property
    def team_ids(self):
        return TEAMS[: self.teams]

    @property
    def sought(self):
        """What somebody looks for, with stand-ins."""
        return Search(self.search, (BIRTH,) if self.search == "birth" else TYPED[: self.texts])

    @property
    def is_only_by_name(self):
        """Nothing narrows the list but a name, as is nearly always so when somebody looks for a name."""
        return self.is_staff and self.sought.is_by_name and not (self.phase or self.keyworker or self.overdue)

    @property
    def needs_episode(self):
        """An open episode with one of the user's teams, unless somebody looks through everybody."""
        return self.is_staff and self.phase not in ("all", "none") and not (self.search and not self.phase)


def caseload(user, query, *, cursor="", size=PAGE_SIZE):
    """One page of the clients whom a user may see, narrowed and sorted by the values of a CaseloadQuery."""
    keys = keys_of(in_use(user, query))
    after = read_cursor(cursor, Client, keys)
    shape, rows = _run(_compiled, user, query, after=after, size=size)
    rows = [dict(zip(shape.columns, row, strict=True)) for row in rows]
    return page_of(rows, Client, keys, size=size, is_first=after is None)


def count(user, query):
    """How many rows the whole list has, counted to `MOST_COUNTED` and one."""
    _shape, rows = _run(_compiled_count, user, query, size=MOST_COUNTED)
    return rows[0][0]


def everybody(user, query):
    """The rows of the whole list, `MOST_EXPORTED` of them at most, read in pages."""
    cursor, left = "", MOST_EXPORTED
    while left > 0:
        page = caseload(user, query, cursor=cursor, size=min(left, EXPORTED_AT_ONCE))
        yield from page.rows
        left, cursor = left - len(page.rows), page.next_cursor
        if not cursor:
            return


def _run(compiled, user, query, *, after=None, size):
    """The shape of a query and its rows, with what it is about in the place of the stand-ins."""
    search = understood(query["words"]) if query["words"] else Search("", ())
    shape = Shape(
        user.role,
        len(user.team_ids),
        _has_exceptions(user),
        query.get("phase"),
        query.get("keyworker"),
        bool(query.get("overdue")),
        timezone.localdate(),
        search.kind,
        len(search.values),
        after is None,
        size,
        in_use(user, query),
    )
    sql, parameters = compiled(shape)
    real = {NOBODY: user.pk, **dict(zip(TEAMS, user.team_ids, strict=False)), **_typed(search)}
    if after:
        real |= dict(zip(shape.after, after, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(value, value) for value in parameters])
        return shape, cursor.fetchall()


def _has_exceptions(user):
    """Whether the user sees anybody beside the teams' clients: nearly nobody does, and then half the query is saved.

    Asked once for a page and its count: the answer stays with the user of the request, as the teams do.
    """
    if user.role not in STAFF_ROLES:
        return False
    if not hasattr(user, "sees_exceptions"):
        opened, named = Client.objects.exceptions_of(user)
        user.sees_exceptions = opened.union(named, all=True).exists()
    return user.sees_exceptions


def _typed(search):
    """What was typed for each stand-in, also as the pattern that it makes."""
    if search.kind == "birth":
        return {BIRTH: search.values[0]}
    typed = dict(zip(TYPED, search.values, strict=False))
    return typed | {f"{name}%": f"{connection.ops.prep_for_like_query(value)}%" for name, value in typed.items()}


@lru_cache(maxsize=512)
def _compiled(shape):
    """The query of a page, for anybody.

    Django takes three times as long to write this query as the database takes to run it, so that it is written once
    for each shape, with stand-ins for the user, the teams, the words and the place where the page begins.
    """
    branches = [_page(clients, shape) for clients in _branches(shape)]
    first, *others = branches
    rows = first.union(*others, all=True).order_by(*shape.keys)[: shape.size + 1] if others else first
    return rows.query.sql_with_params()


@lru_cache(maxsize=512)
def _compiled_count(shape):
    """The query that counts a list, written once as that of a page is."""
    first, *others = [rows.order_by()[: shape.size + 1] for rows in _counted(shape)]
    rows = first.union(*others, all=True) if others else first
    sql, parameters = rows.query.sql_with_params()
    return f"SELECT count(*) FROM ({sql}) AS found", parameters


def _counted(shape):
    """The rows of each branch by one key; where nothing of the person is asked, the team's own rows say all of it."""
    is_plain = shape.is_staff and not (shape.search or shape.keyworker)
    for number, clients in enumerate(_branches(shape)):
        if is_plain and number < shape.teams and (shape.needs_episode or shape.teams == 1):
            known = ClientOfTeam.objects.filter(_in_phase(shape, "episode", "phase"), team=TEAMS[number])
            if shape.overdue:
                late = _reviews("client_id").filter(review_on__lt=shape.today)
                known = known.filter(Exists(late.order_by()))
            yield known.values("client_id")
        else:
            yield clients.values("id")


def _branches(shape):
    """The clients of each team in the order of their names, and those whom only this user sees."""
    if not shape.is_staff:
        yield _of_anybody(Client.objects.visible_to(User(pk=NOBODY, role=shape.role)), shape)
        return
    for number, team in enumerate(shape.team_ids):
        yield _of_team(team, shape.team_ids[:number], shape)
    if shape.has_exceptions or not shape.teams:
        opened, named = Client.objects.exceptions_of(SOMEBODY)
        known = ClientOfTeam.objects.filter(client=OuterRef("pk"), team__in=shape.team_ids)
        yield _of_anybody(Client.objects.filter(~Exists(known), pk__in=opened.union(named, all=True)), shape)


def _of_team(team, earlier, shape):
    """Those whom a team knows, in the order of its index; one without an episode is not shown for a second team."""
    condition = Q(known_by__team=team) & _narrowed(shape, "known_by__", "known_by__episode", "known_by__phase")
    if shape.is_only_by_name:
        condition &= Q(known_by__in=_first_by_name(team, shape))
    if not shape.needs_episode and shape.teams > 1:
        elsewhere = Episode.objects.open().filter(client=OuterRef("pk"), team__in=shape.team_ids)
        known = ClientOfTeam.objects.filter(client=OuterRef("pk"), team__in=earlier)
        condition &= Q(known_by__episode__isnull=False) | ~Exists(elsewhere) & ~Exists(known)
    return _with_places(Client.objects.filter(condition), "known_by__", "known_by__episode")


def _first_by_name(team, shape):
    """As many of the team's as may stand on a page, for each way in which a name can fit by the index of that way."""
    known = ClientOfTeam.objects.filter(team=team)
    if not shape.is_first:
        family, first, client, _row = AFTER
        same = Q(family_key=family) & (Q(first_key__gt=first) | Q(first_key=first, client__gte=client))
        known = known.filter(Q(family_key__gte=family) & (Q(family_key__gt=family) | same))
    most = (shape.size + 2) * shape.teams  # one client may stand there for each team
    in_order = ["family_key", "first_key", "client"]
    first, *others = [known.filter(way).order_by(*in_order)[:most] for way in shape.sought.ways(client="client")]
    return first.union(*others).values("pk")


def _of_anybody(clients, shape):
    ours = Q(episodes__team__in=shape.team_ids) & ~Q(episodes__status=EpisodeStatus.CLOSED)
    clients = clients.annotate(episode=FilteredRelation("episodes", condition=ours))
    return _with_places(clients.filter(_narrowed(shape, "", "episode", "episode__status")), "", "episode")


def _with_places(clients, names, episode):
    """The keys by which the list is sorted, and what it shows of the episode."""
    return clients.annotate(
        family=F(f"{names}family_key"),
        first=F(f"{names}first_key"),
        row_key=Coalesce(f"{episode}__id", "id"),
        begun=F(f"{names or 'episode__'}referred_on"),
        phase=F(f"{episode}__status"),
        keyworker_first=F(f"{episode}__keyworker__first_name"),
        keyworker_last=F(f"{episode}__keyworker__last_name"),
    )


def _narrowed(shape, names, episode, phase):
    """The condition for the choices of the user, all of it in one `filter()`, so that it is about the same row."""
    condition = Q()
    if shape.search:
        condition &= Q() if shape.is_only_by_name and names else shape.sought.condition(names)
    if shape.is_staff:
        condition &= _in_phase(shape, episode, phase) & _kept_by(shape.keyworker, episode)
    if shape.is_staff and shape.overdue:
        client = f"{names}client_id" if names else "pk"
        # The day that the row shows, not EXISTS: the team's rows are read in their order until the page is full, where a
        # join with the plans began with every client of the service.
        condition &= Q(LessThan(_review_on(client), shape.today))
    return condition


def _in_phase(shape, episode, phase):
    if shape.needs_episode:
        return Q(**{f"{episode}__isnull": False} | ({phase: shape.phase} if shape.phase else {}))
    return Q(**{f"{episode}__isnull": True}) if shape.phase == "none" else Q()


def _kept_by(keyworker, episode):
    if keyworker == "mine":
        return Q(**{f"{episode}__keyworker": NOBODY}) | Q(**{f"{episode}__case_manager": NOBODY})
    return Q(**{f"{episode}__isnull": False, f"{episode}__keyworker": None}) if keyworker == "none" else Q()


def _page(clients, shape):
    """The first rows of a branch from where the page begins."""
    clients = clients.annotate(**_columns(not shape.is_staff))
    if shape.sort:
        clients = clients.annotate(place=place_of(shape.sort))
    if not shape.is_first:
        clients = clients.filter(beyond(shape.keys, shape.after))
    return clients.values_list(*shape.columns).order_by(*shape.keys)[: shape.size + 1]


def _reviews(client="pk"):
    return model_of("care_plans").objects.filter(client=OuterRef(client), status="active").order_by("review_on")


def _review_on(client="pk"):
    """The first day on which a plan of the client is to be reviewed."""
    return Subquery(_reviews(client).values("review_on")[:1])


@cache
def _columns(is_coach):
    """What a row shows besides the person and the episode. Built once: building it took longer than the query."""
    client = OuterRef("pk")
    contacts = Contact.objects.valid().filter(client=client, outcome=ContactOutcome.ATTENDED).order_by("-happened_at")
    there = model_of("attendances").objects.filter(client=client, seen_at__isnull=False).order_by("-seen_at")
    flags = ClientFlag.objects.filter(client=client, ended_on=None).order_by("kind")
    if is_coach:
        flags = flags.filter(kind__in=COACH_FLAGS)
    in_aftercare = Q(aftercare__episode__status=EpisodeStatus.AFTERCARE)
    check_ups = (
        model_of("check_ups")
        .objects.filter(in_aftercare, client=client, done_on=None, cancelled_because="")
        .order_by("due_on")
    )
    check_up = Subquery(check_ups.values("due_on")[:1])
    booked = model_of("appointments").objects.filter(client=client, status="booked", begins_at__gt=Now())
    booked = Subquery(booked.order_by("begins_at").values("begins_at__date")[:1])
    stays = model_of("custody_stays").objects.filter(client=client, status="in_custody").order_by()
    releases = model_of("custody_stays.release_dates").objects.filter(superseded_at=None).order_by()
    releases = releases.filter(stay__client=client, stay__status="in_custody")
    links = RecordLink.objects.live().order_by()
    return {
        "last_contact_at": Greatest(
            Subquery(contacts.values("happened_at")[:1]), Subquery(there.values("seen_at")[:1])
        ),
        "next_on": check_up
        if is_coach
        else Least(check_up, booked, Subquery(stays.values("appointment_at__date")[:1])),
        "review_on": _review_on(),
        "release_on": Subquery(releases.values("expected_on")[:1]),
        "flag_kinds": ArraySubquery(flags.values("kind")),
        "kept_in": Subquery(links.filter(other=client).values("kept__reference")[:1]),
        "others": ArraySubquery(links.filter(kept=client).order_by("other__reference").values("other__reference")),
    }
