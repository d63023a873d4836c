"""Sessions: idle, absolute, listed, ended, and what counts as activity."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Session
from accounts.sessions import SessionStore
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME = "/accounts/me/"


def browser_of(user):
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")
    client.force_login(user, backend="accounts.roles.RoleBackend")
    return client


def earlier(**moments):
    """Move moments of every session into the past: the same as waiting."""
    Session.objects.update(**{name: F(name) - ago for name, ago in moments.items()})


@pytest.mark.parametrize(("minutes", "seconds", "status"), [(14, 59, 200), (15, 1, 302)])
def test_session_ends_after_15_idle_minutes(keyworker, minutes, seconds, status):
    browser = browser_of(keyworker)
    earlier(seen_at=timedelta(minutes=minutes, seconds=seconds))
    assert browser.get(HOME).status_code == status


def test_every_page_is_activity(keyworker):
    browser = browser_of(keyworker)
    for _page in range(3):
        earlier(seen_at=timedelta(minutes=14))
        assert browser.get(HOME).status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(719, 200), (721, 302)])
def test_session_ends_after_12_hours_however_busy(keyworker, minutes, status):
    browser = browser_of(keyworker)
    earlier(started_at=timedelta(minutes=minutes))
    assert browser.get(HOME).status_code == status


def test_what_a_script_asks_for_keeps_nobody_signed_in(keyworker, settings):
    settings.BACKGROUND_ROUTES = {"accounts:account_detail"}
    browser = browser_of(keyworker)
    earlier(seen_at=timedelta(minutes=10))
    assert browser.get(HOME).status_code == 200
    earlier(seen_at=timedelta(minutes=6))
    assert browser.get(HOME).status_code == 302


def test_staying_signed_in_says_how_long(keyworker):
    browser = browser_of(keyworker)
    earlier(seen_at=timedelta(minutes=14))
    assert browser.post(reverse("accounts:stay_signed_in")).json() == {"seconds": 900}
    earlier(started_at=timedelta(hours=11, minutes=58))
    assert browser.post(reverse("accounts:stay_signed_in")).json()["seconds"] <= 120


def test_each_page_says_when_the_session_ends(keyworker):
    page = browser_of(keyworker).get(HOME).content.decode()
    assert 'data-session-seconds="900" data-session-warning="120"' in page
    assert "data-session-seconds" not in Client().get(reverse("accounts:sign_in")).content.decode()


def test_own_sessions_are_listed_with_who_where_and_when(keyworker):
    here, there = browser_of(keyworker), browser_of(keyworker)
    SessionFactory()
    there.get(HOME)
    page = here.get(reverse("accounts:session_list"))
    assert len(page.context["sessions"]) == 2
    assert Session.objects.filter(user=keyworker).count() == 2
    assert here.session.session_key not in page.content.decode()


def test_ending_one_session_ends_it_at_its_next_request(keyworker):
    here, there = browser_of(keyworker), browser_of(keyworker)
    other = Session.objects.get(session_key=there.session.session_key)
    assert here.post(reverse("accounts:session_end", args=[other.public_id])).status_code == 302
    assert there.get(HOME).status_code == 302
    assert here.get(HOME).status_code == 200
    assert AccessLog.objects.get(action=AccessAction.SESSION_ENDED).user == keyworker


def test_ending_all_others(keyworker):
    here, *others = [browser_of(keyworker) for _ in range(3)]
    here.post(reverse("accounts:session_end_others"))
    assert [browser.get(HOME).status_code for browser in [here, *others]] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(keyworker, stranger):
    theirs = browser_of(stranger)
    key = Session.objects.get(user=stranger).public_id
    assert browser_of(keyworker).post(reverse("accounts:session_end", args=[key])).status_code == 404
    assert theirs.get(HOME).status_code == 200


def test_switching_an_account_off_ends_it_at_the_next_request_everywhere(keyworker):
    browsers = [browser_of(keyworker) for _ in range(2)]
    keyworker.is_active = False
    keyworker.save()
    assert [browser.get(HOME).status_code for browser in browsers] == [302, 302]


def test_changing_a_role_takes_effect_at_the_next_request(keyworker):
    browser, page = browser_of(keyworker), reverse("clients:client_list")
    assert browser.get(page).status_code == 200
    keyworker.role = Role.GOVERNANCE_OFFICER
    keyworker.save()
    assert browser.get(page).status_code == 403


def test_changing_the_password_ends_every_session(keyworker):
    browsers = [browser_of(keyworker) for _ in range(2)]
    keyworker.set_password("another quiet road home")
    keyworker.save()
    assert [browser.get(HOME).status_code for browser in browsers] == [302, 302]


def test_reading_and_touching_a_session_is_one_query(keyworker, django_assert_num_queries):
    browser = browser_of(keyworker)
    earlier(seen_at=timedelta(minutes=1))
    with django_assert_num_queries(2):  # the session, the user
        browser.post(reverse("accounts:stay_signed_in"))


def test_old_sessions_are_forgotten(keyworker):
    browser_of(keyworker)
    earlier(seen_at=settings.SESSION_IDLE)
    recent = browser_of(UserFactory())
    SessionStore.clear_expired()
    assert [session.session_key for session in Session.objects.all()] == [recent.session.session_key]
