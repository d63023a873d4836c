"""The addresses of our own feed. It is public, and only read."""

import json
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date

from accounts.access import READ, allow

from ..models import Service, ServiceAtLocation
from ..own_terms import KEYS, TAXONOMY, need_of
from . import reading, selecting, writing
from .answers import asked, listing, record
from .parameters import (
    OneOrganisationQuery,
    OrganisationQuery,
    PlaceQuery,
    ServiceQuery,
    TaxonomyQuery,
    TermQuery,
)

PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
DESCRIPTION = Path(__file__).with_name("openapi.json")


@allow("public", methods=READ)
def about(request):
    """Which standard this follows, and where it is described."""
    description = settings.SITE_URL.rstrip("/") + reverse("openreferral:openapi")
    return record({"version": "HSDS-UK-3.0", "profile": PROFILE, "openapi_url": description})


@allow("public", methods=READ)
def openapi(request):
    """The description of these addresses, kept true by tests."""
    return record(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


@allow("public", methods=READ)
@asked(ServiceQuery)
def service_list(request, query):
    read, write = form_of(query)
    found = selecting.services_at_times(query).select_related(None).only("pk")

    def write_all(rows):
        """Read in full what stands on the page, and nothing of the pages before it."""
        keys = [row.pk for row in rows]
        services = {row.pk: row for row in read(Service.objects.filter(pk__in=keys))}
        return [write(services[key]) for key in keys if key in services]

    return listing(request, query, found, write_all)


def form_of(query):
    """How much is read and written of a service: with `minimal` the least, with `full` all, else what there is one of."""
    if query["minimal"]:
        return reading.ages, writing.minimal
    return (reading.in_full, writing.full) if query["full"] else (reading.summaries, writing.summary)


@allow("public", methods=READ)
def service_detail(request, pk):
    service = get_object_or_404(reading.in_full(Service.objects.all()), pk=pk)
    return dated(record(writing.full(service)), service)


def dated(response, service):
    """An answer about one service says when that changed. A list does not: what left it would not be seen."""
    response.headers["Last-Modified"] = http_date(service.modified_at.timestamp())
    return response


@allow("public", methods=READ)
@asked(PlaceQuery)
def place_list(request, query):
    read, write = form_of(query)
    found = selecting.places(query).select_related("location")

    def write_all(rows):
        rows = list(rows)
        services = {row.pk: row for row in read(Service.objects.filter(pk__in={row.service_id for row in rows}))}
        return [writing.place(row, services[row.service_id], write) for row in rows]

    return listing(request, query, found, write_all)


@allow("public", methods=READ)
def place_detail(request, pk):
    row = get_object_or_404(ServiceAtLocation.objects.select_related("location"), pk=pk)
    service = get_object_or_404(reading.in_full(Service.objects.all()), pk=row.service_id)
    return dated(record(writing.place(row, service, writing.full)), service)


@allow("public", methods=READ)
@asked(TaxonomyQuery)
def taxonomy_list(request, query):
    rows = named(reading.taxonomies(), query["search"])
    ours = [one for one in [writing.own_taxonomy()] if is_named(one, query["search"])]
    return listing(request, query, rows, lambda rows: [writing.taxonomy(row) for row in rows], ours)


def named(rows, words):
    return rows.filter(Q(name__icontains=words) | Q(description__icontains=words)) if words else rows


def is_named(record, words):
    return words.lower() in record["name"].lower() or words.lower() in record["description"].lower()


@allow("public", methods=READ)
def taxonomy_detail(request, pk):
    if str(pk) == TAXONOMY:
        return record(writing.own_taxonomy(in_full=True))
    return record(writing.taxonomy(get_object_or_404(reading.taxonomies(in_full=True), pk=pk), in_full=True))


@allow("public", methods=READ)
@asked(TermQuery)
def term_list(request, query):
    rows = named(reading.terms(), query["search"])
    ours = [one for one in map(writing.need_term, KEYS) if is_named(one, query["search"])]
    if query["taxonomy_id"]:
        rows = rows.filter(taxonomy=query["taxonomy_id"])
        ours = ours if str(query["taxonomy_id"]) == TAXONOMY else []
    if query["parent_id"]:
        rows, ours = rows.filter(parent=query["parent_id"]), []
    if query["top_only"]:
        rows = rows.filter(parent=None)
    return listing(request, query, rows, lambda rows: [writing.term(**row.said) for row in rows], ours)


@allow("public", methods=READ)
def term_detail(request, pk):
    if need := need_of(pk):
        return record(writing.need_term(need))
    return record(writing.term(**get_object_or_404(reading.terms(), pk=pk).said))


@allow("public", methods=READ)
@asked(OrganisationQuery)
def organisation_list(request, query):
    rows = reading.organisations()
    if query["search"]:
        rows = rows.filter(name__icontains=query["search"])
    read, write = (reading.in_full, writing.full) if query["full_service"] else (reading.summaries, writing.summary)

    def write_all(rows):
        rows = list(rows)
        if not (query["full"] or query["full_service"]):
            return [writing.organization(row) for row in rows]
        return [writing.full_organization(row, services) for row, services in with_services(rows, read, write)]

    return listing(request, query, rows, write_all)


def with_services(organisations, read, write):
    """Organisations, each with its services as records."""
    found = {row.pk: [] for row in organisations}
    for service in read(Service.objects.filter(organisation__in=list(found)).order_by("name_key", "id")):
        found[service.organisation_id].append(write(service))
    return [(row, found[row.pk]) for row in organisations]


@allow("public", methods=READ)
@asked(OneOrganisationQuery)
def organisation_detail(request, query, pk):
    row = get_object_or_404(reading.organisations(), pk=pk)
    read, write = (reading.in_full, writing.full) if query["full_service"] else (reading.summaries, writing.summary)
    [(row, services)] = with_services([row], read, write)
    return record(writing.full_organization(row, services))
