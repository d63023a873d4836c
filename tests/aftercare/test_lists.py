"""The list of handovers and the tab of a record: whom they show, and what they cost."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse

from clients.choices import ConsentCategory
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.clients import (
    EpisodeFactory,
)
from tests.factories.services_directory import ServiceFactory

from .pages import count_queries, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_list_shows_each_part_of_the_way(sign_in, case_manager, team, other_team, service, today):
    soon = EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today + timedelta(days=28))
    later = EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today + timedelta(days=29))
    draft = HandoverFactory(episode__team=team, episode__planned_exit_on=today)
    accepted = HandoverFactory(accepted=True, episode__team=team)
    ours = ServiceFactory(run_by_team=team)
    to_us = HandoverFactory(sent=True, episode__team=other_team, receiving_service=ours)
    response = sign_in(case_manager).get(reverse("aftercare:handover_list"))
    lists = response.context
    assert lists["to_prepare"].rows == [soon]
    assert lists["on_their_way"].rows == [draft]
    assert lists["to_begin"].rows == [accepted]
    assert [shared.handover for shared in lists["received"].rows] == [to_us]
    assert later.client.family_name.upper() not in response.text


def spreadsheet(browser, **narrowed):
    answer = browser.get(reverse("aftercare:handover_export"), narrowed)
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    return [row[:2] for row in csv.reader(text.splitlines())][1:]


def test_lists_narrowed_in_the_address_are_what_the_spreadsheet_has(sign_in, case_manager, team, other_team, today):
    mine = HandoverFactory(episode__team=team, episode__case_manager=case_manager, all_needs=False)
    other = HandoverFactory(episode__team=team, all_needs=False)
    to_us = HandoverFactory(
        sent=True, episode__team=other_team, receiving_service=ServiceFactory(run_by_team=team), all_needs=False
    )
    to_us.consent.categories = [ConsentCategory.HOUSING]
    to_us.consent.save()
    HandoverFactory(episode__team=other_team, all_needs=False)
    browser = sign_in(case_manager)
    on_their_way, waits = "Being prepared, sent, or with a question", "For you to take over"
    everything = [[waits, to_us.client.reference], *[[on_their_way, one.client.name] for one in (other, mine)]]
    assert spreadsheet(browser) == everything
    assert spreadsheet(browser, part="on_their_way", whose="mine") == [[on_their_way, mine.client.name]]
    page = browser.get(reverse("aftercare:handover_list"), {"part": "on_their_way", "whose": "mine"})
    assert page.context["on_their_way"].rows == [mine]
    assert "received" not in page.context
    assert page.context["export_url"].endswith("?part=on_their_way&whose=mine")
    assert f"{on_their_way} (1)" in page.text
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.EXPORT, detail="handovers").count() == 2


def test_list_names_somebody_unknown_only_with_consent(sign_in, stranger, sent):
    browser = sign_in(stranger)
    assert sent.client.family_name in browser.get(reverse("aftercare:handover_list")).text
    sent.consent.categories = [ConsentCategory.HOUSING]
    sent.consent.save()
    text = browser.get(reverse("aftercare:handover_list")).text
    assert sent.client.reference in text
    assert sent.client.family_name not in text


def test_list_has_the_same_number_of_queries_for_2_and_20(browser, team, other_team, today):
    ours = ServiceFactory(run_by_team=team)

    def fill(count):
        for _ in range(count):
            EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today)
            for state in ({}, {"sent": True}, {"accepted": True}):
                HandoverFactory(episode__team=team, all_needs=False, **state)
            HandoverFactory(sent=True, episode__team=other_team, receiving_service=ours, all_needs=False)
            HandoverFactory(accepted=True, episode__team=other_team, receiving_service=ours, all_needs=False)

    fill(2)
    few = count_queries(browser, reverse("aftercare:handover_list"))
    fill(18)
    assert count_queries(browser, reverse("aftercare:handover_list")) == few


def test_tab_has_the_same_number_of_queries_for_few_and_many(browser, episode, team):
    aftercare = AftercareFactory(episode=EpisodeFactory(client=episode.client, in_aftercare=True))
    CheckUpFactory(aftercare=aftercare)
    few = count_queries(browser, page("client_aftercare", episode.client))
    for days in range(1, 30):
        CheckUpFactory(aftercare=aftercare, due_on=date(2026, 11, 16) + timedelta(days=days))
        HandoverFactory(episode=episode, withdrawn=True, all_needs=False)
    assert count_queries(browser, page("client_aftercare", episode.client)) == few


def test_parts_are_sorted_and_narrowed_by_the_reference(sign_in, case_manager, team, other_team, today):
    ours = ServiceFactory(run_by_team=team)
    to_us = [
        HandoverFactory(sent=True, episode__team=other_team, receiving_service=ours, all_needs=False) for _ in range(3)
    ]
    leaving = EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today)
    browser, url = sign_in(case_manager), reverse("aftercare:handover_list")
    parts = browser.get(url, {"sort": "client"}).context
    assert [shared.handover for shared in parts["received"].rows] == sorted(to_us, key=lambda one: one.client.reference)
    assert parts["to_prepare"].rows == [leaving]
    one = browser.get(url, {"client": to_us[1].client.reference, "part": "received"}).context
    assert [shared.handover for shared in one["received"].rows] == [to_us[1]]
    assert one["page"].is_first
