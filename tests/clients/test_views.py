"""Each page of clients: what it shows, what it saves, and what a wrong form shows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.choices import ContactOutcome, EpisodeStatus, FlagKind, Sex, Substance
from clients.models import Client, Contact, DifferentPerson
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    ContactFactory,
    ContactWayFactory,
    DeathFactory,
    EpisodeFactory,
    EpisodeSubstanceFactory,
)
from tests.factories.custody import ReleaseDateFactory
from tests.factories.reference import code
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db

PERSON = {
    "first_name": "Ffion",
    "family_name": "O'Neill",
    "date_of_birth_day": "4",
    "date_of_birth_month": "5",
    "date_of_birth_year": "1985",
    "sex": "female",
}


def url(name, *args):
    return reverse(f"clients:{name}", args=args)


def text_of(page):
    return re.sub(r"\s+", " ", page.content.decode())


def title_of(page):
    return re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1]


def looks_at(client):
    return AccessLog.objects.filter(subject_id=client.pk, action=AccessAction.LOOK).count()


# The record


def test_client_detail_shows_the_person_and_records_one_look(sign_in, keyworker, record, episode):
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN, route="smoke")
    record.contact_rule = "Text only, leave no message"
    record.save()
    ContactWayFactory(client=record, value="07700 900123")
    ContactFactory(client=record, note="Talked about the flat", created_by=keyworker)
    page = sign_in(keyworker).get(url("client_detail", record.pk))
    text = text_of(page)
    assert page.status_code == 200
    for words in [
        record.name,
        "Text only, leave no message",
        "07700 900123",
        "Heroin (smoke)",
        "Talked about the flat",
    ]:
        assert words in text
    assert record.family_name not in title_of(page)
    assert record.reference in title_of(page)
    assert looks_at(record) == 1


def test_client_detail_of_another_team_answers_as_absent(sign_in, stranger, record):
    browser = sign_in(stranger)
    theirs = browser.get(url("client_detail", record.pk))
    absent = browser.get(url("client_detail", "6a4f0c0e-0000-4000-8000-000000000000"))
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content
    assert looks_at(record) == 0


def test_timeline_pages_by_cursor_without_gap_or_repeat(sign_in, keyworker, record):
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for day in range(60):
        ContactFactory(client=record, happened_at=start + timedelta(days=day // 3), note=f"note-{day:02}")
    browser = sign_in(keyworker)
    first = browser.get(url("client_detail", record.pk))
    older = re.search(r'href="([^"]+after=[^"]+)#timeline"', first.content.decode())[1].replace("&amp;", "&")
    second = browser.get(older)
    seen = re.findall(r"note-\d\d", first.content.decode()) + re.findall(r"note-\d\d", second.content.decode())
    assert sorted(seen) == [f"note-{day:02}" for day in range(60)]


def test_timeline_with_a_cursor_of_no_worth_gives_the_first_page(sign_in, keyworker, record):
    ContactFactory(client=record, note="still here")
    page = sign_in(keyworker).get(url("client_detail", record.pk), {"after": "'; DROP TABLE"})
    assert "still here" in text_of(page)


def test_coach_sees_contacts_and_safe_contact_and_nothing_else(sign_in, coach, record, episode):
    CoachAssignmentFactory(client=record, coach=coach)
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    ClientFlagFactory(client=record, kind=FlagKind.SAFE_CONTACT, reason="Ring before noon")
    ClientFlagFactory(client=record, kind=FlagKind.PREGNANCY, reason="Due in May")
    ConsentFactory(client=record, recipient=ServiceFactory(name="Harbour Housing"))
    record.nhs_number = "9990000018"
    record.save()
    ContactFactory(client=record, note="Walked by the river")
    text = text_of(sign_in(coach).get(url("client_detail", record.pk)))
    assert "Walked by the river" in text
    assert "Ring before noon" in text
    for secret in ["Heroin", "Due in May", "Pregnancy", "Harbour Housing", "999\xa0000", "Referred to us"]:
        assert secret not in text


def test_coach_who_is_not_assigned_sees_nothing(sign_in, coach, record):
    assert sign_in(coach).get(url("client_detail", record.pk)).status_code == 404


def test_coach_whose_time_is_over_sees_nothing(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach, ends_on=timezone.localdate() - timedelta(days=1))
    assert sign_in(coach).get(url("client_detail", record.pk)).status_code == 404


# Adding and finding


def test_client_add(sign_in, keyworker, team):
    page = sign_in(keyworker).post(
        url("client_add"), PERSON | {"registered_team": team.pk, "nhs_number": "999 000 0018"}
    )
    client = Client.objects.get()
    assert page.status_code == 302
    assert (client.family_name, client.nhs_number, client.created_by) == ("O'Neill", "9990000018", keyworker)
    assert client.date_of_birth == date(1985, 5, 4)


def test_client_add_warns_of_the_same_initials_birth_and_sex(sign_in, keyworker, team):
    known = ClientFactory(
        registered_team=team, first_name="Ffi", family_name="Owen", date_of_birth=date(1985, 5, 4), sex=Sex.FEMALE
    )
    browser = sign_in(keyworker)
    typed = PERSON | {"registered_team": team.pk, "phone": "07700 900456"}
    page = browser.post(url("client_add"), typed)
    assert page.status_code == 422
    assert known.name in text_of(page)
    assert "07700 900456" in text_of(page)
    checked = re.search(r'name="checked" value="([^"]+)"', page.content.decode())[1]
    assert browser.post(url("client_add"), typed | {"somebody_else": "on"}).status_code == 422
    ticked = typed | {"somebody_else": "on", "checked": checked}
    page = browser.post(url("client_add"), ticked)
    assert page.status_code == 422
    assert "Choose why it is somebody else" in text_of(page)
    page = browser.post(url("client_add"), ticked | {"duplicate_reason": code("duplicate_reason", "twin").pk})
    assert page.status_code == 302
    assert Client.objects.count() == 2
    kept = DifferentPerson.objects.get()
    assert (kept.like, kept.reason.code, kept.created_by) == (known, "twin", keyworker)


def test_client_add_says_only_that_another_team_has_a_record(sign_in, keyworker, team, other_team):
    ClientFactory(
        registered_team=other_team, first_name="Ffion", family_name="O’Neill", date_of_birth=date(1985, 5, 4),
        preferred_name="Secret",
    )  # fmt: skip
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": team.pk})
    assert page.status_code == 422
    assert "A record exists with another team" in text_of(page)
    assert "Secret" not in text_of(page)
    assert other_team.name not in text_of(page)


def test_client_add_with_a_number_that_is_known_is_refused(sign_in, keyworker, team, other_team):
    ClientFactory(registered_team=other_team, nhs_number="9990000018", first_name="Hidden")
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018"}
    page = sign_in(keyworker).post(url("client_add"), typed)
    assert page.status_code == 422
    assert "A record exists with another team" in text_of(page)
    assert "Hidden" not in text_of(page)
    assert Client.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("9990000019", "One of the digits is wrong"),
        ("999", "Enter an NHS number with 10 digits"),
        ("٩٩٩٠٠٠٠٠١٨", "10 digits"),
    ],
)
def test_client_add_with_a_wrong_number(sign_in, keyworker, team, number, message):
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": team.pk, "nhs_number": number})
    assert page.status_code == 422
    assert message in text_of(page)


def test_client_add_refuses_a_test_number_in_earnest(sign_in, keyworker, team, settings):
    settings.ALLOW_TEST_NHS_NUMBERS = False
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018"}
    page = sign_in(keyworker).post(url("client_add"), typed)
    assert page.status_code == 422
    assert "Numbers that start with 999 are for tests" in text_of(page)


def test_client_add_to_a_team_of_others_is_refused(sign_in, keyworker, other_team):
    page = sign_in(keyworker).post(url("client_add"), PERSON | {"registered_team": other_team.pk})
    assert page.status_code == 422


def test_client_lookup(sign_in, keyworker, other_team):
    zoe = ClientFactory(
        registered_team=other_team, first_name="Zoë", family_name="Hughes", date_of_birth=date(1985, 5, 4)
    )
    ContactWayFactory(client=zoe, value="07700 900789")
    browser = sign_in(keyworker)
    born = {name: value for name, value in PERSON.items() if name.startswith("date_of_birth")}
    found = browser.post(url("client_lookup"), {"first_name": "Zoe", "family_name": "HUGHES"} | born)
    assert "A record exists with another team" in text_of(found)
    assert "07700 900789" not in text_of(found)
    other = browser.post(url("client_lookup"), {"first_name": "Zo", "family_name": "Hughes"} | born)
    assert "No record was found" in text_of(other)
    assert browser.post(url("client_lookup"), {"first_name": "Zoe", "family_name": "Hughes"}).status_code == 422
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.SEARCH).count() == 3
    assert not AccessLog.objects.filter(detail__icontains="hughes").exists()


def test_client_lookup_is_throttled(sign_in, keyworker, other_team):
    ClientFactory(registered_team=other_team, nhs_number="9990000018")
    browser = sign_in(keyworker)
    for _ in range(20):
        assert browser.post(url("client_lookup"), {"nhs_number": "9990000026"}).status_code == 200
    page = browser.post(url("client_lookup"), {"nhs_number": "9990000018"})
    assert page.status_code == 429
    assert "A record exists" not in text_of(page)
    typed = PERSON | {"registered_team": keyworker.teams.get().pk, "nhs_number": "9990000018"}
    assert browser.post(url("client_add"), typed).status_code == 429


def test_client_edit_meets_somebody_elses_edit(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    record.preferred_name = "Ffi"
    record.save_by(None, "preferred_name")
    typed = PERSON | {"version": 1, "preferred_name": "Onnie"}
    page = browser.post(url("client_edit", record.pk), typed)
    assert page.status_code == 409
    assert "Ffi" in text_of(page)
    assert "Onnie" in text_of(page)
    record.refresh_from_db()
    assert record.preferred_name == "Ffi"
    assert browser.post(url("client_edit", record.pk), typed | {"version": 2}).status_code == 302
    record.refresh_from_db()
    assert record.preferred_name == "Onnie"


# Episodes


def test_episode_open(sign_in, keyworker, team):
    client = ClientFactory(registered_team=team)
    typed = {
        "team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026", "keyworker": keyworker.pk,
        "substance_1": "heroin", "route_1": "inject", "substance_2": "alcohol",
    }  # fmt: skip
    assert sign_in(keyworker).post(url("episode_open", client.pk), typed).status_code == 302
    episode = client.episodes.get()
    assert (episode.keyworker, episode.status) == (keyworker, EpisodeStatus.WAITING)
    assert episode.keyworker_since
    assert list(episode.substances.values_list("substance", "route")) == [("heroin", "inject"), ("alcohol", "")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"referred_on": "31/2/2026"}, "Enter a real date"),
        ({"referred_on": "1/1/9999"}, "Enter a date before 2100"),
        ({"referred_on": "1/1/2099"}, "The date cannot be in the future"),
        ({"substance_2": "heroin"}, "Choose each substance once"),
        ({"substance_1": ""}, "Choose the substance, or clear how it is taken"),
    ],
)
def test_episode_open_with_a_wrong_form(sign_in, keyworker, team, changes, message):
    client = ClientFactory(registered_team=team)
    typed = {
        "team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026", "substance_1": "heroin",
        "route_1": "inject",
    }  # fmt: skip
    page = sign_in(keyworker).post(url("episode_open", client.pk), typed | changes)
    assert page.status_code == 422
    assert message in text_of(page)
    assert not client.episodes.exists()


def test_episode_open_twice_with_one_team_is_refused(sign_in, keyworker, record, team):
    typed = {"team": team.pk, "referral_source": "gp", "referred_on": "1/11/2026"}
    page = sign_in(keyworker).post(url("episode_open", record.pk), typed)
    assert page.status_code == 422
    assert "already has an open episode" in text_of(page)


def test_episode_edit_sets_planned_end_and_substances(sign_in, keyworker, episode):
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    typed = {
        "version": episode.version, "referral_source": "self", "referred_on": "1/9/2026",
        "planned_exit_on": "1/3/2027", "substance_1": "alcohol",
    }  # fmt: skip
    assert sign_in(keyworker).post(url("episode_edit", episode.pk), typed).status_code == 302
    episode.refresh_from_db()
    assert episode.planned_exit_on == date(2027, 3, 1)
    assert [row.substance for row in episode.substances.all()] == ["alcohol"]


def test_episode_of_another_team_is_not_ours_to_change(sign_in, keyworker, record, other_team):
    theirs = EpisodeFactory(client=record, team=other_team)
    assert sign_in(keyworker).get(url("episode_edit", theirs.pk)).status_code == 404


def test_episode_assign(sign_in, case_manager, episode, team):
    colleague = UserFactory(team=team)
    browser = sign_in(case_manager)
    people = {"keyworker": colleague.pk, "case_manager": case_manager.pk, "version": episode.version}
    page = browser.post(url("episode_assign", episode.pk), people)
    assert page.status_code == 302
    episode.refresh_from_db()
    assert (episode.keyworker, episode.case_manager) == (colleague, case_manager)
    assert episode.keyworker_since


def test_episode_assign_of_two_at_once_shows_both_choices(sign_in, case_manager, episode, team):
    colleague = UserFactory(team=team)
    browser, before = sign_in(case_manager), episode.version
    episode.keyworker = None
    episode.save_by(colleague)
    page = browser.post(url("episode_assign", episode.pk), {"keyworker": colleague.pk, "version": before})
    assert page.status_code == 409
    assert "What is saved now" in page.text
    episode.refresh_from_db()
    assert episode.keyworker is None
    again = {"keyworker": colleague.pk, "version": episode.version}
    assert browser.post(url("episode_assign", episode.pk), again).status_code == 302


def test_episode_assign_is_not_for_keyworkers(sign_in, keyworker, episode):
    assert sign_in(keyworker).get(url("episode_assign", episode.pk)).status_code == 403


def test_treatment_start(sign_in, keyworker, team):
    episode = EpisodeFactory(team=team)
    browser = sign_in(keyworker)
    assert browser.post(url("treatment_start", episode.pk), {"on": "1/8/2026"}).status_code == 422
    assert browser.post(url("treatment_start", episode.pk), {"on": "10/9/2026"}).status_code == 302
    twice = browser.post(url("treatment_start", episode.pk), {"on": "10/9/2026"})
    assert twice.status_code == 422
    assert "cannot become" in text_of(twice)


# Contacts, consents, flags, coaches


def test_contact_add(sign_in, keyworker, record, episode):
    typed = {"outcome": "missed", "kind": "phone", "happened_at": "2/11/2026 10:30", "missed_reason": "unwell"}
    typed["missed_by"] = "person"
    assert sign_in(keyworker).post(url("contact_add", record.pk), typed).status_code == 302
    contact = Contact.objects.get()
    assert (contact.outcome, contact.missed_reason, contact.episode) == (ContactOutcome.MISSED, "unwell", episode)
    assert contact.happened_at == datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outcome": "missed"}, "Say why"),
        ({"missed_reason": "unwell"}, "Clear this for a contact that was attended"),
        ({"happened_at": "1/1/2090 10:00"}, "This is in the future"),
        ({"happened_at": "1/1/0001 10:00"}, "Enter a date between 1900 and 2100"),
        ({"happened_at": "31/12/9999 23:59"}, "Enter a date between 1900 and 2100"),
        ({"note": "x" * 100_000}, "Shorten this to 10000 characters or fewer"),
    ],
)
def test_contact_add_with_a_wrong_form_loses_nothing(sign_in, keyworker, record, changes, message):
    typed = {"outcome": "attended", "kind": "phone", "happened_at": "2/11/2026 10:30", "note": "Kept words"}
    page = sign_in(keyworker).post(url("contact_add", record.pk), typed | changes)
    assert page.status_code == 422
    assert message in text_of(page)
    assert "note" in changes or "Kept words" in text_of(page)
    assert not Contact.objects.exists()


def test_consent_add_goes_on_to_an_address_of_ours_only(sign_in, keyworker, record):
    service = ServiceFactory(name="Harbour Housing")
    browser = sign_in(keyworker)
    address = url("consent_add", record.pk)
    assert "selected>Harbour Housing" in text_of(browser.get(address, {"service": service.pk}))
    typed = {
        "recipient": service.pk, "purpose": "referral", "categories": ["identity", "housing"],
        "given_how": "verbal", "evidence": "Yes, tell them", "given_on": "1/11/2026",
    }  # fmt: skip
    onward = url("my_work")
    assert browser.post(f"{address}?next={onward}", typed).url == onward
    assert browser.post(f"{address}?next=https://example.org/", typed).url == record.get_absolute_url()
    assert record.consents.first().categories == ["identity", "housing"]


def test_flag_add_and_end(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    typed = {"kind": "overdose_risk", "reason": "Came home last week", "review_on": "1/1/2030"}
    assert browser.post(url("flag_add", record.pk), typed).status_code == 302
    assert browser.post(url("flag_add", record.pk), typed).status_code == 422
    assert "Came home last week" in text_of(browser.get(url("client_detail", record.pk)))
    flag = record.flags.get()
    assert browser.post(url("flag_end", flag.pk), {"on": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    flag.refresh_from_db()
    assert flag.ended_on == timezone.localdate()


def test_coach_assign(sign_in, team_manager, coach, record):
    browser = sign_in(team_manager)
    typed = {"coach": coach.pk, "starts_on": "1/11/2026"}
    assert browser.post(url("coach_assign", record.pk), typed).status_code == 302
    assert browser.post(url("coach_assign", record.pk), typed).status_code == 422
    assert record.coach_assignments.get().coach == coach


def test_coach_end_closes_the_record_to_the_coach(sign_in, team_manager, coach, record):
    assignment = CoachAssignmentFactory(client=record, coach=coach)
    page = url("coach_end", assignment.pk)
    browser = sign_in(team_manager)
    assert page in browser.get(record.get_absolute_url()).content.decode()
    assert browser.post(page, {"on": "31/12/2025"}).status_code == 422
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = {"on": f"{yesterday:%d/%m/%Y}", "version": assignment.version}
    assert browser.post(page, ended).status_code == 302
    assert browser.post(page, ended).status_code == 409
    assert browser.post(page, ended | {"version": assignment.version + 1}).status_code == 422
    assert sign_in(coach).get(record.get_absolute_url()).status_code == 404


def test_coach_assign_of_another_teams_coach_is_refused(sign_in, team_manager, other_team, record):
    theirs = UserFactory(team=other_team, coach=True)
    page = sign_in(team_manager).post(url("coach_assign", record.pk), {"coach": theirs.pk, "starts_on": "1/11/2026"})
    assert page.status_code == 422


def test_coach_cannot_filter_by_what_a_coach_does_not_see(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach)
    page = sign_in(coach).get(url("client_list"), {"phase": "waiting", "overdue": "on", "keyworker": "none"})
    assert record.name in text_of(page)
    for word in ["Keyworker", "In treatment", "overdue review"]:
        assert word not in text_of(page)


@pytest.mark.parametrize("page", ["client_add", "client_edit"])
def test_nhs_number_that_somebody_else_enters_at_the_same_moment(sign_in, keyworker, team, record, monkeypatch, page):
    """Their record is written after our form was checked and before it is saved."""

    def somebody_is_quicker(instance, *by):
        ClientFactory(registered_team=team, nhs_number="9990000018")
        save_by(instance, *by)

    save_by = Client.save_by
    monkeypatch.setattr(Client, "save_by", somebody_is_quicker)
    typed = PERSON | {"registered_team": team.pk, "nhs_number": "9990000018", "version": record.version}
    answer = sign_in(keyworker).post(url(page, *([record.pk] if page == "client_edit" else [])), typed)
    assert answer.status_code == 422
    assert "Somebody else saved the same at this very moment" in text_of(answer)
    assert f'value="{PERSON["family_name"]}"' in answer.content.decode().replace("&#x27;", "'")
    assert not Client.objects.filter(family_name=PERSON["family_name"]).exists()


def test_a_search_is_written_down_without_its_words(sign_in, keyworker, record):
    page = sign_in(keyworker).post(url("client_list"), {"words": record.family_name}, follow=True)
    assert record.name in text_of(page)
    row = AccessLog.objects.get(action=AccessAction.SEARCH)
    assert (row.user, row.route, row.detail) == (keyworker, "clients:client_list", "")


def test_no_name_that_was_searched_for_stands_in_an_address(sign_in, keyworker, record, team):
    ClientFactory(registered_team=team, family_name="Somebody")
    browser = sign_in(keyworker)
    page = browser.post(url("client_list"), {"words": record.family_name, "phase": "all"}, follow=True)
    address = page.redirect_chain[-1][0]
    assert record.family_name not in address
    assert "phase=all" in address
    assert "SOMEBODY" not in text_of(page)
    links = [tag["url"] for tag in page.context["tags"]] + [page.context["next_url"], page.context["first_url"]]
    assert not [link for link in links if record.family_name in link]
    without_words = next(tag["url"] for tag in page.context["tags"] if record.family_name in tag["label"])
    assert "SOMEBODY" in text_of(browser.get(url("client_list") + without_words))


def test_words_of_a_search_that_are_too_many_are_refused_and_kept(sign_in, keyworker):
    page = sign_in(keyworker).post(url("client_list"), {"words": "x" * 101})
    assert page.status_code == 422
    assert "x" * 101 in page.content.decode()


def test_the_record_of_somebody_who_died_says_so_at_once(sign_in, keyworker, record, episode):
    browser = sign_in(keyworker)
    assert "This person died" not in text_of(browser.get(record.get_absolute_url()))
    DeathFactory(client=record, died_on=date(2026, 11, 1))
    text = text_of(browser.get(url("contact_add", record.pk)))
    assert "This person died on 1 November 2026." in text
    assert "app-identity-bar--closed" in text


def test_custody_and_flags_stand_in_the_identity_bar(sign_in, keyworker, record):
    ClientFlagFactory(client=record, kind=FlagKind.OVERDOSE_RISK, reason="Came home last week")
    ReleaseDateFactory(stay__client=record, stay__prison="HMP Parc")
    text = text_of(sign_in(keyworker).get(url("contact_add", record.pk)))
    assert "In custody: HMP Parc, release expected Thursday 28 January 2027" in text
    assert "Overdose risk: Came home last week" in text


def test_client_list_row_is_written_as_markup_with_its_headings(sign_in, keyworker, record):
    """Flags are tags and not text about tags; on a phone each value has its heading."""
    ClientFlagFactory(client=record, kind=FlagKind.OVERDOSE_RISK)
    page = sign_in(keyworker).get(url("client_list")).content.decode()
    assert '<span class="app-flag">Overdose risk</span>' in page
    assert 'data-label="Last contact"' in page
    assert 'data-label="[' not in page


def test_names_are_escaped_in_the_caseload(sign_in, keyworker, team):
    keyworker.last_name = "O'<b>Bold</b>"
    keyworker.save()
    client = ClientFactory(registered_team=team, first_name="<script>alert(1)</script>", preferred_name='"{x}" & {0}')
    EpisodeFactory(client=client, team=team, keyworker=keyworker)
    page = sign_in(keyworker).get(url("client_list"))
    assert "<script>alert" not in text_of(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; (&quot;{x}&quot; &amp; {0})" in text_of(page)
    assert "<b>Bold" not in page.context["rows"]
