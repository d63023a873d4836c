"""Taking names, places, dates and ways to reach somebody out of a text: what the record knows of, and what looks like one.

It takes out too much rather than too little, and never all: a manager reads each text before it is used.
"""

import re
from datetime import date
from functools import partial
from itertools import chain

from django.utils.translation import gettext as _

from accounts.models import Area, Partnership, Provider, Team, User
from core.folding import ACCENTED, PLAIN
from custody.models import Prison
from services_directory.models import Location

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS.split("|"), 1)}
SHORT = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS.split("|"))
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DATES = re.compile(
    rf"\b(?:{DAY}(?:\s+of)?\s+(?P<month>{SHORT})\.?(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?P<month2>{SHORT})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|(?P<month3>{SHORT})\.?\s+(?P<year3>\d{{4}})"
    r"|(?P<year4>\d{4})-(?P<month4>\d{1,2})-(?P<day4>\d{1,2})"
    r"|(?P<day5>\d{1,2})[/.-](?P<month5>\d{1,2})[/.-](?P<year5>\d{4}|\d{2}))\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
EMAIL = re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w£])\(?(?:\+\s?\d{1,3}|0)(?:[\s()./-]{0,2}\d){8,11}(?!\w)")
NUMBER = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.?(?:\s+[A-Z][\w’'-]+)+")
ROAD = re.compile(
    r"\b(?:\d+[a-z]?\s+)?(?:[A-Z][\w’'-]+\s+){1,3}(?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Terrace|Square|Gardens|Court)\b"
)
LARGE = [(one.upper(), plain.upper()) for one, plain in zip(ACCENTED, PLAIN, strict=True) if len(one.upper()) == 1]
FOLD = str.maketrans(dict(LARGE) | dict(zip(ACCENTED, PLAIN, strict=True)))
# Words in the names of places and teams that are no name by themselves.
ORDINARY = set(
    "City Town Vale Valley Team Council County Borough Trust Recovery Alcohol Drug Drugs Service Services Centre House Area "
    "Aftercare Planning Board Care Health Road Street Home Park North South East West New Old The And Community Support".split()
)
CAPITAL = re.compile(r"(?<![.!?:“–\n] )(?<![“\[–])(?<!^)\b[A-Z][\w’'-]+", re.MULTILINE)
ROW = "[{}]"


def cleaned(text, client, began_on=None):
    """The text without what says who, where and when; a day becomes the month since `began_on`, where that is known."""
    for pattern, words in ((EMAIL, _("an email address")), (ADDRESS, _("a web address")), (POSTCODE, _("a postcode"))):
        text = pattern.sub(ROW.format(words), text)
    text = DATES.sub(partial(in_month, began_on=began_on), text)
    for pattern, words in (
        (PHONE, _("a phone number")),
        (NUMBER, _("a number")),
        (TITLED, _("a name")),
        (ROAD, _("a road")),
    ):
        text = pattern.sub(ROW.format(words), text)
    text = without_names(text, people_of(client), _("a name"))
    places = places_of(client)
    text = without_names(text, places, _("a place"))
    text = without_names(text, named_after(places), _("a place"), only_capital=True)
    text = without_names(text, staff_of(client), _("a member of staff"), only_capital=True)
    return YEAR.sub(ROW.format(_("a year")), text)


def in_month(match, began_on):
    """A day as a story tells it: in [month 3]."""
    found = {name.rstrip("2345"): value for name, value in match.groupdict().items() if value}
    month = found["month"]
    number = int(month) if month.isdecimal() else MONTH_NUMBER[month[:3].lower()]
    year = int(found.get("year", 0))
    if not year or not began_on or not 1 <= number <= 12:
        return ROW.format(_("a date"))
    year += 2000 if year < 100 else 0
    told = int(found.get("day", 28))
    day = date(year, number, min(max(told, 1), 28))
    months = (day.year - began_on.year) * 12 + day.month - began_on.month + (day.day >= min(began_on.day, 28))
    return _("[month %(number)d]") % {"number": months} if months > 0 else _("[before treatment]")


def without_names(text, names, words, *, only_capital=False):
    """The text with each of some names, as whole words, replaced; accents and case make no difference."""
    names = sorted({name.translate(FOLD) for name in names if name and len(name.strip()) > 1}, key=len, reverse=True)
    if not names:
        return text
    any_of = "|".join(re.escape(name.strip()).replace(r"\ ", r"\s+") for name in names)
    pattern = re.compile(rf"(?<!\w)(?:{any_of})(?:['’]s)?(?!\w)", re.IGNORECASE)
    folded, parts, end = text.translate(FOLD), [], 0  # one letter for one, so that places are the same
    for match in pattern.finditer(folded):
        if only_capital and not match[0][0].isupper():
            continue
        parts += [text[end : match.start()], ROW.format(words)]
        end = match.end()
    return "".join([*parts, text[end:]])


def people_of(client):
    """The names of the person, of family and of children, whole and in their parts."""
    names = [client.first_name, client.family_name, client.preferred_name, client.reference]
    names += chain.from_iterable(client.other_names.values_list("first_name", "family_name"))
    others = [*client.relationships.values_list("name", flat=True), *client.children.values_list("name", flat=True)]
    others += chain.from_iterable(client.children.values_list("school", "social_worker"))
    return [*names, *others, *(part for name in [*names, *others] for part in parts_of(name))]


def staff_of(client):
    """The names of everybody who has worked in a team of the client's."""
    teams = client.episodes.values("team")
    people = User.objects.filter(memberships__team__in=teams).distinct()
    episodes = client.episodes.values_list("keyworker", "case_manager")
    people |= User.objects.filter(pk__in=set(chain.from_iterable(episodes)) - {None}).distinct()
    return [name for first, last in people.values_list("first_name", "last_name") for name in (first, last)]


def places_of(client):
    """Where the person lives or lived, and every place that we know by name: areas, teams, towns, prisons."""
    lines = client.addresses.values_list("lines", "postcode", "local_authority")
    own = [part for text in chain.from_iterable(lines) for part in re.split(r"[\n,]", text or "")]
    named = [Area, Partnership, Provider, Team, Prison]
    known = chain.from_iterable(model.objects.values_list("name", flat=True) for model in named)
    towns = chain.from_iterable(Location.objects.values_list("city", "county").distinct())
    return [*own, *known, *towns]


def named_after(places):
    """The words in the names of places that are no ordinary ones: Northmere, of Northmere City Team."""
    words = (word for name in places for word in re.findall(r"[^\W\d_]{4,}", name or "") if word[0].isupper())
    return {word for word in words if word.title() not in ORDINARY}


def to_look_at(text):
    """Words with a capital inside a sentence, which may be a name that nobody knows of: for whoever reads the text.

    >>> to_look_at("She went to Rhyl with Ann. Then home. [month 3]")
    ['Rhyl', 'Ann']
    """
    return list(dict.fromkeys(word for word in CAPITAL.findall(text) if word.title() not in ORDINARY))


def parts_of(name):
    """The words of a name, without those that are no name by themselves.

    >>> parts_of("Mary-Jane van der Berg")
    ['Mary', 'Jane', 'Berg']
    """
    return [part for part in re.split(r"[\s-]+", name or "") if len(part) > 2 and part[0].isupper()]
