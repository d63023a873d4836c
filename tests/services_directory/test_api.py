"""Our own feed: what is published and what is not, in the words of the standard."""

import datetime as dt
import doctest
import json

import pytest
from django.core.files.base import ContentFile  # noqa: F401

from services_directory.api import writing
from tests.factories import services_directory as factories

pytestmark = pytest.mark.django_db
ROOT = "/openreferral/"


def get(client, path, **options):
    response = client.get(ROOT + path, **options)
    assert response.status_code == 200, response.content
    return response.json()


def test_smoke(client):
    s = factories.ServiceFactory(url="https://example.org/dŵr", phone="029 2018 0000", languages="x", language_codes=["cy"], area="Cardiff\nBarry")
    factories.ScheduleFactory(service=s)
    factories.CostOptionFactory(service=s)
    factories.ContactFactory(service=s)
    factories.PhoneFactory(service=s, language_codes=["cy"])
    l = factories.ServiceAtLocationFactory(service=s)
    s.terms.add(factories.TaxonomyTermFactory())
    for path in ["", "services", "services?full=true", f"services/{s.pk}", "service_at_locations", f"service_at_locations/{l.pk}", "taxonomies", "taxonomy_terms?perPage=2&page=18", "organizations", f"organizations/{s.organisation_id}?full_service=true", "services?minimal=true", "services?search=serv&modified_after=2026-01-01T00:00:00Z&day=MO&start_time=08:00"]:
        print(path, json.dumps(get(client, path), indent=1))
    r = client.get(ROOT+"services?format=ndjson&full=true")
    print(list(r))
    print(client.get(ROOT+"services?page=0&day=x").content, client.post(ROOT+"services").content, client.get(ROOT+"x").content, client.get(ROOT+"services?search=%00").content)
    print(client.get(ROOT+"services").headers)
    assert 0
