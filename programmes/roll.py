"""Who stands in the register of a session, with what is marked, as far as a user may see and change it; in one query."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, FilteredRelation, OuterRef, Q, Subquery

from clients.models import BreakGlass, Client, ClientOfTeam, NamedReader
from clients.reading_up import name_of

from .attendance import register_of
from .choices import THERE, Mark
from .models import Attendance, Enrolment


@dataclass
class Line:
    """One person's line in a register. `may_see` and `may_mark` are about the user who asks; `glass` opened the record."""

    client: Client
    enrolment_id: UUID | None
    row_id: UUID | None
    row_version: int
    mark: str
    reason: str
    note: str
    marked_by: str
    to_follow: bool
    may_see: bool
    may_mark: bool
    glass: UUID | None

    @property
    def key(self):
        return self.client.pk.hex

    @property
    def tick(self):
        return self.mark, self.reason

    @property
    def was(self):
        """The line as it stands now, as a form says what it was opened with."""
        return f"{self.mark}|{self.reason}|{mark_of(self.note)}"

    @property
    def mark_label(self):
        return Mark(self.mark).label if self.mark else ""

    @property
    def reason_label(self):
        return dict(Attendance._meta.get_field("missed_reason").flatchoices).get(self.reason, "")

    @property
    def is_walk_in(self):
        return self.enrolment_id is None


def mark_of(text):
    """What tells one text from another, however the browser breaks its lines."""
    plain = "\n".join(text.split("\r\n")).strip()
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:16] if plain else ""


def roll_of(session, user):
    """Everybody in a register, in the order of their names: who is expected, and who is marked or has walked in."""
    expected = register_of(session, Enrolment.objects.all()).order_by()
    marked = Attendance.objects.filter(session=session).order_by()
    own = register_of(session, Enrolment.objects.filter(client=OuterRef("pk"))).order_by("-started_on", "-created_at")
    known = ClientOfTeam.objects.filter(client=OuterRef("pk"), team__in=user.team_ids)
    named = NamedReader.objects.filter(client=OuterRef("pk"), user=user)
    glass = BreakGlass.objects.live().filter(client=OuterRef("pk"), user=user)
    clients = Client.objects.filter(pk__in=expected.values("client").union(marked.values("client"))).annotate(
        line=FilteredRelation("attendances", condition=Q(attendances__session=session)),
        row_id=F("line__pk"),
        row_version=F("line__version"),
        row_enrolment=F("line__enrolment"),
        row_to_follow=F("line__to_follow"),
        row_by=name_of("line__updated_by"),
        mark=F("line__mark"),
        reason=F("line__missed_reason"),
        note=F("line__private_note"),
        own_enrolment=Subquery(own.values("pk")[:1]),
        is_seen=ExpressionWrapper(Q(pk__in=Client.objects.visible_to(user).values("pk")), output_field=BooleanField()),
        is_ours=Exists(known) | Exists(named),
        glass=Subquery(glass.values("pk")[:1]),
    )
    return [_line(client) for client in clients]


def _line(client):
    is_seen = bool(client.is_seen)
    return Line(
        client=client,
        enrolment_id=client.row_enrolment if client.row_id and client.mark else client.own_enrolment,
        row_id=client.row_id,
        row_version=client.row_version or 0,
        mark=client.mark or "",
        reason=client.reason or "",
        note=client.note or "",
        marked_by=(client.row_by or "").strip() if client.mark else "",
        to_follow=bool(client.row_to_follow),
        may_see=is_seen,
        may_mark=is_seen and client.is_ours and not client.is_frozen,
        glass=None if client.is_ours else client.glass,
    )


def standing(lines):
    """Those who stand in it: without those whose tick was taken back and who are no longer expected."""
    return [line for line in lines if line.mark or line.enrolment_id or line.note]


def counts(lines):
    """How many are expected or have walked in, by mark; whoever is not marked under ""."""
    numbers = {value: 0 for value in ["", *Mark.values]}
    for line in lines:
        numbers[line.mark] += 1
    there = sum(numbers[mark] for mark in THERE)
    walked_in = sum(1 for line in lines if line.is_walk_in and line.mark)
    return {"by_mark": numbers, "there": there, "walked_in": walked_in, "all": len(lines), "unmarked": numbers[""]}
