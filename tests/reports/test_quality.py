"""Data quality: who cannot be counted, listed for those who can mend it, with the field."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from clients.choices import EpisodeStatus
from clients.models import Episode
from reports import refresh
from reports.models import MissingAnswer
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, EpisodeInterventionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
LIST = "reports:quality_list"
WAITING = {"measure": "waiting_england"}


def started(team, keyworker, day, offered=None, client=None, **fields):
    return EpisodeFactory(
        client=client or ClientFactory(), team=team, keyworker=keyworker, status=EpisodeStatus.IN_TREATMENT,
        referred_on=date(2024, 1, 1), triaged_on=day, treatment_started_on=day, first_appointment_offered_on=offered,
        **fields,
    )  # fmt: skip


@pytest.fixture
def rows(team, other_team, keyworker):
    """Mine without an offer; a colleague's with one before the referral; of another team; of a year that is over."""
    colleague = UserFactory(team=team, role=Role.KEYWORKER)
    mine = started(team, keyworker, date(2026, 5, 1))
    EpisodeInterventionFactory(
        episode=mine, client=mine.client, referred_on=date(2026, 4, 1), started_on=date(2026, 5, 1)
    )
    theirs = started(team, colleague, date(2025, 5, 1), date(2023, 12, 31))
    started(other_team, None, date(2026, 5, 1))
    started(team, keyworker, date(2025, 3, 31))
    started(team, keyworker, date(2026, 5, 1), date(2024, 1, 10))
    started(team, keyworker, date(2026, 5, 1), client=ClientFactory(is_restricted=True))
    refresh.everything(TODAY)
    return mine, theirs, colleague


def shown(page):
    return {(row.client_id, row.answer) for row in page.context["page"].rows}


def test_a_keyworker_mends_their_own_at_the_field(sign_in, keyworker, rows):
    mine, _theirs, _colleague = rows
    browser = sign_in(keyworker)
    page = browser.get(reverse(LIST), WAITING)
    assert shown(page) == {(mine.client_id, "missing")}
    [row] = page.context["page"].rows
    first = mine.interventions.get()
    assert row.url == reverse("clients:intervention_edit", args=[first.pk]) + "#id_first_appointment_offered_on"
    assert b'id="id_first_appointment_offered_on' in browser.get(row.url).content
    assert "keyworker" not in page.context["query"].fields


def test_whoever_manages_has_the_team_by_keyworker_and_a_spreadsheet_without_names(sign_in, case_manager, rows):
    mine, theirs, colleague = rows
    browser = sign_in(case_manager)
    page = browser.get(reverse(LIST), WAITING)
    assert shown(page) == {(mine.client_id, "missing"), (theirs.client_id, "invalid")}
    assert page.context["how_many"] == "2"
    page = browser.get(reverse(LIST), WAITING | {"keyworker": str(colleague.pk)})
    assert shown(page) == {(theirs.client_id, "invalid")}
    assert page.context["page"].rows[0].url.startswith(reverse("clients:episode_edit", args=[theirs.pk]))
    assert shown(browser.get(reverse(LIST), WAITING | {"keyworker": "nobody"})) == set()
    text = b"".join(browser.get(page.context["export_url"]).streaming_content).decode()
    [_head, line] = csv.reader(text.removeprefix("\N{BYTE ORDER MARK}").splitlines())
    assert line[0] == theirs.client.reference
    assert theirs.client.family_name not in text


def test_who_is_mended_leaves_the_list_with_the_next_count(rows):
    mine, theirs, _colleague = rows
    Episode.objects.filter(pk=theirs.pk).update(first_appointment_offered_on=date(2024, 1, 10))
    refresh.changes()
    assert not MissingAnswer.objects.filter(client=theirs.client_id, **WAITING).exists()
    kept = set(MissingAnswer.objects.values_list("client", "measure", "answer", "episode_key"))
    refresh.everything(TODAY)
    assert kept == set(MissingAnswer.objects.values_list("client", "measure", "answer", "episode_key"))
    assert (mine.client_id, "waiting_england", "missing", mine.pk) in kept


def test_what_is_missing_in_episodes_is_had_by_keyworker(sign_in, case_manager, keyworker, rows):
    mine, theirs, colleague = rows
    address = reverse("clients:completeness_list")
    page = sign_in(case_manager).get(address, {"whose": str(colleague.pk)})
    assert {episode.pk for episode, _found in page.context["rows"]} == {theirs.pk}
    page = sign_in(keyworker).get(address, {"whose": str(colleague.pk)})
    assert mine.pk in {episode.pk for episode, _found in page.context["rows"]}, "a keyworker has their own alone"
