"""Saving a service with its lists as one: its form holds the one, its row sets the others."""

from django.db import transaction

from .forms.rows import ContactSet, PhoneSet, PlaceSet, PriceSet, TimesSet
from .models import Contact, CostOption, Location, Phone, Schedule, ServiceAtLocation

SETS = {"schedules": (TimesSet, Schedule), "costoptions": (PriceSet, CostOption), "phones": (PhoneSet, Phone),
        "contacts": (ContactSet, Contact)}  # fmt: skip


def row_sets(data, service):
    """A row set for each list of a service, places last."""
    is_new = service._state.adding
    sets = [
        kind(data, service, [] if is_new else list(getattr(service, name).all()))
        for name, (kind, _model) in SETS.items()
    ]
    places = [] if is_new else list(service.at_locations.select_related("location"))
    return [*sets, PlaceSet(data, service, places)]


@transaction.atomic
def save_service(form, sets, *, by):
    """Save the record and its lists. Raises EditConflict, and then nothing is saved."""
    service = form.save(by=by)
    for rows, (_kind, model) in zip(sets, SETS.values(), strict=False):
        if rows.is_bound:
            save_rows(service, model, rows, by=by)
    if sets[-1].is_bound:
        save_places(service, sets[-1], by=by)
    return service


def save_rows(service, model, rows, *, by):
    """Write the rows in their order; those that were emptied go."""
    kept = set()
    for position, (row, values) in enumerate(rows.answers()):
        record = row or model(service=service)
        before = {name: getattr(record, name) for name in (*values, "position")}
        for name, value in (values | {"position": position}).items():
            setattr(record, name, value)
        if row is None or before != values | {"position": position}:
            record.save_by(by)
        kept.add(record.pk)
    model.objects.filter(service=service).exclude(pk__in=kept).delete()


def save_places(service, rows, *, by):
    """Write the places; one that is emptied is no longer a place of this service, and stays one of others."""
    kept = set()
    for link, values in rows.answers():
        location = link.location if link else Location()
        if link is None or any(getattr(location, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(location, name, value)
            location.kept_here = True
            location.save_by(by)
        if link is None:
            link = ServiceAtLocation(service=service, location=location)
            link.save_by(by)
        kept.add(link.pk)
    service.at_locations.exclude(pk__in=kept).delete()
