"""People whose episodes are complete enough to leave, and the file that they make."""

import csv
import json
from datetime import date
from io import StringIO

from django.core.management import call_command

from recovery_capital.choices import Stage
from tests.factories.clients import (
    AddressFactory,
    ClientFactory,
    EpisodeFactory,
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
    EpisodeSubstanceFactory,
    EqualityAnswersFactory,
    NationalConsentFactory,
)
from tests.factories.recovery_capital import TopAssessmentFactory
from tests.factories.reference import code


def treated(team, *, agreed=True, **episode):
    """A woman with one episode, an intervention and a TOP, all that the data set asks for said."""
    client = ClientFactory(registered_team=team, first_name="Élodie", family_name="ap Rhys")
    EqualityAnswersFactory(
        client=client, ethnicity=code("ethnicity", "A"), nationality=code("nationality", "GBR"), religion=None,
        sexual_orientation=code("sexual_orientation", "H"), gender=None, veteran=None,
    )  # fmt: skip
    AddressFactory(client=client, postcode="NM1 1AA")
    if agreed is not None:
        NationalConsentFactory(client=client, agreed=agreed)
    what = {"triaged_on": date(2026, 9, 3), "previously_treated": "yes", "top_coordinator": True, "in_treatment": True}
    row = EpisodeFactory(client=client, team=team, **what | episode)
    EpisodeSubstanceFactory(episode=row, substance="heroin", route="inject", age_first_used=19)
    EpisodeSubstanceFactory(episode=row, rank=2, substance="alcohol", route="")
    EpisodeFactsFactory(
        episode=row, employment=code("employment", "12"), parental_status=code("parental_status", "14"),
        injecting=code("injecting", "C"), children_living_with=0, drinking_units=8, pregnant="no",
        mental_health_need="yes", hep_c_test="accepted", hep_b_vaccination="refused", hep_c_positive="no",
    )  # fmt: skip
    EpisodeInterventionFactory(episode=row, first_appointment_offered_on=date(2026, 9, 10), other_agency="=Forge")
    TopAssessmentFactory(
        client=client, episode=row, interviewed_on=date(2026, 9, 15), stage=Stage.START, opiates_days=28,
        injected_days=20, shared_needle=False, shared_works=True, theft_vehicle=False, theft_property=False, fraud=False,
        acute_housing_problem=True, eviction_risk=False,
    )  # fmt: skip
    return row


def export(path, first="2026-04-01", last="2026-11-23"):
    """What `export_ndtms` prints, and the rows of its file by column."""
    said = StringIO()
    call_command("export_ndtms", "--from", first, "--to", last, "--out", str(path), "--json", stdout=said)
    return json.loads(said.getvalue()), rows_of(path)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
