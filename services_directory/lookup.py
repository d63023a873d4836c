"""What is looked up before a search, in one query: where a postcode is, and how misspelt words may be meant."""

import re

import jellyfish
from django.db import connection

from core.folding import fold

from .places import LONGEST_DISTRICT, place_of
from .search_words import FILLERS
from .understanding import common_words, understood

# The postcode itself; else the middle of its district; else the middle of the services that are known to be there.
# A word is misspelt when no service has it or a word that begins so; those like it share a group of three letters.
LOOK_UP = """
SELECT 1, latitude, longitude, '', '' FROM services_directory_postcode WHERE code = %(code)s
UNION ALL
SELECT 2, avg(latitude), avg(longitude), '', '' FROM services_directory_postcode WHERE district = %(district)s
UNION ALL
SELECT 3, avg(latitude), avg(longitude), '', '' FROM services_directory_serviceplace WHERE district = %(district)s
UNION ALL
SELECT 4, NULL, NULL, typed.word, alike.word FROM unnest(%(words)s::text[]) AS typed(word)
LEFT JOIN services_directory_searchword AS alike ON alike.trigrams && services_directory_trigrams(typed.word)::varchar[]
    AND length(alike.word) BETWEEN length(typed.word) - 2 AND length(typed.word) + 2
WHERE NOT EXISTS (
    SELECT FROM services_directory_searchword AS known
    WHERE known.word ~>=~ typed.word AND known.word ~<~ (typed.word || '~')
)
"""
FEWEST_LETTERS = 3


def looked_up(text, near=""):
    """(what is meant, by both texts; the place of a postcode or None; {what was mistyped: what was taken for it})."""
    meant, around = understood(text), understood(near)
    code = around.postcode or meant.postcode
    words = [] if around.postcode else around.terms
    slips = [term.label for term in [*meant.terms, *words] if may_be_a_slip(term)]
    place, taken = (None, {})
    if slips or code:
        place, taken = _ask(slips, code)
    if taken:
        meant, around = (understood(_put_right(each, taken)) for each in (text, near))
        words = [] if around.postcode else around.terms
    meant.terms = [*meant.terms, *words]
    return meant, place, taken


def may_be_a_slip(term):
    return not term.is_known and len(term.label) >= FEWEST_LETTERS and term.label.isalpha()


def _ask(words, code):
    district = code if len(code) <= LONGEST_DISTRICT else code[:-3]
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, {"code": code, "district": district, "words": words})
        rows = cursor.fetchall()
    where = {how: (latitude, longitude) for how, latitude, longitude, *_words in rows if latitude is not None}
    likes = {word: [] for word in words}
    for *_where, typed, alike in rows:
        if alike and typed in likes:
            likes[typed].append(alike)
    unknown = {typed for _how, *_where, typed, _alike in rows if typed}
    taken = {typed: best for typed in words if typed in unknown and (best := _likeliest(typed, likes[typed]))}
    return (place_of(code, where) if code else None), taken


def _put_right(text, taken):
    return re.sub(r"[^\W_]+", lambda found: taken.get(found[0], found[0]), fold(text).replace("'", ""))


def _likeliest(typed, words):
    """The word with the fewest slips between; none when too many letters are wrong: one in four, in three of a common word.

    >>> _likeliest("counciling", ["counselling", "council", "ceiling"]), _likeliest("xylophone", ["telephone"])
    ('counselling', '')
    """
    near = [(slips, word) for word in set(words) - FILLERS if (slips := _slips(typed, word)) is not None]
    return min(near)[1] if near else ""


def _slips(typed, word):
    """Letters wrong, left out, added or swapped, None when too many; words that people look for are nearer than others."""
    is_common = word in common_words()
    slips = jellyfish.damerau_levenshtein_distance(typed, word)
    if slips > max(1, len(typed) // (3 if is_common else 4)):
        return None
    return slips + abs(len(typed) - len(word)) / 4 - jellyfish.jaro_winkler_similarity(typed, word) / 2 - is_common
