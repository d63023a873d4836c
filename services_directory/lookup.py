"""What is looked up before a search, in one query: where a postcode is, and how misspelt words may be meant."""

from dataclasses import replace

import jellyfish
from django.db import connection

from .places import LONGEST_DISTRICT, place_of

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
FEWEST_LETTERS = 4


def looked_up(terms, code=""):
    """(the place of a postcode or None, the terms with misspelt words put right, {what was typed: what was taken})."""
    words = [
        term.label for term in terms if not term.is_known and len(term.label) >= FEWEST_LETTERS and term.label.isalpha()
    ]
    if not words and not code:
        return None, tuple(terms), {}
    district = code if len(code) <= LONGEST_DISTRICT else code[:-3]
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, {"code": code, "district": district, "words": words})
        rows = cursor.fetchall()
    where = {how: (latitude, longitude) for how, latitude, longitude, *_words in rows if latitude is not None}
    likes = {}
    for *_where, typed, alike in rows:
        likes.setdefault(typed, []).append(alike)
    meant = {typed: best for typed in words if (best := _likeliest(typed, likes.get(typed, [])))}
    return place_of(code, where) if code else None, tuple(_put_right(term, meant) for term in terms), meant


def _put_right(term, meant):
    word = meant.get(term.label)
    return replace(term, label=word, phrases=((f"{word}*",),)) if word else term


def _likeliest(typed, words):
    """The word with the fewest slips between; none when it would take more than one in four letters.

    >>> _likeliest("counciling", ["counselling", "council", "ceiling"]), _likeliest("xqzzy", ["fizzy"])
    ('counselling', '')
    """
    near = sorted(
        (_slips(typed, word), -jellyfish.jaro_winkler_similarity(typed, word), word) for word in filter(None, words)
    )
    return near[0][2] if near and near[0][0] <= max(1.5, len(typed) / 3) else ""


def _slips(typed, word):
    """Letters wrong, left out, added or swapped; leaving some out counts a little more than taking others."""
    return jellyfish.damerau_levenshtein_distance(typed, word) + abs(len(typed) - len(word)) / 4
