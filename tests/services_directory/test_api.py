"""Our own feed: its addresses, parameters, pages and headers, what is published and what is not."""

import datetime as dt
import doctest
import json
import threading
import uuid

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from services_directory import own_terms
from services_directory.api import answers, parameters, throttle, writing
from services_directory.choices import Need
from services_directory.models import Service
from tests.factories import services_directory as factories
from tests.factories.accounts import TeamFactory, UserFactory

from .described import OURS, faults_of, faults_of_answer

pytestmark = pytest.mark.django_db
ROOT = "/openreferral/"


def get(client, path, status=200):
    response = client.get(ROOT + path)
    assert response.status_code == status, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "application/json"
    return response.json()


def names(client, path):
    found = get(client, path)["contents"]
    return [one.get("service", one)["name"] for one in found]


def ended(service, **values):
    Service.objects.filter(pk=service.pk).update(**values)


@pytest.fixture
def service():
    """A service with one of everything."""
    organisation = factories.OrganisationFactory(
        name="Bont", name_cy="Y Bont", description="Help", website="https://example.org", legal_number="GB-CHC-1234567"
    )
    made = factories.ServiceFactory(
        name="Drop-in", name_cy="Galw heibio", organisation=organisation, description="Tea\nand talk", url="https://example.org/dŵr [1]",
        email="bont@example.org", phone="029 2018 0000", notice="Closed today", eligibility="Adults", gender="women",
        self_referral=False, minimum_age=18, maximum_age=25, attending="Just come", cost="free", fees="None", area="Cardiff\nCF10",
        language_codes=["cy", "en"], capacity="waiting", waiting_days=0, capacity_on=dt.date(2026, 11, 1), accreditations="ISO",
        needs=[Need.DEBT, Need.FOOD], checked_on=dt.date(2026, 10, 1), checked_by="Siân Staff", assurer_email="siân@example.org".replace("â", "a"),
        run_by_team=TeamFactory(name="Team Secret"), created_by=UserFactory(last_name="Maker"), known_from="A report", known_on=dt.date(2009, 1, 1),
        source="bristol",
    )  # fmt: skip
    factories.FeedFactory(key="bristol", name="Bristol", licence="OGL 3.0")
    location = factories.LocationFactory(
        name="Hall", address="1 High Street\nFloor 2", city="Cardiff", county="Wales", postcode="CF10 1AA", uprn="100",
        latitude=51.48, longitude=-3.18, accessibility="Ramp\nLift",
    )  # fmt: skip
    place = factories.ServiceAtLocationFactory(service=made, location=location)
    factories.ScheduleFactory(
        service=made,
        at_location=place,
        byday="MO,WE",
        valid_to=dt.date(2099, 1, 1),
        notes="Ring",
        attending="In person",
    )
    factories.CostOptionFactory(service=made, amount="3.50")
    factories.ContactFactory(service=made, name="Ann Persona")
    factories.PhoneFactory(service=made, description="In Welsh", language_codes=["cy"])
    parent = factories.TaxonomyTermFactory(name="Money")
    made.terms.add(
        factories.TaxonomyTermFactory(
            name="Debts", taxonomy=parent.taxonomy, parent=parent, code="d:1", uri="https://example.org/d"
        )
    )
    return made


@pytest.mark.parametrize("module", [own_terms, writing])
def test_examples_in_the_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


def test_everything_that_is_known_of_a_service_is_published(client, service):
    said = get(client, f"services/{service.pk}")
    assert not faults_of(said, "Service")
    assert (said["name"], said["tc_name_cy"], said["status"], said["alert"]) == (
        "Drop-in",
        "Galw heibio",
        "active",
        "Closed today",
    )
    assert (said["url"], said["minimum_age"], said["maximum_age"]) == ("https://example.org/d%C5%B5r%20%5B1%5D", 18, 25)
    assert (said["assured_date"], said["tc_waiting_days"], said["tc_self_referral"]) == ("2026-10-01", 0, False)
    assert (said["application_process"], said["eligibility_description"], said["tc_gender"]) == (
        "Just come",
        "Adults",
        "women",
    )
    assert said["tc_source"] == {"name": "Bristol", "licence": "OGL 3.0"}
    [number] = said["organization"]["organization_identifiers"]
    assert (number["identifier_scheme"], number["identifier"]) == ("GB-CHC", "1234567")
    assert [phone["number"] for phone in said["phones"]] == ["029 2018 0000", "029 2018 0123"]
    assert [language["code"] for language in said["phones"][1]["languages"]] == ["cy"]
    [place] = said["service_at_locations"]
    [schedule] = said["schedules"]
    assert schedule["service_at_location_id"] == place["id"]
    assert (schedule["byday"], schedule["opens_at"], schedule["closes_at"]) == ("MO,WE", "09:00", "17:00")
    where = place["location"]
    assert (where["latitude"], where["external_identifier"], where["external_identifier_type"]) == (
        51.48,
        "100",
        "UPRN",
    )
    [address] = where["addresses"]
    assert (address["address_1"], address["state_province"], address["country"]) == (
        "1 High Street, Floor 2",
        "Wales",
        "GB",
    )
    assert [each["description"] for each in where["accessibility"]] == ["Ramp", "Lift"]
    assert [area["name"] for area in said["service_areas"]] == ["Cardiff", "CF10"]
    assert [each["code"] for each in said["languages"]] == ["cy", "en"]
    assert said["cost_options"][0]["amount"] == 3.5
    assert (said["contacts"][0]["name"], said["contacts"][0]["title"]) == ("Ann Persona", "Duty worker")
    terms = {one["taxonomy_term"]["name"]: one["taxonomy_term"] for one in said["attributes"]}
    assert set(terms) == {"Debt advice", "Food", "Debts"}
    assert terms["Debts"]["parent_id"]


def test_nothing_else_is_published(client, service):
    pages = [
        "services?full=true",
        f"services/{service.pk}",
        "service_at_locations?full=true",
        "organizations?full_service=true",
    ]
    texts = [client.get(ROOT + page).content.decode() for page in pages]
    texts.append(b"".join(client.get(f"{ROOT}services?full=true&format=ndjson")).decode())
    for secret in ("sian@example.org", "Siân Staff", "Team Secret", "Maker", "updated_by", "created_by", "assurer"):
        assert not [text for text in texts if secret in text], secret


def test_guess_of_needs_is_said_to_be_one(client):
    guessed = factories.ServiceFactory(needs=[Need.FOOD], needs_guessed=True)
    [attribute] = get(client, f"services/{guessed.pk}")["attributes"]
    assert attribute["tc_guessed"] is True
    assert attribute["taxonomy_term"]["id"] == own_terms.KEYS["food"] == "59fc057b-f9d4-58e7-8b20-3a75da559954"


def test_what_is_not_known_is_left_out_and_empty_lists_are_there(client):
    bare = factories.ServiceFactory(organisation=None, needs=[])
    said = get(client, f"services/{bare.pk}")
    assert not faults_of(said, "Service")
    assert {name for name, value in said.items() if value != []} == {"id", "name", "status", "last_modified"}
    assert {"phones", "schedules", "service_at_locations", "attributes"} <= set(said)


# The description and the addresses say the same


def addresses():
    [resolver] = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "openreferral"]
    patterns = [each for each in resolver.url_patterns if isinstance(each, URLPattern)]
    return {"/" + str(each.pattern).replace("<uuid:pk>", "{id}"): each for each in patterns}


def test_description_and_addresses_are_the_same():
    assert set(OURS["paths"]) == set(addresses())
    assert {each.name for each in addresses().values()} == {
        path["get"]["operationId"] for path in OURS["paths"].values()
    }


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/services", parameters.ServiceQuery),
        ("/service_at_locations", parameters.PlaceQuery),
        ("/taxonomies", parameters.TaxonomyQuery),
        ("/taxonomy_terms", parameters.TermQuery),
        ("/organizations", parameters.OrganisationQuery),
        ("/organizations/{id}", parameters.OneOrganisationQuery),
    ],
)
def test_description_names_every_parameter_and_no_other(path, form):
    described = {each["$ref"].rpartition("/")[2] for each in OURS["paths"][path]["get"]["parameters"]}
    assert described == set(form.base_fields)
    assert all(OURS["components"]["parameters"][name]["name"] == name for name in described)


def test_every_answer_is_as_described(client, service):
    place, term = service.at_locations.get(), service.terms.get()
    keys = {
        "services": service.pk, "service_at_locations": place.pk, "taxonomies": term.taxonomy_id,
        "taxonomy_terms": term.pk, "organizations": service.organisation_id,
    }  # fmt: skip
    for path in OURS["paths"]:
        found = get(client, path.lstrip("/").replace("{id}", str(keys.get(path.split("/")[1]))))
        assert not faults_of_answer(found, path), path
        for more in ("minimal", "full", "full_service"):
            if {"$ref": f"#/components/parameters/{more}"} in OURS["paths"][path]["get"].get("parameters", []):
                found = get(client, path.lstrip("/").replace("{id}", str(service.organisation_id)) + f"?{more}=true")
                assert not faults_of_answer(found, path), (path, more)


def test_first_answer_leads_to_the_description(client):
    said = get(client, "")
    assert said["version"] == "HSDS-UK-3.0"
    assert said["openapi_url"] == "http://testserver/openreferral/openapi.json"
    assert get(client, "openapi.json") == OURS


# Pages


@pytest.mark.parametrize("parameter", ["per_page", "perPage"])
def test_pages(client, parameter):
    factories.ServiceFactory.create_batch(5)
    pages = [get(client, f"services?{parameter}=2&page={number}") for number in (1, 2, 3, 4)]
    said = [(page["size"], page["first_page"], page["last_page"], page["empty"]) for page in pages]
    assert said == [(2, True, False, False), (2, False, False, False), (1, False, True, False), (0, False, True, True)]
    assert {(page["total_items"], page["total_pages"]) for page in pages} == {(5, 3)}
    assert [page["page_number"] for page in pages] == [1, 2, 3, 4]
    assert len({one["id"] for page in pages for one in page["contents"]}) == 5


def test_empty_directory(client):
    for path in ("services", "service_at_locations", "organizations"):
        page = get(client, path)
        assert (page["total_items"], page["total_pages"], page["first_page"], page["last_page"]) == (0, 0, True, True)
        assert (page["empty"], page["contents"], page["page_number"]) == (True, [], 1)


def test_our_terms_stand_before_those_of_others_on_pages_and_in_streams(client, service):
    ours = len(Need)
    pages = [get(client, f"taxonomy_terms?per_page={ours - 1}&page={number}") for number in (1, 2)]
    assert [page["size"] for page in pages] == [ours - 1, 3]
    assert [one["name"] for one in pages[1]["contents"]] == ["Crisis help", "Debts", "Money"]
    lines = b"".join(client.get(f"{ROOT}taxonomy_terms?format=ndjson")).splitlines()
    assert [json.loads(line) for line in lines] == get(client, "taxonomy_terms?per_page=500")["contents"]
    parent = service.terms.get().parent
    assert [one["name"] for one in get(client, f"taxonomy_terms?parent_id={parent.pk}")["contents"]] == ["Debts"]
    theirs = get(client, f"taxonomy_terms?taxonomy_id={parent.taxonomy_id}&top_only=true")["contents"]
    assert [one["name"] for one in theirs] == ["Money"]
    assert get(client, f"taxonomy_terms?taxonomy_id={own_terms.TAXONOMY}")["total_items"] == ours
    assert len(get(client, f"taxonomies/{own_terms.TAXONOMY}")["taxonomy_terms"]) == ours
    assert get(client, f"taxonomy_terms/{own_terms.KEYS['food']}")["code"] == "food"


def test_stream_gives_each_record_once(client, monkeypatch):
    monkeypatch.setattr(answers, "CHUNK", 2)
    made = factories.ServiceFactory.create_batch(5)
    response = client.get(f"{ROOT}services?format=ndjson&full=true")
    assert response["Content-Type"] == "application/x-ndjson"
    records = [json.loads(line) for line in b"".join(response).splitlines()]
    assert {one["id"] for one in records} == {str(one.pk) for one in made}
    assert len(records) == 5
    assert not client.head(f"{ROOT}services?format=ndjson").content


def test_only_so_many_streams_at_a_time(client):
    factories.ServiceFactory()
    open_streams = [client.get(f"{ROOT}services?format=ndjson") for _ in range(throttle.MOST_STREAMS)]
    response = client.get(f"{ROOT}services?format=ndjson")
    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert get(client, "services")["total_items"] == 1
    assert all(map(list, open_streams))
    assert list(client.get(f"{ROOT}services?format=ndjson"))


def test_stream_whose_reader_went_away_gives_its_place_back_once():
    assert throttle.streams.acquire(blocking=False)
    stream = throttle.Stream(line for line in [b"{}"])
    stream.close()
    stream.close()
    free = [throttle.streams.acquire(blocking=False) for _ in range(throttle.MOST_STREAMS + 1)]
    assert free == [True] * throttle.MOST_STREAMS + [False]
    throttle.streams.release(throttle.MOST_STREAMS)


# Parameters


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


# What every answer has


def test_unknown_record_and_address(client):
    for path in ("services", "service_at_locations", "taxonomies", "taxonomy_terms", "organizations"):
        for key in (uuid.UUID(int=7), "x", "1", "%2e%2e"):
            assert get(client, f"{path}/{key}", status=404) == {"status": 404, "error": "Not Found"}
    assert get(client, "services/", status=404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
def test_only_read(client, method, service):
    client.handler.enforce_csrf_checks = True
    response = client.generic(method, f"{ROOT}services/{service.pk}", "{}", content_type="application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_page_of_another_site_may_ask(client):
    response = client.options(f"{ROOT}services", headers={"Origin": "https://example.org"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{ROOT}services")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_answers_are_cached_by_anybody_and_asked_for_again_for_nothing(client, service):
    page = client.get(f"{ROOT}services", headers={"Accept-Language": "cy"})
    assert page["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in page
    assert not page.cookies
    again = client.get(f"{ROOT}services", headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    one = client.get(f"{ROOT}services/{service.pk}")
    since = {"If-Modified-Since": one["Last-Modified"]}
    assert client.get(f"{ROOT}services/{service.pk}", headers=since).status_code == 304
    service.name = "Other"
    service.save()
    assert client.get(f"{ROOT}services", headers={"If-None-Match": page["ETag"]}).status_code == 200
    head = client.head(f"{ROOT}services")
    assert head["ETag"] == client.get(f"{ROOT}services")["ETag"]
    assert not head.content


@override_settings(OPENREFERRAL_PER_MINUTE=3)
def test_address_that_asks_too_often_has_to_wait(client, monkeypatch):
    clock = [600.0]
    monkeypatch.setattr(throttle.time, "monotonic", lambda: clock[0])
    statuses = [client.get(f"{ROOT}nothing", REMOTE_ADDR="192.0.2.7").status_code for _ in range(4)]
    assert statuses == [404, 404, 404, 429]
    refused = client.get(f"{ROOT}services", REMOTE_ADDR="192.0.2.7")
    assert (refused["Retry-After"], refused["Access-Control-Allow-Origin"]) == ("61", "*")
    assert not faults_of(refused.json(), "Problem")
    assert client.get(f"{ROOT}services", REMOTE_ADDR="192.0.2.8").status_code == 200
    addresses = [client.get(f"{ROOT}services", REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(4)]
    assert addresses == [200, 200, 200, 429]
    clock[0] += 61
    assert client.get(f"{ROOT}services", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_throttle_counts_right_in_threads(rf):
    counter, request = throttle.Throttle(), rf.get("/")
    with override_settings(OPENREFERRAL_PER_MINUTE=100):
        waits = []
        threads = [
            threading.Thread(target=lambda: waits.extend(counter.wait(request) for _ in range(50))) for _ in range(4)
        ]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert sum(wait == 0 for wait in waits) == 100


def test_queries(client, service, django_assert_max_num_queries):
    for _number in range(8):
        other = factories.ServiceFactory()
        factories.ServiceAtLocationFactory(service=other)
        factories.ScheduleFactory(service=other)
        other.terms.set(service.terms.all())
    for path in (
        "services?full=true",
        "services?search=s&full=true",
        "service_at_locations?full=true&day=MO",
        "organizations?full_service=true",
    ):
        with django_assert_max_num_queries(4):
            assert get(client, path)["size"]
