"""Finding services: the one place that knows which services answer a question, and in which order.

`matching` and `offered` give services by words and a need, for whoever needs a queryset. `find` answers a whole question
(`Asked`) from the narrow rows of the index, in one query.

What is known to be otherwise is left out. What is not known is neither yes nor no: such services come after those of
which it is known. Then come those that fit best; among equals the freshly checked before the others, the nearer before
the farther. Old ones are lower, never hidden.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, When
from django.utils import timezone

from core.folding import fold
from core.pagination import page_of, read_cursor
from core.written import run, written

from .choices import Cost, ServiceStatus
from .freshness import FRESH_DAYS, STALE_DAYS
from .models import Organisation, Service
from .opening import Moment, moment_of
from .places import NEAR, Place
from .understanding import Term, term_of, understood, words_of

ORDER = ("-relevance", "name_key", "id")
RANK_ORDER = ("-rank", "name_key", "id")
PAGE_SIZE = 20
NAMED = "the name that was typed"  # a stand-in
NOT_KNOWN = 10_000  # how much lower a service stands for each thing that is not known of it
A_MILE = 3
MILES_AROUND = 10
# What speaks for a service, by where a term stands; a need that a person has named says more than a guess.
IN_NAME, OF_ORGANISATION, IN_FIRST_LINES, AS_TYPED, NEED, GUESSED_NEED = 60, 25, 20, 15, 50, 12
FRESH, DUE, NEVER = 30, 20, 5
WEIGHTS = {"A": IN_NAME, "B": OF_ORGANISATION, "C": IN_FIRST_LINES}

# Begins with SELECT, so that nothing about who asks is sent along, as it is with a statement that may change something.
FIND = """
SELECT {columns}, runs.name AS runs_name, page.rank, page.miles, page.counts,
    hours.is_open IS true AS is_open_then, hours.has_hours IS true AS has_known_hours, place.said AS place_said
FROM (
    WITH {joined} found AS MATERIALIZED (
        SELECT service_id, name_key, miles, unknown,
            fit - unknown * %(not_known)s - coalesce(round(miles * %(a_mile)s), 0)::int AS rank
        FROM (
            SELECT index.service_id, index.name_key, ({fit}) AS fit, ({unknown}) AS unknown, {miles} AS miles
            FROM services_directory_serviceindex AS index {joins} WHERE {where}
        ) AS answering
    )
    SELECT *, {counts} FROM found
    WHERE {after} ORDER BY rank DESC, name_key, service_id LIMIT %(size)s
) AS page JOIN services_directory_service AS service ON service.id = page.service_id
LEFT JOIN services_directory_organisation AS runs ON runs.id = service.organisation_id
LEFT JOIN LATERAL (
    SELECT concat_ws(', ', nullif(place.name, ''), nullif(place.city, ''), nullif(place.postcode, '')) AS said
    FROM services_directory_serviceatlocation AS here
    JOIN services_directory_location AS place ON place.id = here.location_id
    WHERE here.service_id = page.service_id ORDER BY place.name, place.id LIMIT 1
) AS place ON true
LEFT JOIN LATERAL ({hours}) AS hours ON true
ORDER BY page.rank DESC, page.name_key, page.service_id
"""
# Worked out once, whatever the planner thinks how many are found: as a row that is joined, it was once for each of them.
COUNTS = "(SELECT ARRAY[count(*), count(*) FILTER (WHERE unknown = 0)] FROM found) AS counts"
NO_COUNTS = "ARRAY[0, 0] AS counts"
AFTER = """rank <= %(last_rank)s
    AND (rank < %(last_rank)s OR (name_key, service_id) > (%(last_name)s, %(last_id)s::uuid))"""


@dataclass(frozen=True)
class Asked:
    """A question to the directory. Empty is not asked."""

    terms: tuple = ()
    need: str = ""
    place: Place | None = None
    miles: int = MILES_AROUND
    moment: Moment | None = None
    age: int | None = None
    gender: str = ""
    language: str = ""
    is_free: bool = False
    self_referral: bool = False
    only_listed: bool = True

    @property
    def is_anything(self):
        return self != Asked(miles=self.miles, only_listed=self.only_listed)

    def conditions(self):
        """(name, what must hold, what of it is not known) for each thing of which a service may say nothing, in SQL."""
        if self.age is not None:
            yield (
                "age",
                "coalesce(minimum_age, 0) <= %(age)s AND coalesce(maximum_age, 999) >= %(age)s",
                "minimum_age IS NULL AND maximum_age IS NULL",
            )
        if self.gender:
            yield "gender", "gender IN ('', %(gender)s)", "gender = ''"
        if self.language:
            yield "language", "language_codes = '{}' OR %(language)s = ANY(language_codes)", "language_codes = '{}'"
        if self.is_free:
            yield "free", "cost IN ('', %(free)s)", "cost = ''"
        if self.self_referral:
            yield "self_referral", "self_referral IS NOT false", "self_referral IS NULL"
        if self.moment:
            yield "when", "opening.is_open OR opening.has_hours IS NOT true", "opening.has_hours IS NOT true"
        if self.place:
            yield "place", *self._near()

    def _near(self):
        if self.place.is_point:
            return "NOT has_place OR near.miles IS NOT NULL", "NOT has_place"
        places = "service_id IN (SELECT service_id FROM services_directory_serviceplace WHERE district"
        return f"NOT has_place OR {places} ~ %(area)s)", f"NOT {places} = %(district)s)"

    def joined(self):
        """(name, SQL) of what is worked out once for all services."""
        if self.moment:
            yield "opening", self.moment.hours("then")
        if self.place and self.place.is_point:
            yield "near", NEAR

    def values(self):
        """The values that the conditions name."""
        found = {"age": self.age, "gender": self.gender, "language": self.language, "free": Cost.FREE.value}
        found |= self.moment.values("then") if self.moment else {}
        if self.place and self.place.is_point:
            found |= self.place.values(self.miles)
        elif self.place:
            found |= {"district": self.place.district, "area": f"^{self.place.area}[0-9]"}
        return found


@dataclass
class Found:
    """One page of an answer: services with what is known of them, and how many there are in all, and for certain."""

    services: list = field(default_factory=list)
    next_cursor: str = ""
    is_first: bool = True
    total: int | None = None  # on the first page
    certain: int | None = None


def matching(words="", need=""):
    """Services that match all the words and help with the need, best first; also those that cannot be offered now."""
    words = (words or "").strip()
    terms = understood(words).terms or [Term(word, ((word,),)) for word in words_of(words)]
    found = Service.objects.select_related("organisation")
    if words and not terms:
        found = found.none()
    for term in terms:
        found = found.filter(index__words=_query(term))
    if need:
        found = found.filter(needs__contains=[need])
    return found.annotate(relevance=_fit(terms, need)).order_by(*ORDER)


def offered(words="", need=""):
    """As `matching`, only those that can be offered now."""
    return matching(words, need).listed()


def instead_of(asked, most=10, called=""):
    """What may help when nothing answers: services for a need beside the one asked, else with some of the words; and
    before them those whose name begins as what was typed (`called`) and that cannot be offered now."""
    beside = [need for term in asked.terms for need in term.instead]
    terms = [term_of(need) for need in beside] or asked.terms
    if not terms:
        return []
    any_of = Q()
    for term in terms:
        any_of |= Q(index__words=_query(term))
    any_of &= Q(status=ServiceStatus.ACTIVE)
    if called := fold(called.strip()):
        any_of |= Q(name_key__startswith=called) & ~Q(status=ServiceStatus.ACTIVE)
    found = Service.objects.select_related("organisation", "replaced_by").filter(any_of)
    ranked = found.annotate(relevance=_fit(terms, "")).order_by(
        Case(When(status=ServiceStatus.ACTIVE, then=1), default=0), *ORDER
    )
    return list(ranked[:most])


def ended(called):
    """Services of exactly that name that cannot be offered now, with what came in their place; only what a list shows."""
    return [_ended_service(*row) for row in run(_ended(), {NAMED: fold(called.strip())})]


@cache
def _ended():
    found = Service.objects.exclude(status=ServiceStatus.ACTIVE).filter(name_key=NAMED).order_by("id")[:5]
    instead = [f"replaced_by__{name}" for name in ("id", "name", "status")]
    return written(found.values_list("id", "name", "status", "ended_on", *instead))


def _ended_service(pk, name, status, ended_on, *instead):
    service = Service(pk=pk, name=name, status=status, ended_on=ended_on)
    if instead[0]:
        service.replaced_by = Service(**dict(zip(("pk", "name", "status"), instead, strict=True)))
    return service


def find(asked, *, cursor="", size=PAGE_SIZE):
    """A page of the services that answer a question, best first, in one query."""
    now = moment_of("now")
    shown = asked.moment or now
    after = read_cursor(cursor, Service, RANK_ORDER)
    words, joined = _Words(asked), dict(asked.joined())
    sql = FIND.format(
        joined="".join(f"{name} AS MATERIALIZED ({select}), " for name, select in joined.items()),
        joins=" ".join(f"LEFT JOIN {name} USING (service_id)" for name in joined),
        fit=words.fit,
        unknown=" + ".join(f"({unknown})::int" for _name, _holds, unknown in asked.conditions()) or "0",
        miles="near.miles" if "near" in joined else "NULL::float",
        where=" AND ".join([*words.where, *(f"({holds})" for _name, holds, _unknown in asked.conditions())]) or "true",
        counts=NO_COUNTS if after else COUNTS,
        after=AFTER if after else "true",
        columns=", ".join(f'service."{name}"' for name in COLUMNS),
        hours=shown.hours("shown", of="page.service_id"),
    )
    values = {
        **words.values, **asked.values(), **shown.values("shown"), **(_last(after) if after else {}),
        "not_known": NOT_KNOWN, "a_mile": A_MILE, "size": size + 1,
    }  # fmt: skip
    rows = list(Service.objects.raw(sql, values))
    for service in rows:
        _complete(service, asked)
    page = page_of(rows, Service, RANK_ORDER, size=size, is_first=not after)
    counts = rows[0].counts if rows else (0, 0)
    return Found(page.rows, page.next_cursor, page.is_first, *(counts if page.is_first else (None, None)))


# What a list shows of a service, what orders it, and what says whether something is known of it.
COLUMNS = [
    "id", "name", "name_key", "organisation_id", "description", "phone", "status", "checked_on", "checked_by",
    "minimum_age", "maximum_age", "gender", "language_codes", "cost", "self_referral",
]  # fmt: skip


def _last(after):
    """The last row before a page; a cursor holds keys that we have signed."""
    return dict(zip(("last_rank", "last_name", "last_id"), after, strict=True))


def _complete(service, asked):
    """Give a service its organisation, and the names of what was asked and is not known of it."""
    if service.organisation_id:
        service.organisation = Organisation(pk=service.organisation_id, name=service.runs_name)
    said = {
        "age": service.minimum_age is not None or service.maximum_age is not None,
        "gender": service.gender,
        "language": service.language_codes,
        "free": service.cost,
        "self_referral": service.self_referral is not None,
        "when": service.has_known_hours,
        "place": service.miles is not None,
    }
    service.not_known = [name for name, _holds, _unknown in asked.conditions() if not said[name]]


class _Words:
    """The terms and the need of a question in SQL: which rows of the index have them, and how well they fit."""

    def __init__(self, asked):
        self.asked, self.values, self.queries = asked, {}, []
        self.scores = [self.age_of_check()]
        for number, term in enumerate(asked.terms):
            self.add(term, f"term{number}")
        if asked.need:
            need = self.value("need", _need_written(asked.need, guessed=True))
            self.queries.append(f"{need}::tsquery")
            self.add_needs([asked.need], "asked_needs")
        self.fit = " + ".join(self.scores)
        self.where = ["index.is_listed"] if asked.only_listed else []
        if self.queries:
            self.where.append(f"index.words @@ (SELECT {' && '.join(self.queries)})")  # as in ByIndex

    def value(self, name, value):
        self.values[name] = value
        return f"%({name})s"

    def add(self, term, name):
        query = self.query(term, name)
        self.queries.append(query)
        worth = [f"{worth} * (index.names @@ {self.query(term, name, part)})::int" for part, worth in WEIGHTS.items()]
        self.scores.append(f"CASE WHEN index.names @@ {query} THEN {' + '.join(worth)} ELSE 0 END")
        if len(term.phrases) > 1:
            for part in ("", "A"):
                written = self.value(f"{name}_typed{part}", _phrase(words_of(term.label), part))
                self.scores.append(f"{AS_TYPED} * (index.names @@ to_tsquery('simple', {written}))::int")
        if term.needs:
            self.add_needs(term.needs, f"{name}_needs")

    def query(self, term, name, part=""):
        query = f"to_tsquery('simple', {self.value(name + part, _written(term, part))})"
        if term.is_known:
            return query
        return f"({query} || to_tsquery('english', {self.value(f'{name}_stem{part}', _stem(term, part))}))"

    def add_needs(self, needs, name):
        has = f"index.needs && {self.value(name, [str(need) for need in needs])}::varchar[]"
        self.scores.append(f"CASE WHEN NOT {has} THEN 0 WHEN index.needs_guessed THEN {GUESSED_NEED} ELSE {NEED} END")

    def age_of_check(self):
        today = timezone.localdate()
        fresh = self.value("fresh_since", today - timedelta(days=FRESH_DAYS))
        due = self.value("due_since", today - timedelta(days=STALE_DAYS))
        return (
            f"CASE WHEN index.checked_on IS NULL THEN {NEVER} WHEN index.checked_on >= {fresh} THEN {FRESH}"
            f" WHEN index.checked_on >= {due} THEN {DUE} ELSE 0 END"
        )


# The words of a term as the index is asked for them; `part` is the weight of a part of its names (WEIGHTS), or empty


def _phrase(words, part=""):
    """
    >>> _phrase(("dry", "hous*"), "A")
    "'dry':A <-> 'hous':*A"
    """
    ends = ["*" * word.endswith("*") + part for word in words]
    return " <-> ".join(
        f"'{word.removesuffix('*')}'" + f":{end}" * bool(end) for word, end in zip(words, ends, strict=True)
    )


def _need_written(need, *, guessed=False):
    plain = str(need).replace("_", "")
    return f"'need0{plain}' | 'guess0{plain}'" if guessed else f"'need0{plain}'"


def _written(term, part=""):
    """Any of the phrases, or a need that a person has named: a guess was made from words, which are asked for anyway."""
    needs = [] if part else [_need_written(need) for need in term.needs]
    return " | ".join([f"({_phrase(words, part)})" for words in term.phrases] + needs)


def _stem(term, part=""):
    """A word that is not in our own list, for the dictionary of English stems."""
    return _phrase((term.label,), part)


class ByIndex(SearchQuery):
    """A query whose words the planner does not see, so that it asks the index even for what most services say.

    Seeing them, it reads the whole table, and does not know that this fetches all the words of every service.
    """

    def as_sql(self, compiler, connection, **options):
        sql, params = super().as_sql(compiler, connection, **options)
        return f"(SELECT {sql})", params


def _query(term, part=""):
    kind = SearchQuery if part else ByIndex
    query = kind(_written(term, part), search_type="raw", config="simple")
    return query if term.is_known else query | kind(_stem(term, part), search_type="raw", config="english")


def _fit(terms, need):
    """As `_Words.fit`, for a queryset."""
    today, checked = timezone.localdate(), "index__checked_on"
    fresh = When(**{f"{checked}__gte": today - timedelta(days=FRESH_DAYS)}, then=FRESH)
    due = When(**{f"{checked}__gte": today - timedelta(days=STALE_DAYS)}, then=DUE)
    fit = Case(fresh, due, When(**{checked: None}, then=NEVER), default=0, output_field=IntegerField())
    for term in terms:
        for part, worth in WEIGHTS.items():
            if term.phrases:
                fit += Case(When(index__names=_query(term, part), then=worth), default=0)
        if term.needs:
            fit += _worth_of(term.needs)
    return fit + _worth_of([need]) if need else fit


def _worth_of(needs):
    named = Q(needs__overlap=list(needs))
    return Case(
        When(named & Q(needs_guessed=False), then=NEED), When(named, then=GUESSED_NEED), default=0,
        output_field=IntegerField(),
    )  # fmt: skip
