"""Our own feed: its addresses, parameters, pages and headers, what is published and what is not."""

import doctest
import json
import threading
import uuid

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver

from services_directory import own_terms
from services_directory.api import answers, parameters, throttle, writing
from services_directory.choices import Need
from tests.factories import services_directory as factories

from .described import OURS, faults_of, faults_of_answer

pytestmark = pytest.mark.django_db
ROOT = "/openreferral/"
FOOD = "c0afa0b8-1f3d-5911-bf40-a876cad624f1"  # for ever: other sites know it


def get(client, path, status=200):
    response = client.get(ROOT + path)
    assert response.status_code == status, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"] == "application/json"
    return response.json()


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
        "1 High Street",
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


def test_service_at_two_places_is_written_at_both(client, service):
    factories.ServiceAtLocationFactory(service=service)
    one, other = get(client, "service_at_locations?full=true")["contents"]
    assert one["service"] == other["service"]
    assert len(one["service"]["schedules"]) == len(one["service"]["service_at_locations"]) - 1 == 1


def test_guess_of_needs_is_said_to_be_one(client):
    guessed = factories.ServiceFactory(needs=[Need.FOOD], needs_guessed=True)
    [attribute] = get(client, f"services/{guessed.pk}")["attributes"]
    assert attribute["tc_guessed"] is True
    assert attribute["taxonomy_term"]["id"] == own_terms.KEYS["food"] == FOOD


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
    streamed, paged = [json.loads(line) for line in lines], get(client, "taxonomy_terms?per_page=500")["contents"]
    assert streamed[:ours] == paged[:ours]
    assert sorted(streamed[ours:], key=lambda one: one["id"]) == sorted(paged[ours:], key=lambda one: one["id"])
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
        "services?search=service&full=true",
        "service_at_locations?full=true&day=MO",
        "organizations?full_service=true",
    ):
        with django_assert_max_num_queries(4):
            assert get(client, path)["size"]
