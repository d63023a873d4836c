"""What must be seen before anything else on a record: safe contact, staff safety, flags and prison."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import CharField, DateField, Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from alerts.models import Alert

from .choices import EpisodeStatus, FlagKind
from .models import BreakGlass, Client, Episode, RecordLink
from .reading_up import of_clients
from .written import anybody, rows_of, somebody, teams_of

FAMILY_FLAGS = [FlagKind.PREGNANCY, FlagKind.STORAGE_AT_HOME, FlagKind.CHILDREN_AT_RISK]
COACH_FLAGS = [FlagKind.SAFE_CONTACT, FlagKind.STAFF_SAFETY]
CUSTODY, DIED, BREAK_GLASS = "custody", "died", "break_glass"
SAFETY = "safety"  # an answer about suicide or self-harm, until somebody has acted on it
CLOSED, RESTRICTED, FROZEN, SAME_NAME = "closed", "restricted", "frozen", "same_name"
LINKED, LINKED_HERE = "linked", "linked_here"  # this record to another one, another one to this
STANDING = (DIED, FROZEN, LINKED, RESTRICTED, CLOSED)  # what makes a record look different at once
NO_FLAGS = (SAFETY, CUSTODY, BREAK_GLASS, SAME_NAME, LINKED_HERE, *STANDING)

ON_A_DAY = {
    DIED: gettext_lazy("This person died on %(day)s."),
    CLOSED: gettext_lazy("Closed: the last episode ended on %(day)s"),
    SAFETY: gettext_lazy("Suicide or self-harm was ticked on %(day)s, and nothing is written down yet that was done"),
}


@dataclass(frozen=True)
class Notice:
    """One thing to know first."""

    kind: str
    key: UUID | None
    text: str
    day: date | None

    @property
    def is_flag(self):
        return self.key is not None and self.kind not in NO_FLAGS


def flags_shown_to(user):
    """Which flags a user may see: a coach those about safe contact and staff safety, a role without families none of
    theirs."""
    if user.role == Role.RECOVERY_COACH:
        return Q(kind__in=COACH_FLAGS)
    return Q() if user.has_perm("clients.see_family") else ~Q(kind__in=FAMILY_FLAGS)


def warnings(client, user):
    """The warnings of a record that the user may see, kept on the record so that a page asks once."""
    if not hasattr(client, "_warnings"):
        client._warnings = sorted([*_rules(client), *_rows(client, user)], key=lambda notice: notice.kind != SAFETY)
    return client._warnings


def _rules(client):
    if client.is_restricted:
        yield Notice(RESTRICTED, None, _("Restricted record: only the people named on it may see it"), None)
    if client.is_frozen:
        yield Notice(FROZEN, None, _("To be kept only: it may be read, and not changed or shared"), None)
    if client.do_not_contact:
        text = _("Do not contact: %(why)s") % {"why": client.do_not_contact}
        yield Notice(FlagKind.SAFE_CONTACT, None, text, None)
    if client.staff_safety:
        yield Notice(FlagKind.STAFF_SAFETY, None, f"{FlagKind.STAFF_SAFETY.label}: {client.staff_safety}", None)
    if client.contact_rule:
        yield Notice(FlagKind.SAFE_CONTACT, None, f"{FlagKind.SAFE_CONTACT.label}: {client.contact_rule}", None)


def _rows(client, user):
    rows = rows_of(_written(user.role, len(teams_of(user))), client, user)
    first = (CUSTODY, BREAK_GLASS)
    for kind, key, words, day in sorted(rows, key=lambda row: (row[0] not in first, row[0] == SAME_NAME)):
        yield Notice(kind, key, _text(kind, words, day), day)


@cache
def _written(role, teams):
    """The query of what rows there are to know first."""
    client, user = anybody(), somebody(role, teams)
    flags = client.flags.filter(flags_shown_to(user), ended_on=None).order_by()
    rows = flags.values_list("kind", "id", "reason", "review_on").union(_death(client), all=True)
    rows = rows.union(_closed(client), all=True).union(_same_name(client, user), *_links(client), all=True)
    if user.role != Role.RECOVERY_COACH:
        rows = rows.union(_custody(client), _break_glass(client, user), _safety(client), all=True)
    return rows.query.sql_with_params()


def _text(kind, words, day):
    if kind == CUSTODY:
        return _in_custody(words, day)
    if kind == BREAK_GLASS:
        return _open_until(words)
    if kind in ON_A_DAY:
        return ON_A_DAY[kind] % {"day": date_format(day, "j F Y")}
    if kind == LINKED:
        return _("Linked: work with this person goes on in the record %(reference)s") % {"reference": words}
    if kind == LINKED_HERE:
        return _("%(reference)s is another record of this person") % {"reference": words}
    if kind == SAME_NAME:
        return _("Same name: your teams know somebody else called this. Check the date of birth")
    return f"{FlagKind(kind).label}: {words}"


def _closed(client):
    """The end of the newest episode of somebody who has none that is open."""
    open_one = Episode.objects.open().filter(client=OuterRef("client"))
    ended = client.episodes.filter(~Exists(open_one), status=EpisodeStatus.CLOSED)
    return ended.order_by("-ended_on").values_list(
        Value(CLOSED, CharField()), "id", Value("", CharField()), "ended_on"
    )[:1]


def _same_name(client, user):
    """Another record that the user may see with the same name, accents and capitals aside."""
    same = Client.objects.visible_to(user).filter(family_key=client.family_key, first_key=client.first_key)
    empty = Value("", CharField()), Value(None, DateField())
    return same.exclude(pk=client.pk).order_by().values_list(Value(SAME_NAME, CharField()), "id", *empty)[:1]


def _links(client):
    """The records of the same person that are linked with this one."""
    live, no_day = RecordLink.objects.live().order_by(), Cast(Value(None), DateField())
    yield live.filter(other=client).values_list(Value(LINKED, CharField()), "kept", "kept__reference", no_day)
    yield live.filter(kept=client).values_list(Value(LINKED_HERE, CharField()), "other", "other__reference", no_day)


def _safety(client):
    """The alert that only ends when somebody has acted (RK02, of recovery capital)."""
    waiting = Alert.objects.open().filter(rule="RK02", client_id=client.pk).order_by("due_at")
    return waiting.values_list(Value(SAFETY, CharField()), "id", Value("", CharField()), "about_on")[:1]


def _death(client):
    deaths = client.deaths.standing().order_by()
    return deaths.values_list(Value(DIED, CharField()), "id", Value("", CharField()), "died_on")


def _break_glass(client, user):
    """The break-glass by which alone the user sees the record, the last one first to end."""
    text = TextField()
    words = Concat(Cast("ends_at", text), Value(" "), "reason__label", output_field=text)
    rows = BreakGlass.objects.opening(user, client).order_by("-ends_at")
    return rows.values_list(Value(BREAK_GLASS, CharField()), "id", words, Cast(Value(None), DateField()))[:1]


def _open_until(words):
    day, time, reason = words.split(" ", 2)
    until = timezone.localtime(datetime.fromisoformat(f"{day} {time}"))
    return _("You see this record until %(until)s because: %(reason)s") % {
        "until": date_format(until, "j F Y H:i"),
        "reason": reason,
    }


def _custody(client):
    stays = of_clients("custody_stays", client).filter(status="in_custody", release_dates__superseded_at=None)
    return stays.values_list(Value(CUSTODY, CharField()), "id", "prison", "release_dates__expected_on")


def _in_custody(prison, day):
    if day is None:
        return _("In custody: %(prison)s, release date not known") % {"prison": prison}
    return _("In custody: %(prison)s, release expected %(day)s") % {
        "prison": prison,
        "day": date_format(day, "l j F Y"),
    }
