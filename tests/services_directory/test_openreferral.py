"""Reading a feed: what is mended, what is refused, what becomes plain text. Nothing here needs a database."""

import doctest
import io
import json
import uuid
from datetime import date, time
from decimal import Decimal

import pytest

from services_directory import freshness, wording
from services_directory.choices import Need
from services_directory.models import Contact, CostOption, Phone, Schedule
from services_directory.openreferral import fields, importing, languages, plain_text, schedules
from services_directory.openreferral.fields import Fields, Refused
from services_directory.openreferral.files import NotAFeed, Records
from services_directory.openreferral.services import read_service

ID = "ac148810-d857-441c-9679-408f346de14b"


def record(**values):
    return {"id": ID, "name": "Drop-in", "status": "active"} | values


def read_feed(content):
    return list(Records(io.BytesIO(content)))


def values(**said):
    return read_service(record(**said)).values


@pytest.mark.parametrize("module", [fields, freshness, importing, languages, plain_text, schedules, wording])
def test_examples_in_the_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/a?b=c", "https://example.org/a?b=c"),
        ("//example.org", "https://example.org"),
        ("http:www.example.org", "http://www.example.org"),
        ("https:/example.org", "https://example.org"),
        ("HTTP://Example.org", "http://Example.org"),
        (" https://example.org\u00a0", "https://example.org"),
        ("Warmley Community Centre", ""),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("https://example.org@example.com", ""),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("", ""),
        (None, ""),
    ],
)
def test_web_address_is_mended_or_left_out(said, stored):
    assert values(url=said)["url"] == stored


def test_detail_that_cannot_be_right_is_left_out_and_noted():
    place = {"id": ID, "location_type": "physical", "latitude": 100, "longitude": 101}
    found = read_service(record(email="ring us", url="none", service_at_locations=[{"id": ID, "location": place}]))
    assert found.values["email"] == found.values["url"] == ""
    assert found.locations[0]["latitude"] is None
    assert len(found.notes) == 3


def test_broken_part_of_a_list_is_left_out_and_takes_nothing_from_the_rest():
    found = read_service(
        record(schedules=[{"opens_at": 9}, {"byday": "MO"}], cost_options=[{"amount": "much"}, {"amount": 5}])
    )
    assert [row["byday"] for row in found.details[Schedule]] == ["MO"]
    assert [row["amount"] for row in found.details[CostOption]] == [5]
    assert found.notes == [
        "schedules[0].opens_at is not a text: left out",
        "cost_options[0].amount is not a number: left out",
    ]


def test_email_is_freed_of_what_stands_around_it():
    assert values(email="\u00a0help@example.org. ")["email"] == "help@example.org"


def test_check_in_the_future_or_before_1900_is_no_check():
    assert values(assured_date="2099-01-01")["checked_on"] is None
    assert values(assured_date="0001-01-01")["checked_on"] is None
    assert values(assured_date="2021-06-10T09:00:00Z")["checked_on"] == date(2021, 6, 10)


def test_of_who_checked_only_the_organisation_is_kept():
    assert values(assurer_email="ann.persona@example.org")["checked_by"] == "example.org"
    assert values(pc_metadata={"assured_by": "ann.persona@example.org"})["checked_by"] == "example.org"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"name": ""}, "It has no name."),
        ({"name": "<p><br></p>"}, "It has no name."),
        ({"name": None}, "It has no name."),
        ({"name": 5}, "name is not a text."),
        ({"name": True}, "name is not a text."),
        ({"name": "x" * 301}, "name is too long: 301 characters, 300 fit."),
        ({"name": "a\0b"}, "name holds characters that are no text."),
        ({"description": "a\ud800b"}, "description holds characters that are no text."),
        ({"description": "x" * 100_000}, "description is too long: 100000 characters, 20000 fit."),
        ({"description": ["a"]}, "description is not a text."),
        ({"id": ""}, "id is missing."),
        ({"id": None}, "id is missing."),
        ({"id": "17"}, "id is not a UUID."),
        ({"id": 17}, "id is not a text."),
        ({"status": "open"}, "status “open” is none of: active, inactive, defunct, temporarily closed."),
        ({"assured_date": "31/02/2021"}, "assured_date “31/02/2021” is not a date."),
        ({"assured_date": "2021-02-31"}, "assured_date “2021-02-31” is not a date."),
        ({"minimum_age": "twelve"}, "minimum_age is not a number."),
        ({"minimum_age": -1}, "minimum_age -1 is not an age."),
        ({"minimum_age": 2**70}, "minimum_age 1180591620717411303424 is not an age."),
        ({"minimum_age": float("nan")}, "minimum_age is not a number."),
        ({"minimum_age": 30, "maximum_age": 20}, "minimum_age 30 is above maximum_age 20."),
        ({"organization": "Us"}, "organization is not an object."),
        ({"organization": {"id": "x", "name": "Us"}}, "organization.id is not a UUID."),
        ({"schedules": {}}, "schedules is not a list."),
        ({"schedules": ["Monday"]}, "schedules holds something that is not an object."),
        ({"service_at_locations": [{"location": {"id": 1}}]}, "service_at_locations[0].location.id is not a text."),
    ],
)
def test_broken_record_is_refused_with_its_reason(broken, reason):
    with pytest.raises(Refused) as refused:
        read_service(record(**broken))
    assert str(refused.value) == reason


@pytest.mark.parametrize("thing", [None, 5, "service", ["a"], True])
def test_what_is_not_an_object_is_refused(thing):
    with pytest.raises(Refused, match="not an object"):
        read_service(thing)


def test_html_becomes_plain_text():
    html = "<h2>Tea</h2><script>alert(1)</script><p>Come &amp; talk&nbsp;<img src=x onerror=y></p><ul><li>Mondays</ul>"
    assert values(description=html)["description"] == "Tea\n\nCome & talk\n\n• Mondays"


def test_text_that_only_looks_like_html_stays():
    assert values(description="for those <18 & >65")["description"] == "for those <18 & >65"


def test_lists_of_version_3_become_rows():
    found = read_service(
        record(
            schedules=[{"id": ID, "freq": "WEEKLY", "byday": "MO,WE", "opens_at": "10:00Z", "closes_at": "12:30"}],
            cost_options=[{"option": "Adults", "amount": 3.5, "amount_description": "each"}, {"amount": 0}, {"id": ID}],
            service_areas=[{"name": "Bristol"}],
            languages=[{"name": "Welsh"}, {"id": ID}, {"code": "pl"}],
            phones=[{"number": "01632 960001"}, {"number": "01632 960002", "description": "At night"}],
            contacts=[{"name": "Ann Persona", "title": "Reception"}, {"id": ID}],
            alert="Moved",
            minimum_age=16,
        )
    )
    (times,) = found.details[Schedule]
    assert (times["id"], times["freq"], times["byday"]) == (uuid.UUID(ID), "WEEKLY", "MO,WE")
    assert (times["opens_at"], times["closes_at"]) == (time(10), time(12, 30))
    assert [(row["option"], row["amount"], row["amount_description"]) for row in found.details[CostOption]] == [
        ("Adults", Decimal("3.50"), "each"),
        ("", 0, ""),
    ]
    assert [(row["number"], row["description"]) for row in found.details[Phone]] == [("01632 960002", "At night")]
    assert [(row["name"], row["title"]) for row in found.details[Contact]] == [("Ann Persona", "Reception")]
    said = found.values
    assert (said["area"], said["language_codes"], said["phone"]) == ("Bristol", ["cy", "pl"], "01632 960001")
    assert (said["notice"], said["minimum_age"], said["maximum_age"]) == ("Moved", 16, None)
    assert said["cost"] == "some"


def test_lists_of_version_1_become_rows():
    found = read_service(
        record(
            regular_schedules=[{"byday": "Friday", "opens_at": "09:00:00", "closes_at": "5pm"}],
            eligibilitys=[{"eligibility": "Parents", "minimum_age": 18, "maximum_age": 25}],
            contacts=[{"name": "Ann Persona", "phones": [{"number": "01632 960002"}]}],
            pc_targetAudience=[{"audienceType": "Low Income>Unemployed "}],
            service_taxonomys=[{"taxonomy": {"id": "circumstance:191", "name": "Homeless", "vocabulary": "esd"}}],
            attending_access="Drop-in",
        )
    )
    (times,), said = found.details[Schedule], found.values
    assert (times["freq"], times["byday"], times["closes_at"]) == ("WEEKLY", "FR", time(17))
    assert said["eligibility"] == "Parents\nUnemployed"
    assert (said["minimum_age"], said["maximum_age"]) == (18, 25)
    assert (said["phone"], said["attending"]) == ("01632 960002", "Drop-in")
    (term,) = found.terms
    assert (term["code"], term["name"], term["taxonomy"]["name"]) == ("circumstance:191", "Homeless", "esd")


def test_times_that_are_only_words_become_notes():
    row = schedules.schedule(
        Fields({"byday": "term time", "opens_at": "noon", "description": "Ring."}, notes := []), None
    )
    assert (row["freq"], row["byday"], row["opens_at"], row["notes"]) == ("", "", None, "term time\nRing.")
    assert notes == ["opens_at “noon” is not a time: left out"]


def test_what_a_summary_does_not_mention_is_not_said_to_be_empty():
    found = read_service(record())
    assert found.details == {}
    assert found.locations is found.terms is None
    assert read_service(record(service_at_locations=[], schedules=[])).locations == []


def test_needs_are_guessed_from_words():
    found = read_service(record(name="Food bank and debt advice", description="Peer-led."))
    assert found.guess == [Need.PEER_SUPPORT, Need.DEBT, Need.FOOD]
    assert read_service(record(name="Choir")).guess == []


@pytest.mark.parametrize(
    "feed",
    [
        [record()],
        record(),
        {"contents": [record()], "page_number": 1},
        {"content": [record()], "totalElements": 1},
        {"id": str(uuid.uuid4()), "name": "Us", "website": "", "services": [record()]},
        {"id": str(uuid.uuid4()), "location": {"id": str(uuid.uuid4())}, "service": record()},
    ],
)
def test_every_form_of_file_gives_its_services(feed):
    (found,) = read_feed(json.dumps(feed).encode())
    assert read_service(found).id == uuid.UUID(ID)


def test_service_in_an_organisation_belongs_to_it():
    us = {"id": str(uuid.uuid4()), "name": "Us", "website": "us.example.org", "services": [record()]}
    found = read_service(read_feed(json.dumps(us).encode())[0])
    assert found.organisation == {"id": uuid.UUID(us["id"]), "name": "Us", "website": "https://us.example.org"}


def test_service_at_two_locations_is_one_record_with_both():
    places = [{"id": str(uuid.uuid4()), "location_type": "physical"} for _ in range(2)]
    feed = [{"id": str(uuid.uuid4()), "location": place, "service": record()} for place in places]
    found = read_service(read_feed(json.dumps(feed).encode())[0])
    assert [str(place["id"]) for place in found.locations] == [place["id"] for place in places]
    assert found.adds_locations


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"\xff\xfe\xfd", "not text"),
        (b"[" * 100_000, "nested too deeply"),
        (b"5", "holds no services"),
        (b'"services"', "holds no services"),
        (b'[{"id": "x", "name": "n", "term_uri": ""}]', "holds no services, but terms of a taxonomy"),
        (b'{"id": "x", "taxonomy_terms": []}', "holds no services, but taxonomies"),
        (b'{"contents": [{"id": "x", "name": "n", "website": ""}]}', "holds no services, but organisations"),
    ],
)
def test_file_without_services_says_so(content, message):
    with pytest.raises(NotAFeed, match=message):
        read_feed(content)


def test_byte_order_mark_and_huge_number_do_no_harm():
    content = "\ufeff" + json.dumps([record()])[:-2] + ', "minimum_age": ' + "9" * 5000 + "}]"
    (found,) = read_feed(content.encode())
    with pytest.raises(Refused, match="minimum_age is not a number"):
        read_service(found)
