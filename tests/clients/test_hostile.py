"""Hostile text in every form and address of clients: a clear answer, never a 5xx, nothing half-saved."""

from datetime import date

import pytest
from django.urls import reverse

from clients.models import (
    Client,
    ClientFlag,
    Consent,
    Contact,
    Death,
    Episode,
    EpisodeFacts,
    EpisodeIntervention,
    EpisodePause,
)
from tests.factories.clients import (
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
)

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\0",
    "x" * 100_000,
    "31/2/2026",
    "1/1/0001",
    "31/12/9999 23:59",
    str(2**64),
    "-1",
    "'; DROP TABLE clients_client; --",
    "{{ 7|add:7 }}{% load x %}<script>alert(1)</script>",
    "a & !b | (c:*",
    "%s %% {0} {x}",
    "ﷺ‮̸",
]
FIELDS = {
    "client_add": "first_name family_name preferred_name date_of_birth_day date_of_birth_month date_of_birth_year sex "
    "nhs_number phone email contact_rule address postcode staff_safety registered_team checked",
    "client_lookup": "first_name family_name date_of_birth_year nhs_number",
    "client_edit": "first_name family_name nhs_number date_of_birth_year email version",
    "episode_open": "team referral_source referred_on first_appointment_offered_on keyworker substance_1 route_1",
    "episode_edit": "referral_source referred_on planned_exit_on substance_1 version triaged_on assessed_on setting "
    "previously_treated age_first_used top_coordinator",
    "facts_add": "asked_on injecting drinking_days drinking_units children_living_with pregnant accommodation_need",
    "facts_edit": "asked_on injecting drinking_days employment version",
    "facts_correct": "asked_on hep_c_test drinking_units reason",
    "intervention_add": "kind setting other_agency referred_on first_appointment_offered_on started_on ended_on",
    "intervention_edit": "kind setting referred_on ended_on exit_status version",
    "episode_assign": "keyworker case_manager",
    "treatment_start": "on",
    "aftercare:episode_close": "on reason note destination accept accepted exit_status",
    "aftercare:episode_pause": "on reason expected_until note",
    "aftercare:episode_resume": "on",
    "aftercare:episode_reopen": "on reason note",
    "aftercare:death_record": "died_on how_known note sure",
    "contact_add": "outcome kind happened_at minutes present missed_by missed_reason note is_restricted",
    "consent_add": "recipient outside purpose categories given_how evidence given_on expires_on restrictions",
    "consent_told": "on how",
    "national_consent_answer": "agreed asked_on given_how evidence",
    "override_request": "recipient outside purpose categories reason why",
    "flag_add": "kind reason review_on",
    "flag_end": "on",
    "coach_assign": "coach starts_on ends_on",
    "coach_end": "on",
}

OF_EPISODE = ("episode_e", "episode_a", "treatment", "facts_add", "intervention_add", "aftercare:episode")


def address(name, record, episode):
    if name in ("client_add", "client_lookup"):
        return reverse(f"clients:{name}")
    subject = {
        "consent_told": lambda: ConsentFactory(client=record, withdrawn_on=date(2026, 11, 1)),
        "flag_end": lambda: ClientFlagFactory(client=record),
        "coach_end": lambda: CoachAssignmentFactory(client=record),
        "facts_edit": lambda: EpisodeFactsFactory(episode=episode),
        "facts_correct": lambda: EpisodeFactsFactory(episode=episode),
        "intervention_edit": lambda: EpisodeInterventionFactory(episode=episode),
    }.get(name, lambda: episode if name.startswith(OF_EPISODE) else record)()
    return reverse(name if ":" in name else f"clients:{name}", args=[subject.pk])


def state():
    tables = [Client, Episode, Contact, Consent, ClientFlag, EpisodeFacts, EpisodeIntervention, EpisodePause, Death]
    return [list(table.objects.order_by("pk").values_list("pk", "version")) for table in tables]


@pytest.mark.parametrize("name", FIELDS)
def test_forms_refuse_hostile_text(sign_in, team_manager, record, episode, name):
    browser = sign_in(team_manager)
    target = address(name, record, episode)
    before = state()
    for text in HOSTILE:
        page = browser.post(target, dict.fromkeys(FIELDS[name].split(), text))
        assert 400 <= page.status_code < 500, text[:50]
    assert state() == before


def test_addresses_bear_hostile_text(sign_in, team_manager, record):
    browser = sign_in(team_manager)
    names = ["words", "keyworker", "phase", "overdue", "after", "service", "next"]
    consent = reverse("clients:consent_add", args=[record.pk])
    for text in HOSTILE:
        for target in [reverse("clients:client_list"), record.get_absolute_url(), consent]:
            page = browser.get(target, dict.fromkeys(names, text))
            assert page.status_code in (200, 400), text[:50]
            assert b"<script>alert" not in page.content
