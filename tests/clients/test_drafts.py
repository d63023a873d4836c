"""What is typed is kept on the server for its writer alone, offered again, and gone once it is saved."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from clients.models import Contact
from core import drafts
from core.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import HandoverFactory
from tests.factories.careplans import CarePlanFactory, GoalFactory
from tests.factories.clients import ClientFactory
from tests.factories.core import DraftFactory, SentFormFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db


def address(record):
    return f"/clients/{record.pk}/contacts/add/"


def token(page):
    return re.search(r'data-draft="([^"]+)"', page.text)[1]


def key_of(page):
    return re.search(r'name="form_key" value="([^"]+)"', page.text)[1]


def keep(browser, draft, revision=1, tab="one", **typed):
    said = {"draft": draft, "draft_tab": tab, "draft_revision": revision, "draft_title": "Record a contact"}
    return browser.post(reverse("clients:draft_save"), said | typed)


@pytest.fixture
def browser(sign_in, keyworker):
    return sign_in(keyworker)


@pytest.fixture
def page(browser, record):
    return browser.get(address(record))


def test_what_is_typed_is_kept_offered_and_resumed(browser, record, page, keyworker):
    kept = keep(
        browser, token(page), note="Megan said: two  words ", kind="phone", csrfmiddlewaretoken="x", form_key="y"
    )
    said = kept.json()
    assert (said["key"], said["revision"]) == (key_of(page), 1)
    assert drafts.page_from(said["draft"]) == drafts.page_from(token(page))
    draft = Draft.objects.get()
    assert (draft.user, draft.client_key, draft.path) == (keyworker, record.pk, address(record))
    assert draft.data == {"note": ["Megan said: two  words "], "kind": ["phone"]}

    again = browser.get(address(record))
    assert "You began this on" in again.text
    assert "Megan said" not in again.text, "A new form is empty"
    assert key_of(again) != key_of(page)

    resumed = browser.get(draft.address)
    assert resumed.status_code == 200
    assert "Megan said: two  words " in resumed.text
    assert "govuk-error" not in resumed.text
    assert "Error:" not in resumed.text
    assert key_of(resumed) == key_of(page), "It goes on in the same draft"
    assert 'data-revision="1"' in resumed.text
    assert not Contact.objects.exists(), "A draft is no record"


def test_a_saved_form_has_no_draft_and_a_late_one_does_not_come_back(browser, record, page):
    keep(browser, token(page), note="Half")
    happened = f"{timezone.localtime() - timedelta(hours=1):%d/%m/%Y %H:%M}"
    typed = {"happened_at": happened, "kind": "phone", "outcome": "attended", "note": "All of it"}
    assert browser.post(address(record), typed | {"form_key": key_of(page)}).status_code == 302
    assert not Draft.objects.exists()
    assert keep(browser, token(page), revision=2, note="Half").status_code == 409
    assert not Draft.objects.exists()


def test_a_refused_form_goes_on_in_its_draft(browser, record, page):
    keep(browser, token(page), revision=4, note="Half")
    refused = browser.post(address(record), {"note": "Half", "form_key": key_of(page)})
    assert refused.status_code == 422
    assert key_of(refused) == key_of(page)
    assert 'data-revision="4"' in refused.text
    assert "You began this on" not in refused.text, "It is this one"


def test_what_comes_late_overwrites_nothing(browser, page):
    keep(browser, token(page), revision=3, note="Three")
    keep(browser, token(page), revision=2, note="Two")
    assert Draft.objects.get().data == {"note": ["Three"]}


def test_two_tabs_on_one_draft_keep_both_texts(browser, page):
    keep(browser, token(page), revision=1, note="Typed")
    keep(browser, token(page), revision=2, tab="two", note="Typed in two")  # resumed there
    apart = keep(browser, token(page), revision=2, note="Typed in one").json()
    assert apart["key"] != key_of(page)
    assert keep(browser, apart["draft"], revision=apart["revision"] + 1, note="And on").json()["key"] == apart["key"]
    assert {draft.data["note"][0] for draft in Draft.objects.all()} == {"Typed in two", "And on"}


def test_an_edit_resumed_after_somebody_else_saved_ends_in_the_conflict(browser, keyworker, episode):
    goal = GoalFactory(plan=CarePlanFactory(client=episode.client, episode=episode), words="A flat")
    edit = reverse("careplans:goal_edit", args=[goal.pk])
    page = browser.get(edit)
    typed = {"domain": goal.domain, "words": "A flat of my own", "version": goal.version}
    keep(browser, token(page), **typed)
    goal.words = "A house"
    goal.save_by(keyworker)
    resumed = browser.get(Draft.objects.get().address)
    assert "A flat of my own" in resumed.text
    sent = {"form_key": key_of(resumed), "version": re.search(r'name="version" value="(\d+)"', resumed.text)[1]}
    answer = browser.post(edit, typed | sent)
    assert answer.status_code == 409
    assert "A house" in answer.text
    assert "A flat of my own" in answer.text
    assert Draft.objects.count() == 1, "Nothing is saved yet"
    goal.refresh_from_db()
    assert goal.words == "A house"


def test_nobody_else_reads_keeps_resumes_or_discards_it(client, record, page, browser, case_manager):
    keep(browser, token(page), note="Megan said two words")
    draft = Draft.objects.get()
    client.force_login(case_manager, backend="accounts.roles.RoleBackend")
    assert keep(client, token(page), revision=2, note="Mine").status_code == 403
    assert "Megan said" not in client.get(draft.address).text
    assert "You began" not in client.get(address(record)).text
    assert "Record a contact" not in client.get(reverse("clients:draft_list")).text
    assert client.post(reverse("clients:draft_discard", args=[draft.pk])).status_code == 404
    assert Draft.objects.get().data == {"note": ["Megan said two words"]}


def test_a_draft_of_another_page_does_not_fill_this_one(browser, record, keyworker):
    draft = DraftFactory(user=keyworker, data={"note": ["Megan said two words"]})
    assert "Megan said" not in browser.get(f"{address(record)}?resume={draft.pk}").text


@pytest.mark.parametrize("value", ["x", "0" * 9_000, str(uuid.UUID(int=7)), "\ud7ff"])
def test_a_draft_that_is_none_gives_the_page_without_it(browser, record, value):
    assert browser.get(address(record), {"resume": value}).status_code == 200


@pytest.mark.parametrize("how", ["", "x:y:z", "0" * 5_000])
def test_a_page_we_never_showed_is_refused(browser, how):
    assert keep(browser, how, note="Typed").status_code == 422


def test_role_and_scope_are_asked_at_each_save(browser, page, keyworker, record, other_team):
    keep(browser, token(page), note="One word")
    keyworker.role = Role.DIRECTORY_EDITOR
    keyworker.save()
    assert keep(browser, token(page), revision=2, note="Two").status_code == 403
    keyworker.role = Role.KEYWORKER
    keyworker.save()
    keyworker.memberships.all().delete()
    assert keep(browser, token(page), revision=2, note="Two").status_code == 403
    listed = browser.get(reverse("clients:draft_list")).text
    assert "You no longer see this record" in listed
    assert "One word" not in listed
    assert record.family_name not in listed
    assert browser.get(Draft.objects.get().address).status_code == 404


def test_secrets_files_and_books_are_not_kept(browser, page):
    keep(browser, token(page), new_password1="correct horse", api_token="x", note="Kept")
    assert Draft.objects.get().data == {"note": ["Kept"]}
    long = keep(browser, token(page), revision=2, **{f"note{n}": "x" * 100_000 for n in range(6)})
    assert long.status_code == 409
    assert "too long" in long.json()["refusal"]


def test_there_is_an_end_to_drafts(browser, page, keyworker, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    DraftFactory.create_batch(2, user=keyworker)
    assert keep(browser, token(page), note="One more").status_code == 409


def test_what_is_searched_for_is_no_draft(browser):
    for name in ("clients:client_list", "clients:client_lookup", "clients:my_work"):
        assert "data-draft" not in browser.get(reverse(name)).text


def test_the_list_shows_discards_and_leads_back(browser, keyworker, record):
    mine = DraftFactory(
        user=keyworker, client_key=record.pk, path=address(record), data={"note": ["Two words"], "version": ["3"]}
    )
    DraftFactory(client_key=ClientFactory().pk, title="Not mine")
    listed = browser.get(reverse("clients:draft_list")).text
    assert record.name in listed
    assert "Two words" in listed
    assert mine.address in listed
    assert "Not mine" not in listed
    discarded = browser.post(reverse("clients:draft_discard", args=[mine.pk]), {"back": "page"})
    assert discarded["Location"] == address(record)
    assert not Draft.objects.filter(user=keyworker).exists()


@pytest.mark.parametrize(("days", "says"), [(1, False), (11, True), (20, True)])
def test_my_work_counts_drafts_and_says_when_one_ends(browser, keyworker, days, says):
    assert "unfinished draft" not in browser.get(reverse("clients:my_work")).text
    DraftFactory(user=keyworker, saved_at=timezone.now() - timedelta(days=days, hours=1))
    page = browser.get(reverse("clients:my_work")).text
    assert "1 unfinished draft" in page
    assert ("is deleted on" in page) is says


def test_a_receiver_keeps_the_question_about_somebody_not_in_scope_yet(sign_in, stranger, other_team):
    handover = HandoverFactory(sent=True, receiving_service=ServiceFactory(run_by_team=other_team))
    browser = sign_in(stranger)
    page = browser.get(reverse("aftercare:handover_query", args=[handover.pk]))
    assert keep(browser, token(page), question="What of his flat?").status_code == 200
    listed = browser.get(reverse("clients:draft_list")).text
    assert "What of his flat?" in listed
    assert handover.client.family_name not in listed


def test_a_draft_outlives_its_session(client, sign_in, keyworker, record):
    browser = sign_in(keyworker)
    keep(browser, token(browser.get(address(record))), note="Before the end")
    Draft.objects.update(saved_at=timezone.now() - timedelta(hours=20))
    browser.logout()
    assert browser.get(Draft.objects.get().address).status_code == 302
    drafts.forget()
    assert "Before the end" in sign_in(keyworker).get(Draft.objects.get().address).text


def test_a_key_that_was_used_by_somebody_is_used(browser, page):
    SentFormFactory(key=key_of(page), user=UserFactory())
    assert keep(browser, token(page), note="Late").status_code == 409
