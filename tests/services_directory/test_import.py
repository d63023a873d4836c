"""Taking a feed in: small files of our own, and the real ones where they are at hand."""

import json
import os
import time
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from services_directory import workflow
from services_directory.choices import Need
from services_directory.models import Location, Organisation, Service, ServiceAtLocation, TaxonomyTerm
from services_directory.search import offered
from tests.factories.services_directory import ServiceFactory

SHARED = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "openreferral-uk"
REAL_FEED = SHARED / "bristol-1.0-services.json"
needs_real_feed = pytest.mark.skipif(
    not REAL_FEED.exists(), reason="NOT TESTED ON THE REAL FEED: ../shared/data/openreferral-uk is absent (SHARED_DATA)"
)
pytestmark = pytest.mark.django_db


def an_id(number):
    return str(uuid.UUID(int=number))


def service(number, **values):
    return {"id": an_id(number), "name": f"Service {number}", "status": "active"} | values


US = {"id": an_id(900), "name": "Us", "url": "us.example.org"}
HALL = {"id": an_id(800), "location_type": "physical", "name": "Hall", "addresses": [{"address_1": "1 High Street"}]}


def take(*records, **options):
    content = json.dumps(list(records)).encode()
    return workflow.import_feed(content, by=None, source="feed.json", **options).as_dict()


def counts(created=0, updated=0, unchanged=0, refused=0):
    return {"created": created, "updated": updated, "unchanged": unchanged, "refused": refused}


def test_import_creates_then_changes_nothing_then_updates():
    place = {"id": an_id(700), "location": HALL}
    feed = [service(1, organization=US, service_at_locations=[place]), service(2)]
    assert take(*feed)["services"] == counts(created=2)
    before = list(Service.objects.values("version", "updated_at"))
    assert take(*feed)["services"] == counts(unchanged=2)
    assert list(Service.objects.values("version", "updated_at")) == before
    feed[1]["name"] = "Another name"
    assert take(*feed)["services"] == counts(updated=1, unchanged=1)
    assert Service.objects.get(pk=an_id(2)).name == "Another name"
    one = Service.objects.get(pk=an_id(1))
    assert (one.organisation.website, one.kept_here) == ("https://us.example.org", False)
    assert one.at_locations.get().location.address == "1 High Street"


def test_dry_run_says_the_same_and_stores_nothing():
    assert take(service(1, organization=US), dry_run=True)["services"] == counts(created=1)
    assert not Service.objects.exists()
    assert not Organisation.objects.exists()


def test_same_id_twice_with_other_content_keeps_the_first():
    first, second = service(1, name="First"), service(1, name="Second")
    result = take(first, second, first)
    assert result["services"] == counts(created=1, unchanged=1, refused=1)
    assert result["refusals"][0]["id"] == an_id(1)
    assert "twice with different content" in result["refusals"][0]["reason"]
    assert Service.objects.get().name == "First"
    assert take(first, second, first)["services"] == counts(unchanged=2, refused=1)


def test_broken_records_are_refused_by_themselves():
    result = take(service(1), service(2, name=""), "text", {"name": "No id"}, service(3, url=5), service(4))
    assert result["services"] == counts(created=2, refused=4)
    assert result["refusals"] == [
        {"id": an_id(2), "reason": "It has no name."},
        {"id": "", "reason": "Record 3 of the file: This is not an object with the fields of a service."},
        {"id": "", "reason": "Record 4 of the file: id is missing."},
        {"id": an_id(3), "reason": "url is not a text."},
    ]


def test_sound_record_after_a_broken_one_of_the_same_id_is_taken():
    assert take(service(1, name=""), service(1))["services"] == counts(created=1, refused=1)


def test_organisation_with_two_texts_in_one_file_keeps_the_first_and_stays_still():
    feed = [service(1, organization=US), service(2, organization=US | {"name": "They"})]
    take(*feed)
    assert Organisation.objects.get().name == "Us"
    assert take(*feed)["services"] == counts(unchanged=2)


def test_changed_organisation_or_location_updates_its_services():
    places = [{"location": HALL}]
    take(service(1, organization=US), service(2, service_at_locations=places), service(3))
    changed = [{"location": HALL | {"name": "New hall"}}]
    result = take(service(1, organization=US | {"name": "We"}), service(2, service_at_locations=changed), service(3))
    assert result["services"] == counts(updated=2, unchanged=1)
    assert (Organisation.objects.get().name, Location.objects.get().name) == ("We", "New hall")


def test_location_that_is_no_longer_named_is_unlinked():
    take(service(1, service_at_locations=[{"location": HALL}]))
    assert take(service(1))["services"] == counts(unchanged=1)
    assert take(service(1, service_at_locations=[]))["services"] == counts(updated=1)
    assert not ServiceAtLocation.objects.exists()
    assert Location.objects.exists()


def test_organisation_named_by_its_id_alone():
    feed = [service(1, organization_id=US["id"]), service(2, organization=US), service(3, organization_id=an_id(901))]
    take(*feed)
    assert Service.objects.get(pk=an_id(1)).organisation.name == "Us"
    assert Service.objects.get(pk=an_id(3)).organisation is None
    assert take(*feed)["services"] == counts(unchanged=3)


def test_service_edited_here_is_not_overwritten():
    take(service(1))
    edited = Service.objects.get()
    edited.name, edited.kept_here = "Edited here", True
    edited.save()
    assert take(service(1))["services"] == counts(unchanged=1)
    result = take(service(1, name="New in the feed"))
    assert result["services"] == counts(refused=1)
    assert "edited here" in result["refusals"][0]["reason"]
    assert Service.objects.get().name == "Edited here"


def test_service_made_here_is_not_overwritten():
    made = ServiceFactory(name="Made here")
    result = take({"id": str(made.pk), "name": "Of the feed"})
    assert result["services"] == counts(refused=1)
    assert Service.objects.get().name == "Made here"


def test_check_by_a_person_here_outlives_an_import_of_the_same_words(keyworker):
    take(service(1, assured_date="2021-01-01"))
    checked = workflow.check_service(Service.objects.get(), by=keyworker)
    assert take(service(1, assured_date="2022-01-01"))["services"] == counts(unchanged=1)
    assert Service.objects.get().checked_on == checked.checked_on
    take(service(1, assured_date="2022-01-01", name="Other words"))
    assert Service.objects.get().checked_on == date(2022, 1, 1)


def test_needs_said_by_a_person_outlive_an_import(keyworker):
    take(service(1, name="Food bank"))
    assert Service.objects.get().needs_guessed
    assert Service.objects.get().needs == [Need.FOOD]
    workflow.check_service(Service.objects.get(), by=keyworker)
    take(service(1, name="Debt advice"))
    assert Service.objects.get().needs == [Need.FOOD]


def test_term_that_a_person_has_mapped_is_a_need_and_no_guess():
    term = {"id": an_id(600), "name": "Money", "taxonomy_detail": {"id": an_id(601), "name": "Theirs"}}
    feed = service(1, name="Food bank", attributes=[{"id": an_id(602), "taxonomy_term": term}])
    take(feed)
    assert Service.objects.get().needs == [Need.FOOD]
    TaxonomyTerm.objects.update(need=Need.DEBT)
    assert take(feed)["services"] == counts(updated=1)
    assert (Service.objects.get().needs, Service.objects.get().needs_guessed) == ([Need.DEBT], False)


def test_command_prints_its_counts_last(tmp_path, capsys):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps([service(1, url="not an address"), service(2, name="")]))
    call_command("import_openreferral", str(file), "--json")
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[-1]) == {
        "services": counts(created=1, refused=1),
        "refusals": [{"id": an_id(2), "reason": "It has no name."}],
    }
    assert "is not a web address: left out" in printed.err
    call_command("import_openreferral", str(file), "--dry-run")
    assert "0 created, 0 updated, 1 unchanged, 1 refused. Nothing was stored." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"), [(b"{", "is not JSON"), (b"\x00", "is not JSON"), (None, "cannot be read")]
)
def test_command_refuses_a_file_that_is_no_feed(tmp_path, content, message):
    file = tmp_path / "feed.json"
    if content:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("import_openreferral", str(file), "--json")


@needs_real_feed
def test_real_feed_goes_in_quickly_and_again_changes_nothing(capsys):
    began = time.process_time()
    call_command("import_openreferral", str(REAL_FEED), "--json")
    assert time.process_time() - began < 15
    first = json.loads(capsys.readouterr().out)
    assert first["services"] == counts(created=817, refused=2)
    nameless, twice = first["refusals"]
    assert nameless == {"id": "def5ccd4-f121-df4d-60d2-4dc0d69ff555", "reason": "It has no name."}
    assert twice["id"] == "2af617e5-4532-bebe-1036-ffdf2e93ce55"
    call_command("import_openreferral", str(REAL_FEED), "--json")
    assert json.loads(capsys.readouterr().out)["services"] == counts(unchanged=817, refused=2)
    stored = Service.objects.all()
    assert stored.filter(organisation=None).count() == 6
    assert stored.get(pk="2af617e5-4532-bebe-1036-ffdf2e93ce55").name == "Fishponds Yoga for Fitness & Wellbeing"
    assert not stored.filter(description__contains="<p>").exists()
    assert not stored.filter(description__contains="&nbsp;").exists()
    assert not stored.exclude(url="").exclude(url__startswith="http").exists()
    assert stored.get(url__contains="holisuntherapies").url == "https://holisuntherapies.co.uk"
    assert stored.filter(checked_by__contains="@").count() == 0
    assert "Bristol Drugs Project" in {found.name for found in offered("drug bristol")}


EXAMPLES = {
    "service_full": 1,
    "service_list": 1,
    "service_at_location_full": 1,
    "service_at_location_list": 1,
    "organization_full": 1,
    "organization_list": 0,
    "taxonomy": 0,
    "taxonomy_list": 0,
    "taxonomy_term": 0,
    "taxonomy_term_list": 0,
}


@needs_real_feed
@pytest.mark.parametrize(("name", "services"), EXAMPLES.items())
def test_examples_of_version_3(name, services, capsys):
    file = str(SHARED / "examples" / f"{name}.json")
    if not services:
        with pytest.raises(CommandError, match="holds no services, but"):
            call_command("import_openreferral", file, "--json")
        return
    for expected in (counts(created=1), counts(unchanged=1)):
        call_command("import_openreferral", file, "--json")
        assert json.loads(capsys.readouterr().out.splitlines()[-1])["services"] == expected
    assert Service.objects.get().organisation.name == "Example Organization Inc."


@needs_real_feed
def test_pages_of_summaries_take_nothing_away_from_the_full_record(capsys):
    for name in ("service_full", "service_list", "service_at_location_list", "organization_full"):
        call_command("import_openreferral", str(SHARED / "examples" / f"{name}.json"), "--json")
    printed = [json.loads(line)["services"] for line in capsys.readouterr().out.splitlines()]
    assert printed == [counts(created=1), counts(unchanged=1), counts(unchanged=1), counts(unchanged=1)]
    service = Service.objects.get()
    (times,), (price,), (contact,) = service.schedules.all(), service.costoptions.all(), service.contacts.all()
    assert str(times.id) == "48102e86-bb50-41c4-8f1e-e269368c41d1"
    assert "Thursday, Friday, on day 2, 3, 4 of the month, 10am to 6pm" in times.in_words
    assert (price.amount, price.option, contact.title) == (35, "Under 18s and Over 60s", "Reception Manager")
    assert (service.terms.get().name, service.organisation.legal_number) == ("name", "GB-COH-1234567")
    place = Location.objects.get()
    assert place.address_lines == ["1-30 Main Street", "MyCity", "MyState", "ABC 1234"]
    assert (place.country, place.uprn) == ("US", "10092008082")
