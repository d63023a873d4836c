"""The manager's list: a row for each open episode with what the staff must know, by reference; and the same as a spreadsheet."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.choices import FlagKind, Substance
from core.choices import AccessAction
from core.models import AccessLog
from reports.caseload_rows import HEAD, rows
from tests.factories import aftercare, careplans, clients, custody, programmes, recovery_capital, referrals


@pytest.fixture
def episode(today, team, keyworker):
    """Somebody with something in every column."""
    episode = clients.EpisodeFactory(
        team=team, keyworker=keyworker, in_treatment=True, referred_on=today - timedelta(days=100),
        client__family_name="Secretname",
    )  # fmt: skip
    mine = {"client": episode.client}
    clients.EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    clients.ContactFactory(happened_at=timezone.now() - timedelta(days=3), **mine)
    soon = timezone.now() + timedelta(days=4)
    programmes.AppointmentFactory(begins_at=soon, ends_at=soon + timedelta(hours=1), team=team, **mine)
    careplans.CarePlanFactory(active=True, episode=episode, review_on=today - timedelta(days=1), **mine)
    assessment = recovery_capital.AssessmentFactory(
        assessed_on=today, housing_status="nfa", housing_problem="urgent", substitute_medication="yes", **mine
    )
    recovery_capital.DomainRatingFactory(assessment=assessment, rating=1)
    custody.CustodyStayFactory(supply_ends_on=today + timedelta(days=9), **mine)
    clients.ClientFlagFactory(kind=FlagKind.OVERDOSE_RISK, **mine)
    referrals.ReferralFactory(sent=True, sent_on=today - timedelta(days=12), **mine)
    aftercare.CheckUpFactory(aftercare__client=episode.client, due_on=today + timedelta(days=30), **mine)
    return episode


def test_every_column(today, team, episode):
    (line,) = rows([team.pk], today)
    assert list(line) == list(HEAD)
    assert line["reference"] == episode.client.reference
    assert (line["days"], line["group"], line["phase"]) == (100, "Opiate", "In treatment")
    assert line["last_contact"] == today - timedelta(days=3)
    assert line["next_contact"] == today + timedelta(days=4)
    assert (line["review"], line["overdue"]) == (today - timedelta(days=1), "overdue")
    assert "urgent" in line["housing_problem"]
    assert (line["medication"], line["supply_until"]) == ("Yes", today + timedelta(days=9))
    assert (line["flags"], line["needs"]) == ("Overdose risk", 1)
    assert (line["open_referrals"], line["taken_referrals"], line["waiting_days"]) == (1, 0, 12)
    assert line["consent"] in ("", "None that holds")
    assert line["check_up"] == today + timedelta(days=30)


def test_only_open_ones_of_the_teams_and_no_restricted_record(today, team, other_team, episode):
    clients.EpisodeFactory(team=team, closed=True)
    clients.EpisodeFactory(team=team, client=clients.ClientFactory(is_restricted=True))
    clients.EpisodeFactory(team=other_team)
    empty = clients.EpisodeFactory(team=team)
    assert {line["reference"] for line in rows([team.pk], today)} == {
        episode.client.reference, empty.client.reference
    }  # fmt: skip
    assert len(list(rows([team.pk], today, most=1))) == 1


def test_spreadsheet_streams_without_names(sign_in, case_manager, commissioner, episode):
    response = sign_in(case_manager).get(reverse("reports:caseload_export"))
    assert response.streaming
    text = b"".join(response.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    head, line = csv.reader(io.StringIO(text))
    assert head[0] == "Reference"
    assert len(head) == len(line) == len(HEAD)
    assert "Secretname" not in text
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.EXPORT, detail="caseload").count() == 1
    assert sign_in(commissioner).get(reverse("reports:caseload_export")).status_code == 403
