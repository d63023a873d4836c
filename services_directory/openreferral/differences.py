"""Where a feed says something else than a record that is kept here: what differs, and how their word is taken."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.workflow import move

from ..choices import DifferenceStatus, Language, Need
from ..models import Contact, CostOption, FeedDifference, Location, Phone, Schedule, Service, ServiceAtLocation

LISTS = {"schedules": Schedule, "costoptions": CostOption, "contacts": Contact, "phones": Phone}
PLACES = "at_locations"
LABELS = {
    "schedules": _("times"), "costoptions": _("prices"), "contacts": _("whom to ask for"), "phones": _("other numbers"),
    PLACES: _("places"),
}  # fmt: skip
NOT_ASKED = {"checked_on", "checked_by"}


def between(service, said, stored):
    """The fields and lists in which a record of a feed differs from ours, with what the feed says, as JSON."""
    other = {
        name: value for name, value in said.values.items() if name not in NOT_ASKED and value != getattr(service, name)
    }
    for name, model in LISTS.items():
        rows = said.details.get(model)
        if rows is not None and plain_rows(rows) != plain_rows(map(vars, stored[model])):
            other[name] = [{key: value for key, value in row.items() if key != "place"} for row in rows]
    places = None if said.locations is None else [place["id"] for place in said.locations]
    if places is not None and not said.adds_locations and set(places) != set(stored[Location]):
        other[PLACES] = places
    return json.loads(json.dumps(other, cls=DjangoJSONEncoder))


def plain_rows(rows):
    """What rows say, whatever their ids."""
    names = ("freq", "interval", "byday", "bymonthday", "dtstart", "opens_at", "closes_at", "valid_from", "valid_to",
             "attending", "notes", "option", "amount", "amount_description", "name", "title", "number", "description",
             "language_codes")  # fmt: skip
    return [tuple(row.get(name) for name in names) for row in rows]


def open_difference(service, other, digest, *, by):
    """Ask a person; where somebody is asked already, by what the feed says now."""
    found, is_new = FeedDifference.objects.get_or_create(
        service=service, status=DifferenceStatus.OPEN, defaults={"said": other, "digest": digest, "created_by": by}
    )
    if not is_new and (found.said, found.digest) != (other, digest):
        found.said, found.digest = other, digest
        found.save_by(by, "said", "digest")


def settle(service, digest, *, by):
    """The feed says what we say: nobody has to decide anything."""
    for difference in FeedDifference.objects.filter(service=service, status=DifferenceStatus.OPEN):
        move(difference, DifferenceStatus.GONE, by=by)
    service.source_digest = digest
    service.save_by(by, "source_digest")


def take(service, said, names, *, by):
    """Put what a feed says in some fields and lists on our record."""
    fields = [name for name in said if name in names and name not in LISTS and name != PLACES]
    for name in fields:
        setattr(service, name, Service._meta.get_field(name).to_python(said[name]))
    for name, model in LISTS.items():
        if name in said and name in names:
            model.objects.filter(service=service).delete()
            model.objects.bulk_create(row_of(model, service, row, place) for place, row in enumerate(said[name]))
    if PLACES in said and PLACES in names:
        take_places(service, said[PLACES])
    return fields


def row_of(model, service, values, position):
    fields = {name: model._meta.get_field(name).to_python(value) for name, value in values.items() if name != "id"}
    return model(service=service, position=position, **fields)


def take_places(service, keys):
    """Its places become those that the feed names, as far as they are known."""
    service.at_locations.exclude(location__in=keys).delete()
    known = set(service.at_locations.values_list("location_id", flat=True))
    for location in Location.objects.filter(pk__in=keys).exclude(pk__in=known):
        ServiceAtLocation.objects.create(service=service, location=location)


def in_words(difference):
    """Each field and list in which the two differ, as staff read them: name, label, ours, theirs."""
    service = difference.service
    return [
        (name, capfirst(label_of(name)), words_of(name, our_value(service, name)), words_of(name, value))
        for name, value in difference.said.items()
    ]


def label_of(name):
    if name in LISTS:
        return LABELS[name]
    return LABELS[PLACES] if name == PLACES else Service._meta.get_field(name).verbose_name


def our_value(service, name):
    if name in LISTS:
        return list(getattr(service, name).all())
    return (
        list(service.at_locations.values_list("location_id", flat=True)) if name == PLACES else getattr(service, name)
    )


def words_of(name, value):
    """A value as it reads: of ours as it is stored, of theirs as JSON."""
    if name in LISTS:
        rows = (row_of(LISTS[name], None, row, 0) if isinstance(row, dict) else row for row in value)
        return "\n".join(map(str, rows))
    if name == PLACES:
        return "\n".join(map(str, Location.objects.filter(pk__in=value)))
    field = Service._meta.get_field(name)
    if isinstance(value, list):
        labels = dict(Need.choices) | dict(Language.choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
