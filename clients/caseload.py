"""The caseload: one query for a page of clients, and its rows ready to be shown."""

import re
from functools import cache, lru_cache
from html import escape
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.forms import ValidationError
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from accounts.models import User
from core.folding import fold
from core.forms import DateField
from core.pagination import PAGE_SIZE, page_of, paginate
from core.templatetags.ui import age, days_overdue

from .banner import COACH_FLAGS
from .choices import ContactOutcome, EpisodeStatus, FlagKind
from .models import STAFF_ROLES, Client, ClientFlag, Contact
from .reading_up import model_of

REFERENCE = re.compile(r"[2-9B-DF-HJ-NP-TV-XZ]{4}-?[2-9B-DF-HJ-NP-TV-XZ]{4}")
NOTHING = "–"
NOBODY = -1
HEADINGS = {
    "name": gettext_lazy("Name"),
    "born": gettext_lazy("Born"),
    "phase": gettext_lazy("Phase"),
    "keyworker": gettext_lazy("Keyworker"),
    "last": gettext_lazy("Last contact"),
    "next": gettext_lazy("Next"),
    "review": gettext_lazy("Review"),
    "flags": gettext_lazy("To know first"),
}
COACH_HEADINGS = ["name", "born", "last", "next", "flags"]
KEYS = ["family_key", "first_key", "id", "row_key"]
COLUMNS = [
    *KEYS, "reference", "first_name", "family_name", "preferred_name", "date_of_birth", "episode__status",
    "episode__keyworker__first_name", "episode__keyworker__last_name", "last_contact_at", "next_on", "review_on",
    "release_on", "flag_kinds",
]  # fmt: skip


def caseload(user, query, *, cursor=""):
    """One page of the clients whom a user may see, narrowed by the values of a CaseloadQuery."""
    if cursor or query["words"]:
        return paginate(_selected(user, query), *KEYS, cursor=cursor)
    shape = [query.get(name) for name in ("phase", "keyworker", "overdue")]
    sql, parameters = _compiled(user.role, len(user.team_ids), timezone.localdate(), *shape)
    real = {NOBODY: user.pk} | dict(zip(_stand_ins(len(user.team_ids)), user.team_ids, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [real.get(value, value) for value in parameters])
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return page_of(rows, Client, KEYS)


@lru_cache(maxsize=128)
def _compiled(role, teams, today, phase, keyworker, overdue):
    """The query of a first page, for anybody of that role in so many teams.

    Django takes three times as long to write this query as the database takes to run it, so that it is written once
    for each way of narrowing, with stand-ins for the user and the teams.
    """
    anybody = User(pk=NOBODY, role=role)
    anybody.team_ids = _stand_ins(teams)
    query = {"words": "", "phase": phase, "keyworker": keyworker, "overdue": overdue}
    return _selected(anybody, query).order_by(*KEYS)[: PAGE_SIZE + 1].query.sql_with_params()


def _stand_ins(teams):
    return [UUID(int=number + 1) for number in range(teams)]


def _selected(user, query):
    rows = _narrowed(_with_episode(user, query), user, query)
    return rows.annotate(**_columns(user.role == Role.RECOVERY_COACH)).values(*COLUMNS)


def _with_episode(user, query):
    """Visible clients, each beside the open episode with one of the user's teams, if there is one."""
    is_staff = user.role in STAFF_ROLES
    by_episode = is_staff and not query["words"] and query.get("phase") not in ("all", "none")
    # An open episode with one of the user's teams is what makes a client visible: the scope asks nothing more.
    clients = Client.objects.all() if by_episode else Client.objects.visible_to(user)
    ours = Q(episodes__team__in=user.team_ids) & ~Q(episodes__status=EpisodeStatus.CLOSED)
    return clients.annotate(episode=FilteredRelation("episodes", condition=ours))


def _narrowed(clients, user, query):
    words = query["words"]
    if words:
        clients = clients.filter(named(words))
    if user.role == Role.RECOVERY_COACH:
        return clients
    clients = clients.filter(_in_phase(query["phase"], words))
    keyworker = query["keyworker"]
    if keyworker == "mine":
        clients = clients.filter(Q(episode__keyworker=user) | Q(episode__case_manager=user))
    elif keyworker == "none":
        clients = clients.filter(episode__isnull=False, episode__keyworker=None)
    if query["overdue"]:
        clients = clients.filter(Exists(_reviews().filter(review_on__lt=timezone.localdate())))
    return clients


def _in_phase(phase, words):
    """The condition for a phase; words without a phase look through everybody."""
    if phase == "all" or (words and not phase):
        return Q()
    if phase == "none":
        return Q(episode__isnull=True)
    return Q(episode__status=phase) if phase else Q(episode__isnull=False)


def named(words):
    """The condition for what somebody typed to find a person: a number, a reference, a day of birth or names."""
    text = " ".join(words.split())
    digits = re.sub(r"[ -]", "", text)
    if digits.isascii() and digits.isdecimal() and len(digits) == 10:
        return Q(nhs_number=digits)
    if REFERENCE.fullmatch(text.upper()):
        plain = text.upper().replace("-", "")
        return Q(reference=f"{plain[:4]}-{plain[4:]}") | _by_name(text)
    try:
        return Q(date_of_birth=DateField().clean(text))
    except ValidationError:
        return _by_name(text)


def _by_name(text):
    """Names that begin with what was typed: one word is either name, more are both, in either order."""
    first, _space, rest = fold(text.replace(",", " ")).partition(" ")
    rest = rest.strip()
    whole = fold(text)
    if not rest:
        return Q(family_key__startswith=first) | Q(first_key__startswith=first)
    both = Q(first_key__startswith=first, family_key__startswith=rest)
    return both | Q(family_key__startswith=first, first_key__startswith=rest) | Q(family_key__startswith=whole)


def _reviews():
    return model_of("care_plans").objects.filter(client=OuterRef("pk"), status="active").order_by("review_on")


@cache
def _columns(is_coach):
    """What a row shows besides the person and the episode. Built once: building it took longer than the query."""
    client = OuterRef("pk")
    contacts = Contact.objects.valid().filter(client=client, outcome=ContactOutcome.ATTENDED).order_by("-happened_at")
    flags = ClientFlag.objects.filter(client=client, ended_on=None).order_by("kind")
    if is_coach:
        flags = flags.filter(kind__in=COACH_FLAGS)
    in_aftercare = Q(aftercare__episode__status=EpisodeStatus.AFTERCARE)
    check_ups = model_of("check_ups").objects.filter(in_aftercare, client=client, done_on=None).order_by("due_on")
    check_up = Subquery(check_ups.values("due_on")[:1])
    stays = model_of("custody_stays").objects.filter(client=client, status="in_custody").order_by()
    releases = model_of("custody_stays.release_dates").objects.filter(superseded_at=None).order_by()
    releases = releases.filter(stay__client=client, stay__status="in_custody")
    return {
        "row_key": Coalesce("episode__id", "id"),
        "last_contact_at": Subquery(contacts.values("happened_at")[:1]),
        "next_on": check_up if is_coach else Least(check_up, Subquery(stays.values("appointment_at__date")[:1])),
        "review_on": Subquery(_reviews().values("review_on")[:1]),
        "release_on": Subquery(releases.values("expected_on")[:1]),
        "flag_kinds": ArraySubquery(flags.values("kind")),
    }


@cache
def fragment(name):
    """The text of a small template with {places}, filled by str.format: 50 rows of template tags take ten times it."""
    return get_template(f"clients/{name}.html").template.source.partition("#}\n")[2]


def with_headings(text):
    """The text of a row with the heading of each column in its [place]: on a phone it stands beside the value."""
    for name, label in HEADINGS.items():
        text = text.replace(f"[{name}]", escape(str(label)))
    return text


class RowWriter:
    """Writes the rows of a page; what is the same in all of them is looked up once.

    Texts that people typed or translated are escaped here, one by one; numbers and dates need none. The template
    puts the rows out as they are.
    """

    def __init__(self, today, is_coach):
        self.today, self.is_coach = today, is_coach
        self.text = with_headings(fragment("_caseload_row_coach" if is_coach else "_caseload_row"))
        self.phases = {value: escape(str(label)) for value, label in EpisodeStatus.choices}
        self.phases[None] = escape(_("No open episode"))
        self.flags = {
            kind: fragment("_caseload_flag").format(flag=escape(str(label))) for kind, label in FlagKind.choices
        }
        self.prefix = reverse("clients:client_list")
        self.months = {number: str(name).title() for number, name in MONTHS_3.items()}

    def day(self, value):
        """A day as tables write it, the year only where it is another one."""
        day = f"{value.day} {self.months[value.month]}"
        return day if value.year == self.today.year else f"{day} {value.year}"

    def row(self, client):
        preferred = f" ({client['preferred_name']})" if client["preferred_name"] else ""
        last = client["last_contact_at"]
        keyworker = f"{client['episode__keyworker__first_name'] or ''} {client['episode__keyworker__last_name'] or ''}"
        return self.text.format(
            url=f"{self.prefix}{client['id']}/",
            name=escape(f"{client['family_name'].upper()}, {client['first_name']}{preferred}"),
            reference=client["reference"],
            born=f"{self.day(client['date_of_birth'])} ({age(client['date_of_birth'], self.today)})",
            phase=self.phases[client["episode__status"]],
            keyworker=escape(keyworker.strip()) or NOTHING,
            last=self.day(timezone.localtime(last).date()) if last else NOTHING,
            next=self.due(client["next_on"]),
            review=self.due(client["review_on"]),
            release=self.release(client["release_on"]),
            flags="".join([self.flags[kind] for kind in client["flag_kinds"]]),
        )

    def due(self, day):
        """A day that must be kept; when it has passed, it says since when."""
        if not day:
            return NOTHING
        if day >= self.today:
            return self.day(day)
        return fragment("_caseload_overdue").format(day=self.day(day), overdue=escape(days_overdue(day, self.today)))

    def release(self, day):
        if not day or self.is_coach:
            return ""
        return fragment("_caseload_release").format(release=escape(_("Release %(day)s") % {"day": self.day(day)}))


def headings_for(user):
    """The headings of the columns that a user sees."""
    names = COACH_HEADINGS if user.role == Role.RECOVERY_COACH else HEADINGS
    return [HEADINGS[name] for name in names]


def rows_of(page, user):
    """The rows of a page of the caseload as HTML, every value in it escaped."""
    writer = RowWriter(timezone.localdate(), user.role == Role.RECOVERY_COACH)
    return "".join([writer.row(client) for client in page.rows])
