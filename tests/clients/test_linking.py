"""Two records of one person: previewed, linked, undone in one action, nothing deleted."""

from datetime import date

import pytest
from django.urls import reverse

from clients import linking
from clients.models import Client, RecordLink
from core.models import AccessLog
from core.workflow import NotAllowed
from tests.factories.clients import BreakGlassFactory, ClientFactory, ContactFactory, EpisodeFactory


@pytest.fixture
def other(team):
    return ClientFactory(
        registered_team=team, first_name="Meg", contact_rule="Text only", date_of_birth=date(1985, 3, 1)
    )


def link(kept, other, by, take=()):
    return linking.link_records(kept, other, take=list(take), why="Same photo", by=by)


def test_linking_changes_what_was_chosen_and_deletes_nothing(record, other, case_manager):
    before = Client.objects.filter(pk=other.pk).values().get()
    made = link(record, other, case_manager, ["contact_rule", "date_of_birth"])
    record.refresh_from_db()
    assert (record.contact_rule, record.date_of_birth) == ("Text only", date(1985, 3, 1))
    assert record.updated_by == case_manager
    assert Client.objects.filter(pk=other.pk).values().get() == before
    assert (made.created_by, made.taken_over) == (case_manager, {"contact_rule": "", "date_of_birth": "1985-03-14"})


def test_undoing_puts_back_what_was_taken_over(record, other, case_manager):
    made = link(record, other, case_manager, ["contact_rule", "date_of_birth", "first_name"])
    Client.objects.filter(pk=record.pk).update(first_name="Margaret")  # somebody has changed it since
    linking.undo_link(made, why="Twins", by=case_manager)
    record.refresh_from_db()
    assert (record.contact_rule, record.date_of_birth, record.first_name) == ("", date(1985, 3, 14), "Margaret")
    made.refresh_from_db()
    assert (made.undone_by, made.undone_why) == (case_manager, "Twins")
    with pytest.raises(NotAllowed, match="undone already"):
        linking.undo_link(made, why="Again", by=case_manager)
    link(record, other, case_manager)  # and it can be linked anew


def test_links_make_no_chains(record, other, team, case_manager):
    third = ClientFactory(registered_team=team)
    link(record, other, case_manager)
    for kept, linked, words in (
        (third, other, "linked to another record already"),
        (other, third, "link to that one"),
        (third, record, "Other records are linked"),
        (record, record, "to itself"),
    ):
        with pytest.raises(NotAllowed, match=words):
            link(kept, linked, case_manager)
    assert RecordLink.objects.count() == 1


def test_link_on_screen(record, other, case_manager, sign_in):
    browser = sign_in(case_manager)
    url = reverse("clients:record_link", args=[record.pk]) + f"?other={other.reference.lower()}"
    page = browser.get(url).content.decode()
    assert "differs" in page
    assert "Text only" in page
    assert set(AccessLog.objects.filter(action="look").values_list("subject_id", flat=True)) == {record.pk, other.pk}
    assert browser.post(url, {"take": ["nhs_number"], "why": "Same"}).status_code == 422
    assert browser.post(url, {"take": ["contact_rule"], "why": ""}).status_code == 422
    assert not RecordLink.objects.exists()
    assert browser.post(url, {"take": ["contact_rule"], "why": "Same photo"}).status_code == 302
    made = RecordLink.objects.get()
    assert (made.kept, made.other) == (record, other)
    assert record.reference in browser.get(other.get_absolute_url()).content.decode()
    assert other.reference in browser.get(record.get_absolute_url()).content.decode()
    undone = browser.post(reverse("clients:link_undo", args=[made.pk]), {"why": "Two people"})
    assert undone.status_code == 302
    assert record.reference not in browser.get(other.get_absolute_url()).content.decode()


def test_the_kept_record_tells_the_story_of_both(record, other, case_manager, sign_in):
    ContactFactory(client=other, note="Told us at the old record")
    browser = sign_in(case_manager)
    assert "Told us at the old record" not in browser.get(record.get_absolute_url()).content.decode()
    link(record, other, case_manager)
    assert "Told us at the old record" in browser.get(record.get_absolute_url()).content.decode()


def test_a_linked_record_of_another_team_stays_hidden(record, other_team, team, case_manager, keyworker, sign_in):
    other = ClientFactory(registered_team=other_team)
    ContactFactory(client=other, note="Only for the other team")
    link(record, other, case_manager)
    page = sign_in(keyworker).get(record.get_absolute_url()).content.decode()
    assert "Only for the other team" not in page


def test_a_record_of_another_team_cannot_be_compared(record, other_team, case_manager, sign_in):
    hidden = EpisodeFactory(team=other_team).client
    url = reverse("clients:record_link", args=[record.pk]) + f"?other={hidden.reference}"
    response = sign_in(case_manager).get(url)
    assert response.status_code == 422
    assert "You have no client with this reference" in response.content.decode()


def test_the_caseload_says_which_records_are_of_one_person(sign_in, keyworker, record, other, case_manager, team):
    made, browser, url = link(record, other, case_manager), sign_in(keyworker), reverse("clients:client_list")
    page = browser.get(url, {"phase": "all"}).content.decode()
    assert page.count(f"2 records, also {other.reference}") == 1
    assert page.count(f"Linked: work goes on in {record.reference}") == 1
    assert f"2 records, also {other.reference}" in browser.get(url).content.decode()
    sheet = b"".join(browser.get(reverse("clients:client_export"), {"phase": "all"})).decode("utf-8-sig")
    ends = {line.partition(",")[0]: line.rpartition(",")[2] for line in sheet.splitlines()[1:]}
    assert ends == {record.reference: other.reference, other.reference: record.reference}
    linking.undo_link(made, why="Twins", by=case_manager)
    assert "work goes on in" not in browser.get(url, {"phase": "all"}).content.decode()


def test_a_record_open_by_break_glass_is_compared_and_not_linked(record, other_team, case_manager, sign_in):
    foreign = ClientFactory(registered_team=other_team)
    opening = BreakGlassFactory(client=foreign, user=case_manager)
    browser = sign_in(case_manager)
    url = reverse("clients:record_link", args=[record.pk]) + f"?other={foreign.reference}"
    assert browser.get(url).status_code == 200
    assert AccessLog.objects.get(action="look", subject_id=foreign.pk).break_glass == opening.pk
    assert browser.post(url, {"why": "Same photo"}).status_code == 403
    assert not RecordLink.objects.exists()


def test_a_link_of_a_record_that_is_not_to_be_changed_stays(record, other, case_manager, sign_in):
    made = link(record, other, case_manager)
    Client.objects.filter(pk=record.pk).update(is_frozen=True)
    undo = reverse("clients:link_undo", args=[made.pk])
    assert sign_in(case_manager).post(undo, {"why": "Two people"}).status_code == 403
    made.refresh_from_db()
    assert made.undone_at is None
