"""How to reach a person now: the current ways with their rules, the current addresses, and whether to do it at all."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.choices import Channel

from .banner import CUSTODY, DIED
from .choices import AddressKind, Answer, FlagKind, WayKind
from .models import Address, ContactWay

WAY = ["id", "kind", "value", "may_leave_message", "may_say_who", "who_else", "when", "is_preferred"]
CHANNELS = {WayKind.TEXT: Channel.TEXT, WayKind.EMAIL: Channel.EMAIL}
PLACE = ["id", "kind", "lines", "postcode", "local_authority", "hides"]


@dataclass(frozen=True)
class Reach:
    """The ways to reach a person and the places, as a page or a document shows them."""

    ways: list
    places: list
    stopped: str = ""  # why nobody may call, write or send anything; empty when they may

    @property
    def phones(self):
        return [way for way in self.ways if way.kind == WayKind.PHONE]

    @property
    def on_paper(self):
        """The address that may stand in a document: the one where letters go, else the home; never a hidden one."""
        open_ones = [place for place in self.places if not place.hides]
        return next((place for place in open_ones if place.kind == AddressKind.LETTERS), None) or next(
            iter(open_ones), None
        )

    @property
    def hides_an_address(self):
        return any(place.hides for place in self.places)


def with_reach(clients):
    """Adds what `reach_of` needs to the rows of a queryset, so that it asks nothing more."""
    return clients.annotate(**_columns(timezone.localdate()))


@lru_cache(maxsize=2)
def _columns(today):
    """What `with_reach` adds on a day, made once: making it takes longer than reading it."""
    return {"way_rows": _as_json(_ways(today), WAY), "place_rows": _as_json(_places(today), PLACE)}


def _as_json(rows, names):
    values = JSONObject(**dict(zip(names, names, strict=True)))
    return ArraySubquery(rows.filter(client=OuterRef("pk")).values_list(values))


def reach_of(client, warnings=()):
    """How to reach a client; `warnings` are those of clients.banner. For somebody who died, or who must not be
    contacted, `stopped` says why."""
    if hasattr(client, "way_rows"):
        ways, places = [ContactWay(**row) for row in client.way_rows], [_place(row) for row in client.place_rows]
    else:
        ways, places = list(_ways().filter(client=client)), list(_places().filter(client=client))
    return Reach(ways, places, _why_stopped(client, warnings))


def _ways(today=None):
    return ContactWay.objects.current(today).order_by("-is_preferred", "kind", "created_at")


def _places(today=None):
    return Address.objects.current(today).with_hides().order_by("kind", "-created_at")


def _place(row):
    place = Address(**{name: value for name, value in row.items() if name != "hides"})
    place.hides = row["hides"]
    return place


def _why_stopped(client, warnings):
    if died := next((warning.text for warning in warnings if warning.kind == DIED), ""):
        return died
    return _("Do not contact: %(why)s") % {"why": client.do_not_contact} if client.do_not_contact else ""


def why_not(client, way, warnings):
    """Why this system may send nothing to the person by this way now, in words; empty when it may.

    Here and nowhere else is that decided. Without a yes that was asked for, nothing is sent.
    """
    channel = CHANNELS.get(way.kind)
    if stopped := _why_stopped(client, warnings):
        return stopped
    if client.is_frozen:
        return _("This record may be read and not used: the person has asked for that.")
    if channel is None:
        return _("Nothing can be sent by this way.")
    if not ContactWay.objects.current().filter(pk=way.pk).exists():
        return _("This is no longer a way to reach the person.")
    return _why_unsafe(way, channel)


def _why_unsafe(way, channel):
    if way.may_leave_message == Answer.NO:
        return _("No message may be left here.")
    if way.may_leave_message != Answer.YES:
        return _("Nobody has asked whether a message is safe here: ask first, and write the answer down.")
    if outbox.says_who(channel) and way.may_say_who != Answer.YES:
        return _("It would show whom it comes from, and nobody has said that this is safe here.")
    return "" if channel in outbox.channels() else _("This site cannot send texts.")


def to_weigh(way, warnings):
    """What only somebody who knows the person can weigh, before something is sent by a way that is allowed."""
    said = [notice.text for notice in warnings if notice.kind in (FlagKind.SAFE_CONTACT, CUSTODY)]
    return [words for words in (*said, way.who_else, way.when) if words]


def reference_of(client, key):
    """The name of a message to a person in the outbox: by its beginning all that wait are found."""
    return f"client-{client.pk}-{key}"


def stop_messages(client):
    """Take back every message to the person that has not gone yet."""
    outbox.cancel_all(f"client-{client.pk}-")
