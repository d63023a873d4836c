"""The parameters of our own feed: what each finds, and what is told when one is not understood."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from services_directory import own_terms
from services_directory.api import writing
from tests.factories import services_directory as factories

from .described import faults_of
from .test_api import get

pytestmark = pytest.mark.django_db


def names(client, path):
    found = get(client, path)["contents"]
    return [one.get("service", one)["name"] for one in found]


def test_search_and_status(client, service):
    factories.ServiceFactory(name="Hostel", defunct=True)
    assert names(client, "services?search=dro") == ["Drop-in"]
    assert names(client, "service_at_locations?search=bont") == ["Drop-in"]
    assert names(client, "services?search=nowhere") == []
    assert {one["status"] for one in get(client, "services")["contents"]} == {"active", "defunct"}
    assert [one["name"] for one in get(client, "organizations?search=bon")["contents"]] == ["Bont"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("minimum_age=18", True),
        ("minimum_age=19", False),
        ("maximum_age=25", True),
        ("maximum_age=24.5", False),
        ("day=MO", True),
        ("day=wednesday", True),
        ("day=TU", False),
        ("day=MO&start_time=09:00&end_time=17:00", True),
        ("start_time=09:01", False),
        ("end_time=16:59", False),
        ("modified_after=2001-01-01T00:00:00Z", True),
        ("modified_after=2099-01-01T00:00:00%2B01:00", False),
        (f"taxonomy_term_id={own_terms.KEYS['debt']}", True),
        (f"taxonomy_term_id={own_terms.KEYS['gp']}", False),
        (f"taxonomy_term_id={uuid.UUID(int=1)}", False),
        (f"taxonomy_id={own_terms.TAXONOMY}", True),
        (f"taxonomy_id={uuid.UUID(int=1)}", False),
        (f"organization_id={uuid.UUID(int=1)}", False),
    ],
)
def test_filter(client, service, query, found):
    for path in ("services", "service_at_locations"):
        assert names(client, f"{path}?{query}") == ["Drop-in"] * found, path


def test_filter_by_what_is_there(client, service):
    term = service.terms.get()
    for query in (
        f"taxonomy_term_id={term.pk}",
        f"taxonomy_id={term.taxonomy_id}",
        f"organization_id={service.organisation_id}",
    ):
        assert names(client, f"services?{query}") == ["Drop-in"], query


def test_schedule_that_is_over_or_of_another_place_does_not_count(client, service):
    elsewhere = factories.ServiceAtLocationFactory(service=service)
    assert len(names(client, "service_at_locations")) == 2
    assert len(names(client, "service_at_locations?day=MO")) == 1
    schedule = service.schedules.get()
    schedule.at_location, schedule.valid_to = elsewhere, timezone.localdate() - dt.timedelta(days=1)
    schedule.save()
    assert names(client, "services?day=MO") == []


def test_what_changes_about_a_service_changes_it(client, service):
    long_ago = timezone.now() - dt.timedelta(days=900)
    place = service.at_locations.get()
    rows = [service, service.organisation, place, place.location, service.schedules.get(), service.phones.get()]
    rows += [service.contacts.get(), *factories.models.CostOption.objects.all()]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(updated_at=long_ago)
    assert get(client, f"services/{service.pk}")["last_modified"] == writing.moment(long_ago)
    assert names(client, "services?modified_after=2025-01-01T00:00:00Z") == []
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(updated_at="2026-05-05T10:00:00.123456Z")
        [said] = get(client, "services?modified_after=2026-05-05T10:00:00Z&minimal=true")["contents"]
        assert said == {"id": str(service.pk), "modified_date": "2026-05-05T10:00:00.123Z"}
        type(row).objects.filter(pk=row.pk).update(updated_at=long_ago)


def test_place(client, service):
    far = factories.LocationFactory(latitude=51.58, longitude=-3.18)
    factories.ServiceAtLocationFactory(service=factories.ServiceFactory(name="Far", area="NP20\nCF10 2"), location=far)
    factories.ServiceAtLocationFactory(service=factories.ServiceFactory(name="Nowhere", area="BATH"))
    factories.PostcodeFactory(code="CF101AA", district="CF10", latitude=51.49, longitude=-3.18)
    assert names(client, "service_at_locations?postcode=CF10+1AA&proximity=1200") == ["Drop-in"]
    assert names(client, "service_at_locations?postcode=cf101aa&proximity=1100") == []
    assert names(client, "service_at_locations?postcode=CF10+1AA&proximity=20000") == ["Drop-in", "Far"]
    assert names(client, "service_at_locations?postcode=CF10+1AA") == ["Drop-in", "Nowhere"]
    assert names(client, "service_at_locations?postcode=CF10+2AA") == ["Drop-in", "Far", "Nowhere"]
    wrong = get(client, "service_at_locations?postcode=CF10+9ZZ&proximity=5", status=400)
    assert wrong["parameters"] == {"postcode": "Where this postcode is, is not known here."}


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=9999999999999999999", "per_page=0", "per_page=501", "perPage=x", "format=xml",
        "taxonomy_term_id=x", "minimum_age=-1", "minimum_age=NaN", "maximum_age=151", "start_time=25:00", "end_time=noon",
        "day=someday", "day=%F0%9F%92%A9", "modified_after=yesterday", "modified_after=0001-01-01T00:00:00Z", "full=maybe",
        "organization_id=1", "postcode=x", "proximity=5", "proximity=inf&postcode=CF10+1AA", "search=" + "a" * 301,
    ],
)  # fmt: skip
def test_parameter_that_is_not_understood_is_told(client, query):
    wrong = get(client, f"service_at_locations?{query}", status=400)
    name = query.partition("=")[0].replace("perPage", "per_page")
    assert wrong["parameters"][name]
    assert not faults_of(wrong, "Problem")


def test_unknown_parameter_is_ignored_and_broken_text_is_refused(client):
    assert get(client, "services?_=123&tab=x")["empty"]
    assert get(client, "services?search=%00", status=400)["status"] == 400
