"""The caseload: one query for a page of clients, and its rows ready to be shown."""

import re

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.forms import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import Role
from core.folding import fold
from core.forms import DateField
from core.pagination import paginate
from core.templatetags.ui import age, days_overdue, short_day

from .banner import flags_shown_to
from .choices import ContactOutcome, EpisodeStatus, FlagKind
from .models import Client, ClientFlag, Contact
from .reading_up import model_of

REFERENCE = re.compile(r"[2-9B-DF-HJ-NP-TV-XZ]{4}-?[2-9B-DF-HJ-NP-TV-XZ]{4}")
KEYS = ["family_key", "first_key", "id", "row_key"]
COLUMNS = [
    *KEYS, "reference", "first_name", "family_name", "preferred_name", "date_of_birth", "episode__status",
    "episode__keyworker__first_name", "episode__keyworker__last_name", "last_contact_at", "next_on", "review_on",
    "release_on", "flag_kinds",
]  # fmt: skip


def caseload(user, query, *, cursor=""):
    """One page of the clients whom a user may see, narrowed by the values of a CaseloadQuery."""
    rows = _with_columns(_narrowed(_with_episode(user), user, query), user)
    return paginate(rows.values(*COLUMNS), *KEYS, cursor=cursor)


def _with_episode(user):
    """Visible clients, each beside the open episode with one of the user's teams, if there is one."""
    ours = Q(episodes__team__in=user.team_ids) & ~Q(episodes__status=EpisodeStatus.CLOSED)
    return Client.objects.visible_to(user).annotate(episode=FilteredRelation("episodes", condition=ours))


def _narrowed(clients, user, query):
    words, phase, keyworker = query["words"], query["phase"], query["keyworker"]
    if words:
        clients = clients.filter(named(words))
    if user.role != Role.RECOVERY_COACH:
        clients = clients.filter(_in_phase(phase, words))
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


def _with_columns(clients, user):
    contacts = Contact.objects.filter(client=OuterRef("pk"), outcome=ContactOutcome.ATTENDED).order_by("-happened_at")
    flags = ClientFlag.objects.filter(flags_shown_to(user), client=OuterRef("pk"), ended_on=None).order_by("kind")
    check_ups = model_of("check_ups").objects.filter(client=OuterRef("pk"), done_on=None).order_by("due_on")
    stays = model_of("custody_stays").objects.filter(client=OuterRef("pk"), status="in_custody")
    releases = model_of("custody_stays.release_dates").objects.filter(
        stay__client=OuterRef("pk"), stay__status="in_custody", superseded_at=None
    )
    return clients.annotate(
        row_key=Coalesce("episode__id", "id"),
        last_contact_at=Subquery(contacts.values("happened_at")[:1]),
        next_on=Least(Subquery(check_ups.values("due_on")[:1]), Subquery(stays.values("appointment_at__date")[:1])),
        review_on=Subquery(_reviews().values("review_on")[:1]),
        release_on=Subquery(releases.values("expected_on")[:1]),
        flag_kinds=ArraySubquery(flags.values("kind")),
    )


class RowWriter:
    """Formats the rows of a page; what is the same in all of them is looked up once."""

    def __init__(self, today):
        self.today = today
        self.phases = {value: str(label) for value, label in EpisodeStatus.choices} | {None: _("No open episode")}
        self.flags = {value: str(label) for value, label in FlagKind.choices}
        self.address = reverse("clients:client_detail", args=["00000000-0000-0000-0000-000000000000"])
        self.prefix = self.address.partition("00000000-")[0]
        self.days = {}

    def day(self, value):
        """A day as tables write it, the year only where it is another one; the same few days come again and again."""
        if value not in self.days:
            self.days[value] = date_format(value, "j M") if value.year == self.today.year else short_day(value)
        return self.days[value]

    def row(self, client):
        preferred = client["preferred_name"]
        review, release, last = client["review_on"], client["release_on"], client["last_contact_at"]
        keyworker = f"{client['episode__keyworker__first_name'] or ''} {client['episode__keyworker__last_name'] or ''}"
        return {
            "url": f"{self.prefix}{client['id']}/",
            "name": f"{client['family_name'].upper()}, {client['first_name']}{f' ({preferred})' if preferred else ''}",
            "reference": client["reference"],
            "born": f"{self.day(client['date_of_birth'])} ({age(client['date_of_birth'], self.today)})",
            "phase": self.phases[client["episode__status"]],
            "keyworker": keyworker.strip(),
            "last": self.day(timezone.localtime(last).date()) if last else "",
            "next": self.day(client["next_on"]) if client["next_on"] else "",
            "review": self.day(review) if review else "",
            "overdue": days_overdue(review, self.today) if review and review < self.today else "",
            "release": self.day(release) if release else "",
            "flags": [self.flags[kind] for kind in client["flag_kinds"]],
        }


def rows_of(page):
    """The rows of a page of the caseload, formatted."""
    writer = RowWriter(timezone.localdate())
    return [writer.row(client) for client in page.rows]
