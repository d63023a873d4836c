"""Saved lists: own ones only, checked anew when they are used, and without anybody who was looked for."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from core import saved
from core.models import SavedView
from tests.factories.clients import EpisodeFactory
from tests.factories.core import SavedViewFactory

pytestmark = pytest.mark.django_db
CLIENTS, ALERTS = "clients:client_list", "clients:alert_list"
ADD = "/accounts/me/lists/add/"


def keep(browser, name, route=CLIENTS, query="keyworker=mine&sort=review"):
    return browser.post(ADD, {"route": route, "query": query, "name": name})


def test_a_list_is_saved_from_its_page_and_opened_again(sign_in, keyworker, team):
    EpisodeFactory(team=team, keyworker=keyworker)
    browser = sign_in(keyworker)
    page = browser.get(reverse(CLIENTS), {"keyworker": "mine", "sort": "review"})
    form = browser.get(page.context["saved"]["add"])
    assert "Keyworker: Me; Sort by: Review, the soonest first" in form.content.decode()
    hidden = {name: form.context["form"][name].value() for name in ("route", "query")}
    answer = browser.post(page.context["saved"]["add"], {**hidden, "name": "Mine by review"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse(CLIENTS)}?keyworker=mine&sort=review"
    text = answer.content.decode()
    assert "Mine by review" in text
    assert 'aria-current="true"' in text
    assert SavedView.objects.get().user == keyworker


def test_whom_somebody_looked_for_is_not_kept(sign_in, keyworker):
    browser = sign_in(keyworker)
    found = browser.post(reverse(CLIENTS), {"words": "Ffion Secret", "phase": "waiting"})
    page = browser.get(found["Location"])
    browser.get(page.context["saved"]["add"])
    assert "search" not in page.context["saved"]["add"]
    keep(browser, "Waiting", query=f"phase=waiting&words=Ffion+Secret&search={found['Location'][-12:]}&after=x&new=1")
    keep(browser, "Urgent", ALERTS, "urgency=red&client=BCDF-2345")
    assert sorted(SavedView.objects.values_list("query", flat=True)) == ["phase=waiting", "urgency=red"]


@pytest.mark.parametrize(
    ("query", "address", "lost"),
    [
        ("phase=gone&keyworker=mine", "?keyworker=mine", "Phase"),
        ("retired=1&sort=name-of-old", "?", "retired, Sort by"),
        ("%00=%ff&phase=%ED%A0%80&sort=newest", "?sort=newest", "Phase"),
        ("", "?", ""),
    ],
)
def test_what_no_longer_holds_is_left_out_and_said(sign_in, keyworker, query, address, lost):
    view = SavedViewFactory(user=keyworker, query=query)
    browser = sign_in(keyworker)
    assert browser.get("/accounts/me/lists/").status_code == 200
    answer = browser.get(f"/accounts/me/lists/{view.pk}/", follow=True)
    assert answer.redirect_chain[0][0] == reverse(CLIENTS) + address
    assert answer.status_code == 200
    assert ("no longer hold" in answer.content.decode()) == bool(lost)
    assert lost in answer.content.decode()


def test_another_users_saved_list_is_absent(sign_in, keyworker, stranger):
    view = SavedViewFactory(user=stranger, name="Of the stranger")
    browser = sign_in(keyworker)
    for verb in ("", "rename/"):
        assert browser.get(f"/accounts/me/lists/{view.pk}/{verb}").status_code == 404
    assert browser.post(f"/accounts/me/lists/{view.pk}/remove/").status_code == 404
    assert browser.post(f"/accounts/me/lists/{view.pk}/rename/", {"name": "Mine", "version": 1}).status_code == 404
    for page in ("/accounts/me/lists/", reverse(CLIENTS)):
        assert "Of the stranger" not in browser.get(page).content.decode()
    view.refresh_from_db()
    assert view.name == "Of the stranger"


def test_renamed_and_removed(sign_in, keyworker):
    view = SavedViewFactory(user=keyworker, name="Old")
    SavedViewFactory(user=keyworker, name="Taken")
    browser, rename = sign_in(keyworker), f"/accounts/me/lists/{view.pk}/rename/"
    assert browser.post(rename, {"name": "Taken", "version": view.version}).status_code == 422
    assert browser.post(rename, {"name": " ", "version": view.version}).status_code == 422
    more = {"route": ALERTS, "query": "x=1", "user": 1}
    assert browser.post(rename, {"name": "New", "version": view.version, **more}).status_code == 302
    assert browser.post(rename, {"name": "Newer", "version": view.version}).status_code == 409
    view.refresh_from_db()
    assert (view.name, view.route, view.query, view.user) == ("New", CLIENTS, "phase=waiting", keyworker)
    browser.post(f"/accounts/me/lists/{view.pk}/remove/")
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Taken"]


def test_a_name_is_used_once_for_a_list_and_lists_are_not_without_end(sign_in, keyworker, monkeypatch):
    browser = sign_in(keyworker)
    assert keep(browser, "Mine").status_code == 302
    assert keep(browser, "Mine", query="phase=all").status_code == 422
    assert keep(browser, "Mine", ALERTS, "").status_code == 302
    monkeypatch.setattr(saved, "MOST", 2)
    refused = keep(browser, "Third")
    assert refused.status_code == 422
    assert "You have 2 saved lists" in refused.content.decode()
    assert SavedView.objects.count() == 2


def test_only_lists_that_one_may_open_can_be_saved(sign_in, coach, commissioner):
    assert keep(sign_in(commissioner), "Clients").status_code == 422
    assert keep(sign_in(coach), "Clients", query="sort=contact&phase=all").status_code == 302
    assert SavedView.objects.get().query == "sort=contact"
    assert keep(sign_in(coach), "None", "clients:client_detail", "").status_code == 422


def test_every_list_has_a_form_that_takes_any_address(keyworker):
    hostile = urlencode({"phase": "\x00", "sort": "x" * 5000, "weeks": "9" * 400, "part": "'", "rule": "%"})
    for known in saved.LISTS.values():
        assert known.query(hostile, keyworker).to_save() == {}, known.route
