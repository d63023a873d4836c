"""A leaflet for one person in the room: where to go and whom to ring, without a word that says why.

It may lie about at home. What names treatment is left out: a name gives way to the organisation's, and that to the number.
"""

import re
from dataclasses import dataclass

from .models import Service

# Parts of words, in English and Welsh; found anywhere in a text, an address of the web too.
TREATMENT_WORDS = re.compile(
    r"drug|alcohol|addict|substance|misuse|rehab|detox|recover|relapse|sober|sobri|abstin|methadone|naloxone|needle|inject"
    r"|narcotic|cocaine|heroin|cannabis|opi(?:ate|oid)|buprenorphine|overdose|script|treatment|gambl|drink|dry[ -]?house"
    r"|harm[ -]reduction|\bdependen|cyffur|adfer|dibyn|dadwenwyno|adsefydlu|sylwedd|gorddos|hiv\b|hepatitis|prison|offend"
    r"|probation|suicid|domestic (?:abuse|violence)|\b(?:aa|na|ca|smart|(?:12|twelve)[ -]steps?)\b",
    re.IGNORECASE,
)
LONGEST_SENTENCE = 240


@dataclass
class Entry:
    """What a leaflet says of a service."""

    service: Service
    name: str
    lines: list
    phones: list
    place: str  # the first address among the lines
    is_named: bool  # whether its own name stands there


def says_nothing(text):
    """Whether a text may lie about: no word of treatment is in it.

    >>> says_nothing("Food bank, Hartcliffe"), says_nothing("https://www.alcoholics-anonymous.org.uk")
    (True, False)
    >>> says_nothing("Stillwater Dry House"), says_nothing("Independent living")
    (False, True)
    """
    return not TREATMENT_WORDS.search(text)


def chosen(keys):
    """The services of a leaflet in the order in which they were kept, with all that it may say."""
    services = Service.objects.select_related("organisation").prefetch_related(
        "at_locations__location", "schedules__at_location", "phones"
    )
    found = services.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def entry_of(service):
    names = [service.name, service.organisation.name if service.organisation else ""]
    name = next((name for name in names if name and says_nothing(name)), "")
    numbers = [service.phone, *(phone.number for phone in service.phones.all())]
    places = list(_places(service))
    lines = [
        *_first_sentence(service.description),
        *places,
        *_times(service),
        service.email,
        service.web_link,
    ]
    return Entry(
        service,
        name,
        list(dict.fromkeys(line for line in lines if line and says_nothing(line))),
        list(dict.fromkeys(number for number in numbers if number and says_nothing(number))),
        next(filter(None, places), ""),
        name == service.name,
    )


def _first_sentence(text):
    found = re.match(r"(.+?[.!?])(\s|$)", text.replace("\n", " "))
    sentence = found[1] if found else text
    return [sentence] if len(sentence) <= LONGEST_SENTENCE else []


def _places(service):
    """Each address, without those of its lines that say too much."""
    for at in service.at_locations.all():
        parts = (at.location.name, *at.location.address.splitlines(), at.location.city, at.location.postcode)
        yield ", ".join(dict.fromkeys(part for part in parts if part and says_nothing(part)))


def _times(service):
    return (schedule.in_words for schedule in service.schedules.all() if not schedule.is_over)
