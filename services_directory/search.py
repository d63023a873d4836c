"""Finding services: the one place that knows which services answer a question, and in which order.

`matching` and `offered` give services by words and a need, for whoever needs a queryset. `find` answers a whole question
(`Asked`) from the narrow rows of the index, in one query.

What is known to be otherwise is left out. What is not known is neither yes nor no: such services come after those of
which it is known. Then come those that fit best; among equals the freshly checked before the others, the nearer before
the farther. Old ones are lower, never hidden.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery, SearchVectorExact, SearchVectorField
from django.db.models import Case, F, Func, IntegerField, Q, When
from django.utils import timezone

from core.pagination import page_of, read_cursor

from .choices import Cost
from .freshness import FRESH_DAYS, STALE_DAYS
from .models import Organisation, Service
from .opening import Moment, moment_of
from .places import MILES, NEAR, Place
from .understanding import Term, term_of, understood, words_of

ORDER = ("-relevance", "name_key", "id")
RANK_ORDER = ("-rank", "name_key", "id")
PAGE_SIZE = 25
NOT_KNOWN = 10_000  # how much lower a service stands for each thing that is not known of it
A_MILE = 3
MILES_AROUND = 10
# What speaks for a service, by where a term stands; a need that a person has named says more than a guess.
IN_NAME, OF_ORGANISATION, IN_FIRST_LINES, AS_TYPED, NEED, GUESSED_NEED = 60, 25, 20, 15, 50, 12
FRESH, DUE, NEVER = 30, 20, 5
WEIGHTS = {"a": IN_NAME, "b": OF_ORGANISATION, "c": IN_FIRST_LINES}

FIND = """
WITH found AS MATERIALIZED (
    SELECT index.service_id, index.name_key, ({fit}) AS fit, ({unknown}) AS unknown, {miles} AS miles
    FROM services_directory_serviceindex AS index WHERE {where}
), ranked AS (
    SELECT *, fit - unknown * %(not_known)s - coalesce(round(miles * %(a_mile)s), 0)::int AS rank FROM found
), page AS (
    SELECT *, count(*) OVER () AS total, count(*) FILTER (WHERE unknown = 0) OVER () AS certain FROM ranked
    WHERE {after} ORDER BY rank DESC, name_key, service_id LIMIT %(size)s
)
SELECT {columns}, runs.name AS runs_name, page.rank, page.miles, page.total, page.certain,
    {is_open} AS is_open_then, {has_hours} AS has_known_hours, place.said AS place_said
FROM page JOIN services_directory_service AS service ON service.id = page.service_id
LEFT JOIN services_directory_organisation AS runs ON runs.id = service.organisation_id
LEFT JOIN LATERAL (
    SELECT concat_ws(', ', nullif(place.name, ''), nullif(place.city, ''), nullif(place.postcode, '')) AS said
    FROM services_directory_serviceatlocation AS here
    JOIN services_directory_location AS place ON place.id = here.location_id
    WHERE here.service_id = page.service_id ORDER BY place.name, place.id LIMIT 1
) AS place ON true
ORDER BY page.rank DESC, page.name_key, page.service_id
"""
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
            yield "language", "(language_codes = '{}' OR %(language)s = ANY(language_codes))", "language_codes = '{}'"
        if self.is_free:
            yield "free", "cost IN ('', %(free)s)", "cost = ''"
        if self.self_referral:
            yield "self_referral", "self_referral IS NOT false", "self_referral IS NULL"
        if self.moment:
            opens, known = (make("index.service_id", "then") for make in (self.moment.is_open, self.moment.has_hours))
            yield "when", f"({opens} OR NOT {known})", f"NOT {known}"
        if self.place:
            yield "place", *self._near()

    def _near(self):
        if self.place.is_point:
            return f"(NOT has_place OR service_id IN (SELECT place.service_id FROM {NEAR}))", "NOT has_place"
        places = "service_id IN (SELECT service_id FROM services_directory_serviceplace WHERE district"
        return f"(NOT has_place OR {places} ~ %(area)s))", f"NOT {places} = %(district)s)"

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


def instead_of(asked, most=10):
    """What may help when nothing answers: services for a need beside the one asked, else with some of the words."""
    beside = [need for term in asked.terms for need in term.instead]
    terms = [term_of(need) for need in beside] or asked.terms
    if not terms:
        return []
    any_of = Q()
    for term in terms:
        any_of |= Q(index__words=_query(term))
    found = Service.objects.listed().select_related("organisation").filter(any_of)
    return list(found.annotate(relevance=_fit(terms, "")).order_by(*ORDER)[:most])


def find(asked, *, cursor="", size=PAGE_SIZE):
    """A page of the services that answer a question, best first, in one query."""
    now = moment_of("now")
    shown = asked.moment or now
    after = read_cursor(cursor, Service, RANK_ORDER)
    words = _Words(asked)
    sql = FIND.format(
        fit=words.fit,
        unknown=" + ".join(f"({unknown})::int" for _name, _holds, unknown in asked.conditions()) or "0",
        miles=_miles(asked),
        where=" AND ".join([*words.where, *(f"({holds})" for _name, holds, _unknown in asked.conditions())]) or "true",
        after=AFTER if after else "true",
        columns=", ".join(f'service."{name}"' for name in COLUMNS),
        is_open=shown.is_open("page.service_id", "shown"),
        has_hours=shown.has_hours("page.service_id", "shown"),
    )
    values = {
        **words.values, **asked.values(), **shown.values("shown"), **(_last(after) if after else {}),
        "not_known": NOT_KNOWN, "a_mile": A_MILE, "size": size + 1,
    }  # fmt: skip
    rows = list(Service.objects.raw(sql, values))
    for service in rows:
        _complete(service, asked)
    page = page_of(rows, Service, RANK_ORDER, size=size, is_first=not after)
    counts = (rows[0].total, rows[0].certain) if rows else (0, 0)
    return Found(page.rows, page.next_cursor, page.is_first, *(counts if page.is_first else (None, None)))


COLUMNS = [each.column for each in Service._meta.concrete_fields if each.column != "search"]


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


def _miles(asked):
    if not (asked.place and asked.place.is_point):
        return "NULL::float"
    return f"(SELECT min({MILES}) FROM {NEAR} AND place.service_id = index.service_id)"


class _Words:
    """The terms and the need of a question in SQL: which rows of the index have them, and how well they fit."""

    def __init__(self, asked):
        self.asked, self.values, self.where = asked, {}, ["index.is_listed"] if asked.only_listed else []
        self.scores = [self.age_of_check()]
        for number, term in enumerate(asked.terms):
            self.add(term, f"term{number}")
        if asked.need:
            self.where.append(f"index.words @@ {self.value('need', _need_written(asked.need, guessed=True))}::tsquery")
            self.add_needs([asked.need], "asked_needs")
        self.fit = " + ".join(self.scores)

    def value(self, name, value):
        self.values[name] = value
        return f"%({name})s"

    def add(self, term, name):
        query = f"to_tsquery('simple', {self.value(name, _written(term))})"
        if not term.is_known:
            query = f"({query} || plainto_tsquery('english', {self.value(f'{name}_stem', term.label)}))"
        self.where.append(f"index.words @@ {query}")
        self.scores += [
            f"{worth} * (ts_filter(index.names, '{{{part}}}') @@ {query})::int" for part, worth in WEIGHTS.items()
        ]
        if len(term.phrases) > 1:
            typed = f"to_tsquery('simple', {self.value(f'{name}_typed', _phrase(words_of(term.label)))})"
            self.scores += [f"{AS_TYPED} * (index.names @@ {typed})::int"]
            self.scores += [f"{AS_TYPED} * (ts_filter(index.names, '{{a}}') @@ {typed})::int"]
        if term.needs:
            self.add_needs(term.needs, f"{name}_needs")

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


# The words of a term as the index is asked for them


def _phrase(words):
    return " <-> ".join(f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'" for word in words)


def _need_written(need, *, guessed=False):
    plain = str(need).replace("_", "")
    return f"'need0{plain}' | 'guess0{plain}'" if guessed else f"'need0{plain}'"


def _written(term):
    """Any of the phrases, or a need that a person has named: a guess was made from words, which are asked for anyway."""
    return " | ".join([f"({_phrase(words)})" for words in term.phrases] + [_need_written(need) for need in term.needs])


def _query(term):
    query = SearchQuery(_written(term), search_type="raw", config="simple")
    return query if term.is_known else query | SearchQuery(term.label, config="english")


def _fit(terms, need):
    """As `_Words.fit`, for a queryset."""
    today, checked = timezone.localdate(), "index__checked_on"
    fresh = When(**{f"{checked}__gte": today - timedelta(days=FRESH_DAYS)}, then=FRESH)
    due = When(**{f"{checked}__gte": today - timedelta(days=STALE_DAYS)}, then=DUE)
    fit = Case(fresh, due, When(**{checked: None}, then=NEVER), default=0, output_field=IntegerField())
    for term in terms:
        names = F("index__names")
        for part, worth in WEIGHTS.items():
            where = Func(names, template=f"ts_filter(%(expressions)s, '{{{part}}}')", output_field=SearchVectorField())
            fit += Case(When(SearchVectorExact(where, _query(replace(term, needs=()))), then=worth), default=0)
        if term.needs:
            fit += _worth_of(term.needs)
    return fit + _worth_of([need]) if need else fit


def _worth_of(needs):
    named = Q(needs__overlap=list(needs))
    return Case(
        When(named & Q(needs_guessed=False), then=NEED), When(named, then=GUESSED_NEED), default=0,
        output_field=IntegerField(),
    )  # fmt: skip
