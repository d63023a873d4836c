"""What our own feed publishes, read by our own importer into an empty database, is the same again."""

import datetime as dt

import pytest
from django.core.management import call_command

from services_directory.api import reading, writing
from services_directory.choices import Need, ServiceStatus
from services_directory.models import Service
from tests import database
from tests.factories import services_directory as factories

# When it changed, and which directory it came from: both are others here and there.
NOT_THE_SAME = ("last_modified", "tc_source")


def published():
    """All that is published of all services."""
    records = map(writing.full, reading.in_full(Service.objects.all()))
    return {one["id"]: {name: value for name, value in one.items() if name not in NOT_THE_SAME} for one in records}


def round_trip(feed):
    """Read a feed of ours (a file, or an address) into an empty database; of each service what is other there."""
    before = published()
    with database.clone():
        call_command("import_openreferral", str(feed), verbosity=0)
        after = published()
    assert len(after) == len(before) > 0
    return {key: differences(before[key], after.get(key, {})) for key in before if before[key] != after.get(key)}


def differences(one, other):
    return {name: (one.get(name), other.get(name)) for name in one | other if one.get(name) != other.get(name)}


@pytest.mark.django_db
def test_everything_that_is_known_of_services_comes_back(client, service, tmp_path):
    factories.ServiceFactory(
        name="Former",
        status=ServiceStatus.DEFUNCT,
        ended_on=dt.date(2012, 3, 31),
        replaced_by=service,
        organisation=None,
    )
    guess = factories.ServiceFactory(
        name="Guess", needs=[Need.FOOD], needs_guessed=True, description_cy="Bwyd", cost="paid"
    )
    guess.terms.add(service.terms.get().parent)  # a parent comes along with a service that has it
    factories.ServiceAtLocationFactory(service=service)
    feed = tmp_path / "feed.json"
    feed.write_bytes(client.get("/openreferral/services?full=true").content)
    assert not round_trip(feed)
