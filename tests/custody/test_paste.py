"""A prison's list, pasted: shown first, matched, saved when confirmed, and wrong lines said in words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.models import AccessLog
from custody import workflow
from custody.models import ReleaseDate
from tests.factories.clients import ClientFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory

pytestmark = pytest.mark.django_db
PAGE = "custody:dates_paste"
BORN = date(1985, 3, 14)


def inside(team, **client):
    client = ClientFactory(registered_team=team, date_of_birth=BORN, **client)
    return CustodyStayFactory(client=client, episode=EpisodeFactory(client=client, team=team))


@pytest.fixture
def stays(team, other_team, keyworker, today):
    """Known by prison number, by NHS number, by name and birth; the second has a date already; the last is of another team."""
    stays = [
        inside(team, first_name="Ann", family_name="Testbrook", prison_number="A1234BC"),
        inside(team, first_name="Bob", family_name="Testford", nhs_number="9990000018"),
        inside(team, first_name="Cai", family_name="O’Test"),
        inside(other_team, first_name="Dee", family_name="Testhill", prison_number="A9999ZZ"),
    ]
    told = {"release_type": "CRD", "nominal_on": today + timedelta(days=40), "days_served": 200, "source": "Prison"}
    workflow.record_release_date(stays[1], by=keyworker, **told)
    return stays


def listed(today):
    soon, later = today + timedelta(days=50), today + timedelta(days=60)
    return "\n".join(
        [
            "Number\tName\tRelease",
            f"A1234BC\tTESTBROOK, Ann\t{soon:%d/%m/%Y}\tCRD",
            f"999 000 0018;Testford;{later:%d/%m/%Y}",
            f"O'Test Cai,14/03/1985,{soon:%d/%m/%Y},ARD",
            f"A9999ZZ\tTesthill\t{soon:%d/%m/%Y}\tCRD",
            f"A1234BC\t{later:%d/%m/%Y}\tCRD",
            "A1234BC\tno day",
            f"Testbrook\t{soon:%d/%m/%Y}\tCRD",
        ]
    )


def test_nothing_is_saved_before_the_preview_is_confirmed(sign_in, keyworker, stays, today):
    browser, typed = sign_in(keyworker), {"source": "HMP Exampleton, weekly list", "text": listed(today)}
    page = browser.post(reverse(PAGE), typed)
    assert ReleaseDate.objects.count() == 1
    looks = AccessLog.objects.filter(user=keyworker, route=PAGE).values_list("subject_id", flat=True)
    assert set(looks) == {stay.client_id for stay in stays[:3]}
    lines = page.context["lines"]
    assert [line.changes for line in lines] == [True, True, True, False, False, False, False]
    assert [line.stay for line in lines[:3]] == stays[:3]
    assert lines[1].outcome.startswith("from CRD")
    assert [line.problem for line in lines[3:]] == [
        "nobody of your teams fits", "this person stands further up already",
        "write one release date, and the date of birth beside it if you know it", "nobody of your teams fits",
    ]  # fmt: skip
    done = browser.post(reverse(PAGE), typed | {"seen": page.context["seen"]}, follow=True)
    assert "Release dates recorded: 3. Without change: 0. Left out: 4." in done.content.decode()
    assert [stay.release_dates.filter(superseded_at=None).count() for stay in stays] == [1, 1, 1, 0]
    newest = stays[1].release_dates.get(superseded_at=None)
    assert (newest.nominal_on, newest.release_type) == (today + timedelta(days=60), "CRD")
    assert (newest.source, newest.created_by) == (typed["source"], keyworker)
    again = browser.post(reverse(PAGE), typed)
    assert [line.outcome for line in again.context["lines"][:3]] == ["no change"] * 3


def test_what_changed_since_the_preview_is_shown_again(sign_in, keyworker, stays, today):
    browser, typed = sign_in(keyworker), {"source": "List", "text": listed(today)}
    seen = browser.post(reverse(PAGE), typed).context["seen"]
    told = {"release_type": "CRD", "nominal_on": today + timedelta(days=45), "days_served": 200, "source": "Phone"}
    workflow.record_release_date(stays[1], by=keyworker, **told)
    page = browser.post(reverse(PAGE), typed | {"seen": seen})
    assert page.context["is_other"]
    assert "Nothing is saved: look again" in page.content.decode()
    assert ReleaseDate.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A1234BC\t1/1/1970\t1/1/2030\tCRD", "the date of birth is another one on our record"),
        ("A1234BC\tSomebody Else\t1/1/2030\tCRD", "the family name is another one"),
        ("A1234BC\t999 000 0018\t1/1/2030\tCRD", "more than one person fits: the numbers and the name disagree"),
        ("A1234BC\t1/10/2026\tCRD", "this day is past: record the release instead"),
        ("A1234BC\t1/1/2030", "no date was known: write the type too, such as CRD"),
    ],
)
def test_a_line_that_contradicts_the_record_changes_nothing(sign_in, keyworker, stays, line, problem):
    page = sign_in(keyworker).post(reverse(PAGE), {"source": "List", "text": line})
    assert [one.problem for one in page.context["lines"]] == [problem]
    assert page.context["changes"] == 0
