"""What several tests of the directory begin with."""

import datetime as dt

import pytest

from services_directory.choices import Need
from tests.factories import services_directory as factories
from tests.factories.accounts import TeamFactory, UserFactory


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
