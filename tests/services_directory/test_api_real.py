"""Our own feed over every service of a real one: each answer is true to the standard, and our importer reads it back."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from services_directory.api import reading, writing
from services_directory.models import Organisation, Service
from tests.factories import services_directory as factories

from .described import SHARED, faults_of, faults_of_answer
from .feed_server import serving
from .test_round_trip import round_trip

pytestmark = pytest.mark.skipif(
    not (SHARED / "schemas").exists(),
    reason="NOT TESTED ON THE REAL FEED AND SCHEMAS: ../shared/data/openreferral-uk is absent (SHARED_DATA)",
)
ROOT = "/openreferral"
BY_ID = {
    "/services": "Service",
    "/service_at_locations": "ServiceAtLocation",
    "/taxonomies": "Taxonomy",
    "/taxonomy_terms": "TaxonomyTerm",
    "/organizations": "Organization",
}


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """The real feed of 1.0, and the examples of 3.0, which have places, hours and prices: read once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in ("bristol-1.0-services.json", "examples/service_full.json"):
            call_command("import_openreferral", str(SHARED / name), verbosity=0)
        factories.TaxonomyTermFactory()
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def imported(once):
    """As it was read, for each test."""
    with transaction.atomic():
        assert Service.objects.count() == 818
        yield
        transaction.set_rollback(True)


def pages(client, path, size=100):
    """Every page of a list, by HTTP."""
    number = 1
    while True:
        page = client.get(f"{ROOT}{path}", {"page": number, "per_page": size}).json()
        yield page
        if page["last_page"]:
            return
        number += 1


def test_every_answer_about_every_record_is_true_to_the_standard(client, imported):
    wrong = []
    for path in BY_ID:
        seen = [one["id"] for page in pages(client, path) for one in page["contents"]]
        wrong += [fault for page in pages(client, path) for fault in faults_of_answer(page, path)]
        total = client.get(f"{ROOT}{path}").json()["total_items"]
        assert len(seen) == len(set(seen)) == total > 0, path
    for service in reading.in_full(Service.objects.all()):
        wrong += faults_of(writing.full(service), "Service")
    for path, schema in BY_ID.items():  # by id one of each hundred by HTTP: the view writes what was looked at above
        for page in pages(client, path):
            wrong += faults_of(client.get(f"{ROOT}{path}/{page['contents'][0]['id']}").json(), schema)
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.slow
@pytest.mark.parametrize(("path", "schema"), BY_ID.items())
def test_every_record_asked_for_by_its_id_is_true_to_the_standard(client, imported, path, schema):
    keys = [one["id"] for page in pages(client, path) for one in page["contents"]]
    wrong = [fault for key in keys for fault in faults_of(client.get(f"{ROOT}{path}/{key}").json(), schema)]
    assert not wrong, "\n".join(wrong[:20])


def test_every_organisation_with_all_its_services_is_true_to_the_standard(client, imported):
    lines = b"".join(client.get(f"{ROOT}/organizations?format=ndjson&full_service=true")).splitlines()
    assert len(lines) == Organisation.objects.count()
    wrong = [fault for line in lines for fault in faults_of(json.loads(line), "Organization")]
    assert not wrong, "\n".join(wrong[:20])


def test_our_importer_reads_what_we_publish_into_an_empty_database(client, imported, settings):
    """From a server, page by page, as another site would."""
    asked = {"per_page": 100, "perPage": 100, "full": "true"}
    given = [client.get(f"{ROOT}/services", {"page": page, **asked}).content for page in range(1, 10)]
    with serving(lambda path, query: given[int(query["page"]) - 1]) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        differences = round_trip(server.address)
    assert len(server.asked) == len(given) == 9
    assert all(query.items() >= {"per_page": "100", "full": "true"}.items() for _path, query in server.asked)
    assert not differences, json.dumps(dict(list(differences.items())[:5]), indent=1)
