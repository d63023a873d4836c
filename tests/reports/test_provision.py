"""The provision map: what there is in the reader's areas, and none said plainly."""

from datetime import date

import pytest
from django.urls import reverse

from reports import refresh
from services_directory.choices import Need
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db


def cells(page, label):
    rows = page.context["map"].framework + page.context["map"].others
    return [
        getattr(cell, "get", {"text": cell}.get)("text")
        for cell in next(row for row in rows if str(row[0]) == label)[1:]
    ]


def test_map_says_what_there_is_and_what_is_not(sign_in, case_manager, team, other_team):
    ServiceFactory(run_by_team=team, needs=[Need.DEBT, Need.MUTUAL_AID], checked_on=date(2026, 11, 1))
    ServiceFactory(area=team.area.name, needs=[Need.MUTUAL_AID], needs_guessed=True)
    ServiceFactory(needs=[Need.HOSTEL], needs_guessed=True)
    ServiceFactory(run_by_team=other_team, needs=[Need.LEISURE])
    browser = sign_in(case_manager)
    assert "Nothing was counted yet" in browser.get(reverse("reports:provision_report")).content.decode()
    refresh.everything(date(2026, 11, 22))
    page = browser.get(reverse("reports:provision_report"))
    assert cells(page, "Mutual aid") == ["2, of which 1 checked", "–"]
    assert cells(page, "Hostels and night shelters") == ["None", "1, by a guess only"]
    assert cells(page, "Leisure and sport") == ["None", "–"], "another team's area is not the reader's"
    lines = b"".join(browser.get(reverse("reports:provision_export")).streaming_content).decode().splitlines()
    assert f"Mutual aid,{team.area.name},2,1,No" in lines
    assert f"Leisure and sport,{team.area.name},0,0,No" in lines
