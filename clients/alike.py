"""Records that may be of one person: names that sound or are spelt alike, days of birth with a slip, one postcode."""

from collections import defaultdict
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
ENOUGH = 4  # what must speak for it before somebody is shown
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
    sounds = sounds_of(first_name, family_name)
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
    person = Person.typed(first_name, family_name, date_of_birth, sex, nhs_number, postcode)
    judged = [_judge(person, client) for client in found.values()]
    return sorted(filter(None, judged), key=lambda one: -one.score)[:MOST_SHOWN]


def alike_to(user, client):
    """The records the user may see which may be of the same person as this one, also by where the person lives now."""
    lives_at = client.addresses.exclude(postcode="").newest_first().values_list("postcode", flat=True).first()
    names = {"first_name": client.first_name, "family_name": client.family_name, "sex": client.sex}
    born, number = client.date_of_birth, client.nhs_number
    return alike(user, **names, date_of_birth=born, nhs_number=number, postcode=lives_at or "", besides=client)


def _judge(person, client):
    """How likely a record is of this person, or None when it is not."""
    score, client.alike_because = person.compare(Person.on_record(client))
    return Alike(client, score, client.alike_because) if client.alike_because else None


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
class Person:
    """What is known about a person, typed or on record, ready to be compared."""

    initials: tuple
    sounds: frozenset
    trigrams: frozenset
    born: date
    days: frozenset
    sex: str
    nhs_number: str
    postcodes: frozenset

    @classmethod
    def typed(cls, first_name, family_name, date_of_birth, sex="", nhs_number="", postcode=""):
        """As somebody typed it, whose slips are looked for."""
        names, initials = (first_name, family_name), (initial(first_name), initial(family_name))
        words = frozenset(sounds_of(*names)), frozenset(trigrams_of(*names))
        places = frozenset({postcode} - {""})
        return cls(initials, *words, date_of_birth, frozenset(days_like(date_of_birth)), sex, nhs_number, places)

    @classmethod
    def on_record(cls, client):
        """As it stands on a record whose keys and addresses were fetched with it."""
        names, initials = client.name_keys, (initial(client.first_name), initial(client.family_name))
        words, born = (frozenset(names.sounds), frozenset(names.trigrams)), client.date_of_birth
        places = frozenset(address.postcode for address in client.addresses.all())
        return cls(initials, *words, born, frozenset(), client.sex, client.nhs_number, places)

    def compare(self, known):
        """How much speaks for their being one person, and what, strongest first; nothing when it is too little."""
        like = likeness(self.trigrams, known.trigrams)
        same_sounds = bool(self.sounds) and self.sounds <= known.sounds
        same_day = known.born == self.born
        near_day = known.born in self.days
        signs = [
            (bool(self.nhs_number) and known.nhs_number == self.nhs_number, 10.0, _("the same NHS number")),
            (like >= VERY_ALIKE, 3.0, _("nearly the same name")),
            (same_sounds and like < VERY_ALIKE, 2.5, _("a name that sounds the same")),
            (ALIKE <= like < VERY_ALIKE and not same_sounds, 1.0, _("a similar name")),
            (same_day, 3.0, _("the same date of birth")),
            (near_day and not same_day, 1.5, _("nearly the same date of birth")),
            (bool(self.postcodes & known.postcodes), 1.5, _("the same postcode")),
        ]
        # National matching asks for initials, day of birth and sex alone, so those are shown whatever the name.
        if same_day and self._has_initials_of(known) and like < ALIKE and not same_sounds:
            signs.append((True, 1.0, _("the same initials and date of birth")))
        reasons = sorted(((weight, words) for holds, weight, words in signs if holds), reverse=True)
        score = sum(weight for weight, _words in reasons)
        return (score + like, tuple(words for _weight, words in reasons)) if score >= ENOUGH else (0.0, ())

    def _has_initials_of(self, known):
        return known.initials == self.initials and (not self.sex or known.sex == self.sex)


def alike_before(people):
    """The first person of a list who may be each of the later ones, by place: two lines of one file."""
    by_key, found = defaultdict(set), {}
    for place, person in enumerate(people):
        near = set().union(*(by_key[key] for key in [*person.days, *_rare(person)]))
        near |= set.intersection(*(by_key[sound] for sound in person.sounds)) if person.sounds else set()
        score, other = max(((person.compare(people[other])[0], -other) for other in near), default=(0.0, 0))
        if score:
            found[place] = -other
        for key in [person.born, *person.sounds, *_rare(person)]:
            by_key[key].add(place)
    return found


def _rare(person):
    """What few people share, by which an earlier line of a file is found."""
    places = [postcode for postcode in person.postcodes if not postcode.startswith(NO_PLACE)]
    return places + [person.nhs_number] * bool(person.nhs_number)


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
    """The clients of the likeliest keys: of thousands that are compared, only those that are shown are read whole."""
    rows = keys.order_by().values_list("trigrams", "client")[: MOST_CANDIDATES * 100]
    ranked = sorted(((share(trigrams, known), client) for known, client in rows), key=lambda pair: -pair[0])
    likeliest = [client for like, client in islice(ranked, MOST_SHOWN) if like >= at_least]
    found = Client.objects.select_related("registered_team").in_bulk(likeliest)
    return [found[client] for client in likeliest]


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
