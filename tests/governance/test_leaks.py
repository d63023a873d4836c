"""Counts, lists, pickers and pages say nothing about another team's clients, nor about a restricted record of one's own."""

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from clients.models import Client
from services_directory.models import Service
from tests.factories import accounts, aftercare, alerts, careplans, clients, custody, referrals
from tests.factories import services_directory as directory
from tests.guards.test_who import browser
from tests.guards.who import WHO
from tests.guards.world import World

pytestmark = pytest.mark.django_db
# What is another at each visit: tokens, the keys of drafts and searches, cursors, and the minute.
MASKED = [
    (r'name="(csrfmiddlewaretoken|search|form_key)" value="[^"]*"', "key"),
    (r'(nonce|data-draft|data-revision)="[^"]*"', "key"),
    (r'value="[0-9a-f]{32}"', "key"),
    (r'value="begun:[^"]*"', "now"),
    (r"(after|search)=[\w:.%-]+", "cursor"),
    (r"made \d+ \w+ \d+ at [\d:]+[ap]m", "now"),
    (r"\d{1,2}/\d{1,2}/\d{4} \d\d:\d\d", "now"),
]
NOT_FOR_THIS = ("healthz", "accounts:", "set_language")


def everything_about(client, team):
    """Something in every list that a client can stand in."""
    episode = clients.EpisodeFactory(client=client, team=team, in_treatment=True, planned_exit_on=timezone.localdate())
    colleague = accounts.UserFactory(is_active=False)
    now = timezone.now()
    clients.ContactFactory(client=client, happened_at=now, created_at=now, created_by=colleague)
    clients.ClientFlagFactory(client=client)
    careplans.ActionFactory(goal__plan=careplans.CarePlanFactory(active=True, client=client, episode=episode))
    stay = custody.CustodyStayFactory(client=client, episode=episode)
    custody.ReleaseDateFactory(stay=stay, earliest_on=timezone.localdate(), expected_on=timezone.localdate())
    service = Service.objects.first()
    referrals.ReferralFactory(client=client, sent=True, service=service)
    referrals.IncomingReferralFactory(client=client, team=team, first_name=client.first_name)
    referrals.UnmetNeedFactory(client=client, area=team.area)
    aftercare.HandoverFactory(client=client, episode=episode, all_needs=False, receiving_service=service)
    alerts.AlertFactory(recipient=None, team=team, client_id=client.pk, subject_id=client.pk, raised=True)


def pages(world, letter):
    """Every page that names no record, and every page of the user's own client's record; a search besides.

    What a visit leaves behind is forgotten, so that the next one finds what this one found.
    """
    with transaction.atomic():
        found = dict(visited(world, letter))
        transaction.set_rollback(True)
    return found


def visited(world, letter):
    web = browser(world.users[letter])
    for name, (_who, methods, kind, _look) in sorted(WHO.items()):
        if "GET" in methods and not name.startswith(NOT_FOR_THIS) and not name.endswith(("_pdf", "_download")):
            if kind in ("", "client", "episode", "plan"):
                response = web.get(reverse(name, args=[world.key(kind, "own")] if kind else []))
                yield name, masked(response)
    for words in ("Testdaughter", "14/3/1985", "Megan"):
        yield words, masked(web.post(reverse("clients:client_list"), {"words": words}, follow=True))
    yield "everybody", masked(web.get(reverse("clients:client_list"), {"phase": "all"}))


def masked(response):
    text = f"{response.status_code} {response.content.decode(errors='replace') if not response.streaming else ''}"
    for pattern, word in MASKED:
        text = re.sub(pattern, word, text)
    return text


@pytest.mark.parametrize("letter", "kctnh")
def test_nothing_shows_what_was_added_elsewhere_or_restricted(letter):
    world = World()
    world.record("plan", "own")  # there before anybody looks
    directory.ServiceFactory()
    before = pages(world, letter)
    other_team = world.episodes["other"].team
    elsewhere = clients.ClientFactory(registered_team=other_team, first_name="Megan", date_of_birth=date(1985, 3, 14))
    everything_about(elsewhere, other_team)
    restricted = clients.ClientFactory(registered_team=world.team, is_restricted=True)
    clients.NamedReaderFactory(client=restricted, user__is_active=False)
    everything_about(restricted, world.team)
    after = pages(world, letter)
    differing = [name for name in before if before[name] != after[name]]
    assert not differing, "\n".join(first_difference(name, before[name], after[name]) for name in differing)
    assert Client.objects.count() > 4


def first_difference(name, one, two):
    lines = [pair for pair in zip(one.splitlines(), two.splitlines(), strict=False) if pair[0] != pair[1]]
    return f"{name}: {[text[:300] for text in lines[0]] if lines else [len(one), len(two)]}"
