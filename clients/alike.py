"""Records that may be of one person: names that sound or are spelt alike, days of birth with a slip, one postcode."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from .matching import initial
from .models import Address, Client, ClientOfTeam, NameKeys
from .names import likeness, share, sounds_of, trigrams_of

MOST_CANDIDATES = 300
MOST_SHOWN = 20
ALIKE, VERY_ALIKE, HALF = 0.35, 0.6, 0.5
NO_PLACE = "ZZ99"
BATCH = 2000


def days_like(day):
    """A day of birth and those that a slip makes of it: day and month swapped, two digits of a number, one unit.

    >>> date(1985, 12, 3) in days_like(date(1985, 3, 12)), date(1958, 3, 12) in days_like(date(1985, 3, 12))
    (True, True)
    """
    found = {day}
    for year in {day.year, _turned(day.year), day.year - 10, day.year + 10, day.year - 1, day.year + 1}:
        found |= _real(year, day.month, day.day)
    found |= _real(day.year, day.day, day.month)
    found |= _real(day.year, _turned(day.month), day.day) | _real(day.year, day.month, _turned(day.day))
    return found | {day + timedelta(days=1), day - timedelta(days=1)}


def _turned(number):
    """A number with its last two digits turned round: 12 is 21, 1985 is 1958."""
    rest, last = divmod(number, 100)
    return rest * 100 + last % 10 * 10 + last // 10


def _real(year, month, day):
    try:
        found = date(year, month, day)
    except ValueError:
        return set()
    return {found} if 1900 <= year <= 2100 else set()


@dataclass(frozen=True)
class Alike:
    """A record that may be of the same person, and what speaks for it, strongest first."""

    client: Client
    score: float
    reasons: tuple


def alike(user, *, first_name, family_name, date_of_birth, sex="", nhs_number="", postcode="", besides=None):
    """The records the user may see which may be of this person, the likeliest first."""
    sounds, trigrams = sounds_of(first_name, family_name), trigrams_of(first_name, family_name)
    found = {}
    for condition in _conditions(sounds, date_of_birth, nhs_number, postcode):
        clients = Client.objects.visible_to(user).filter(condition).select_related("registered_team", "name_keys")
        found |= {client.pk: client for client in clients.prefetch_related("addresses")[:MOST_CANDIDATES]}
    if besides:
        found.pop(besides.pk, None)
    if stale := [client for client in found.values() if client.name_keys.is_stale]:
        refresh_name_keys(*stale)
        for client in stale:
            client.name_keys.refresh_from_db()
    initials = initial(first_name), initial(family_name)
    person = Typed(initials, sounds, trigrams, date_of_birth, days_like(date_of_birth), sex, nhs_number, postcode)
    judged = [person.judge(client) for client in found.values()]
    return sorted(filter(None, judged), key=lambda one: -one.score)[:MOST_SHOWN]


def _conditions(sounds, born, nhs_number, postcode):
    """One narrow condition after the other, so that each is answered from an index of its own."""
    yield Q(date_of_birth__in=days_like(born))
    if sounds:
        yield Q(pk__in=NameKeys.objects.filter(sounds__contains=sounds).values("client"))
    if nhs_number:
        yield Q(nhs_number=nhs_number)
    if postcode and not postcode.startswith(NO_PLACE):
        yield Q(pk__in=Address.objects.filter(postcode=postcode).values("client"))


@dataclass(frozen=True)
class Typed:
    """What somebody typed about a person, ready to be compared."""

    initials: tuple
    sounds: list
    trigrams: list
    born: date
    days: set
    sex: str
    nhs_number: str
    postcode: str

    def judge(self, client):
        """How likely a record is of the same person, or None when it is not."""
        like = likeness(self.trigrams, client.name_keys.trigrams)
        same_sounds = bool(self.sounds) and set(self.sounds) <= set(client.name_keys.sounds)
        same_day = client.date_of_birth == self.born
        near_day = client.date_of_birth in self.days
        same_place = bool(self.postcode) and any(a.postcode == self.postcode for a in client.addresses.all())
        signs = [
            (bool(self.nhs_number) and client.nhs_number == self.nhs_number, 10.0, _("the same NHS number")),
            (like >= VERY_ALIKE, 3.0, _("nearly the same name")),
            (same_sounds and like < VERY_ALIKE, 2.5, _("a name that sounds the same")),
            (ALIKE <= like < VERY_ALIKE and not same_sounds, 1.0, _("a similar name")),
            (same_day, 3.0, _("the same date of birth")),
            (near_day and not same_day, 1.5, _("nearly the same date of birth")),
            (same_place, 1.5, _("the same postcode")),
        ]
        # National matching asks for initials, day of birth and sex alone, so those are shown whatever the name.
        if same_day and self._has_initials_of(client) and like < ALIKE and not same_sounds:
            signs.append((True, 1.0, _("the same initials and date of birth")))
        reasons = [(weight, words) for holds, weight, words in signs if holds]
        score = sum(weight for weight, _words in reasons)
        words = tuple(words for _weight, words in sorted(reasons, reverse=True))
        client.alike_because = words
        return Alike(client, score + like, words) if score >= 4 else None

    def _has_initials_of(self, client):
        theirs = initial(client.first_name), initial(client.family_name)
        return theirs == self.initials and (not self.sex or client.sex == self.sex)


def similar_names(user, words):
    """Clients whom a user may see with names that sound or are spelt like these words, the likeliest first."""
    sounds, trigrams = sounds_of(words), trigrams_of(words)
    if not sounds:
        return []
    keys = NameKeys.objects.visible_to(user)
    found = _ranked(keys.filter(sounds__contains=sounds), trigrams)
    if not found:
        of_teams = ClientOfTeam.objects.filter(team__in=user.team_ids).values("client")
        found = _ranked(keys.filter(trigrams__overlap=trigrams, client__in=of_teams), trigrams, at_least=HALF)
    return found


def _ranked(keys, trigrams, at_least=0.0):
    rows = keys.select_related("client__registered_team").order_by()[: MOST_CANDIDATES * 100]
    ranked = sorted(((share(trigrams, row.trigrams), row.client) for row in rows), key=lambda pair: -pair[0])
    return [client for like, client in islice(ranked, MOST_SHOWN) if like >= at_least]


@transaction.atomic
def refresh_name_keys(*clients):
    """Compute the keys of these clients, or of the next of all whose names have changed; gives how many."""
    stale = NameKeys.objects.filter(is_stale=True).order_by("client")
    stale = stale.filter(client__in=clients) if clients else stale
    rows = list(stale.select_for_update(of=("self",), skip_locked=not clients)[:BATCH])
    names = _names_of([row.client_id for row in rows])
    for row in rows:
        row.sounds, row.trigrams, row.is_stale = sounds_of(*names[row.pk]), trigrams_of(*names[row.pk]), False
    NameKeys.objects.bulk_update(rows, ["sounds", "trigrams", "is_stale"], batch_size=500)
    return len(rows)


def _names_of(keys):
    """Every name by which each of these clients is known."""
    names = {key: set() for key in keys}
    for model, path in ((Client, "id"), (Client.other_names.rel.related_model, "client_id")):
        preferred = ["preferred_name"] if model is Client else []
        for key, *texts in model.objects.filter(**{f"{path}__in": keys}).values_list(
            path, "first_name", "family_name", *preferred
        ):
            names[key].update(filter(None, texts))
    return names


def write_all(cursor):
    """Fill the keys of every client at once, for whoever has loaded clients without triggers."""
    table = connection.ops.quote_name(NameKeys._meta.db_table)
    cursor.execute(
        "SELECT c.id, c.first_name, c.family_name, c.preferred_name, "
        "array_to_string(array(SELECT n.first_name || ' ' || n.family_name FROM clients_personname n "
        "WHERE n.client_id = c.id), ' ') FROM clients_client c"
    )
    rows = cursor.fetchall()
    with cursor.copy(f"COPY {table} (client_id, sounds, trigrams, is_stale) FROM STDIN") as target:
        for key, *names in rows:
            target.write(f"{key}\t{_keys_as_text(*names)}\tf\n")


@lru_cache(maxsize=200_000)
def _keys_as_text(*names):
    """The keys of names as COPY writes them; most people share their names with somebody."""
    return f"{_array(sounds_of(*names))}\t{_array(trigrams_of(*names))}"


def _array(texts):
    quoted = (text.replace("\\", r"\\").replace('"', r"\"") for text in texts)
    array = "{" + ",".join(f'"{text}"' for text in quoted) + "}"
    return array.replace("\\", r"\\")
