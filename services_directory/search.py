"""Finding services: the one place that knows what words mean and in which order services are shown."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import Cast

from core.folding import fold

from .models import Service

MOST_WORDS = 10
# What a search is ordered by; the last key is unique, so that pages can be cut (core.pagination).
ORDER = ("-relevance", "name_key", "id")


def words_of(text):
    """The words to search by, as the index holds them; nothing of them is left that the database would parse.

    >>> words_of("Women's aid, & (housing)|'")
    ['women', 's', 'aid', 'housing']
    """
    return re.findall(r"[^\W_]+", fold(text))[:MOST_WORDS]


def offered(words="", need=""):
    """Those that can be offered now, match every word (or its beginning) and help with the need, best first."""
    return _found(Service.objects.listed(), words, need)


def matching(words="", need=""):
    """As `offered`, with those that cannot be offered now. Marks alone are not words, and match nothing."""
    return _found(Service.objects.all(), words, need)


def _found(services, words, need):
    words = (words or "").strip()
    found = services.select_related("organisation") if words_of(words) or not words else services.none()
    if need:
        found = found.filter(needs__contains=[need])
    ranks = [Value(0.0)]
    for word in words_of(words):
        query = SearchQuery(f"'{word}':*", search_type="raw", config="simple")
        found = found.filter(Q(search=query) | Q(organisation__search=query))
        ranks.append(SearchRank(F("search"), query))
    relevance = Cast(sum(ranks[1:], ranks[0]) * 1_000_000, IntegerField())
    return found.annotate(relevance=relevance).order_by(*ORDER)
