"""Out and in again for people as the demonstration has them: whatever was said of them, the file is the same."""

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Team
from clients.models import Client, NationalConsent
from tests.factories.accounts import TeamFactory
from tests.factories.clients import NationalConsentFactory

from .people import export
from .test_import import bring_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ALWAYS = "2000-01-01", "2099-12-31"


def consented(rows):
    return sorted(tuple(row.items()) for row in rows if row["CONSENT"] == "Y")


def test_the_demonstration_goes_out_and_comes_in_again(tmp_path):
    with transaction.atomic():
        call_command("demo_data", "--clients=60")
        for number, team in enumerate(Team.objects.all()):
            Team.objects.filter(pk=team.pk).update(ndtms_code=f"T{number}")
        for client in Client.objects.exclude(pk__in=NationalConsent.objects.current().values("client")):
            NationalConsentFactory(client=client)
        teams = list(Team.objects.values("ndtms_code", "settings"))
        said, before = export(tmp_path / "out.csv", *ALWAYS)
        transaction.set_rollback(True)
    for team in teams:
        TeamFactory(**team)
    _rows, counts = bring_in(tmp_path / "out.csv", "--alike", "new")
    assert counts["refused"] == 0
    assert counts["added"] == len(consented(before)) > said["episodes"] > 30
    _said, after = export(tmp_path / "again.csv", *ALWAYS)
    assert consented(after) == consented(before)
