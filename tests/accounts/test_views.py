"""Signing in, the first page of each role, the menu, the access log."""

import pytest
from django.urls import reverse

from accounts.choices import CoachKind, Role
from accounts.context_processors import GROUPS, groups_of, menu
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(team):
    user = UserFactory(team=team, username="nia")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in_with(client, **typed):
    return client.post(reverse("accounts:sign_in"), {"username": "nia", "password": PASSWORD, **typed})


def test_sign_in_goes_home_and_is_written_down(client, person):
    response = sign_in_with(client)
    assert response["Location"] == reverse("home")
    assert AccessLog.objects.get(action=AccessAction.SIGN_IN).user == person


def test_sign_in_with_a_wrong_password_keeps_the_name_and_says_the_same_for_everybody(client, person):
    known = sign_in_with(client, password="wrong").content.decode()
    unknown = sign_in_with(client, username="nobody").content.decode()
    assert 'value="nia"' in known
    message = "Enter a user name and password that belong together"
    assert message in known
    assert message in unknown
    assert AccessLog.objects.filter(action=AccessAction.SIGN_IN_FAILED).count() == 2


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_never_leads_elsewhere(client, person, target):
    assert sign_in_with(client, next=target)["Location"] == reverse("home")


def test_sign_in_goes_where_one_was_going(client, person):
    page = client.get(reverse("clients:client_list"))
    assert "next=/clients/" in page["Location"]
    assert sign_in_with(client, next="/clients/")["Location"] == "/clients/"


@pytest.mark.parametrize(
    ("role", "first_page"),
    [
        (Role.KEYWORKER, "clients:my_work"),
        (Role.COMMISSIONER, "reports:report_list"),
        (Role.DIRECTORY_EDITOR, "services_directory:service_list"),
        (Role.GOVERNANCE_OFFICER, "governance:overview"),
        (Role.ADMINISTRATOR, "accounts:staff_list"),
    ],
)
def test_home_is_the_first_page_of_the_role(sign_in, team, role, first_page):
    more = {"partnership": team.area.partnership} if role == Role.COMMISSIONER else {}
    browser = sign_in(UserFactory(role=role, team=team, **more))
    assert browser.get("/")["Location"] == reverse(first_page)
    assert browser.get(reverse(first_page)).status_code == 200


@pytest.mark.parametrize(
    ("name", "about", "lit", "page"),
    [
        ("clients:client_detail", True, "Clients", None),
        ("referrals:referral_list", True, "Clients", None),
        ("referrals:outgoing_list", False, "Referrals", "Referrals out"),
        ("referrals:incoming_list", False, "Referrals", "Referrals in"),
        ("staffing:shift_note_list", False, "Shift notes", None),
    ],
)
def test_menu_marks_where_one_is(sign_in, keyworker, record, name, about, lit, page):
    response = sign_in(keyworker).get(reverse(name, args=[record.pk] if about else []))
    menu = response.context["menu"]
    assert [str(item["label"]) for item in menu["near"] + menu["more"] if item["current"]] == [lit]
    shown = 'class="app-menu-group"' in response.content.decode()
    assert shown == (page is not None)  # a record has parts of its own in that place
    if page:
        assert [str(item["label"]) for item in menu["group"]["pages"] if item["current"]] == [page]


@pytest.mark.parametrize(
    ("path", "lit"), [("/documents/1/", "Clients"), ("/reports/1/", "Reports"), ("/accounts/me/", None)]
)
def test_a_part_of_a_record_is_below_clients(rf, team, path, lit):
    request = rf.get(path)
    request.user = UserFactory(role=Role.CASE_MANAGER, team=team)
    shown = menu(request)["menu"]
    assert [str(item["label"]) for item in shown["near"] + shown["more"] if item["current"]] == ([lit] if lit else [])


def words_of(role):
    return [(str(words), [str(label) for label, _url in pages]) for words, _near, pages in groups_of(role, False, "/")]


def test_what_is_needed_all_day_is_at_hand_on_a_phone():
    near = [str(words) for words, near, _pages in groups_of(Role.KEYWORKER, False, "/") if near]
    assert near == ["My work", "Clients", "Calendar", "Released today"]


def test_a_group_with_one_page_is_called_as_that_page():
    assert ("Shift notes", ["Shift notes"]) in words_of(Role.KEYWORKER)
    assert ("Team", ["Shift notes", "Staff"]) in words_of(Role.TEAM_MANAGER)
    assert ("Reports", ["Reports by email", "National data set"]) in words_of(Role.ADMINISTRATOR)


def test_a_few_pages_stand_side_by_side():
    pages = ["Directory", "Governance", "Without consent", "Rights", "Access log"]
    assert words_of(Role.GOVERNANCE_OFFICER) == [(page, [page]) for page in pages]
    assert all(near for _words, near, _pages in groups_of(Role.GOVERNANCE_OFFICER, False, "/"))


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_menu_is_there_for_whom_it_is_permitted_and_opens(sign_in, team, role):
    more = {
        Role.COMMISSIONER: {"partnership": team.area.partnership},
        Role.RECOVERY_COACH: {"coach_kind": CoachKind.MENTOR},
    }
    user = UserFactory(role=role, team=team, **more.get(role, {}))
    permitted = {
        reverse(name) for _words, _near, pages in GROUPS for _label, name, rule in pages if user.has_perm(rule)
    }
    shown = [url for _words, _near, pages in groups_of(role, False, "/") for _label, url in pages]
    assert len(shown) == len(set(shown))
    assert set(shown) == permitted
    browser = sign_in(user)
    assert {url: browser.get(url).status_code for url in shown} == dict.fromkeys(shown, 200)


@pytest.mark.parametrize(("role", "shown"), [(Role.TEAM_MANAGER, True), (Role.CASE_MANAGER, False)])
def test_a_manager_finds_the_lists_of_governance_in_the_menu(sign_in, team, role, shown):
    browser = sign_in(UserFactory(role=role, team=team))
    address = reverse("governance:overview")
    menu = browser.get("/clients/").context["menu"]
    assert (address in [item["url"] for item in menu["more"]]) == shown
    if shown:
        page = browser.get(address).content.decode()
        assert reverse("governance:restriction_list") in page
        assert reverse("governance:break_glass_list") in page
        assert reverse("accounts:access_log") not in page  # for an officer alone


def test_access_log_is_filtered_by_record_and_paged(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    for _look in range(60):
        browser.get(reverse("clients:client_detail", args=[record.pk]))
    officer = sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER))
    first = officer.get(reverse("accounts:access_log"), {"subject": str(record.pk)})
    assert len(first.context["page"].rows) == 50
    second = officer.get(reverse("accounts:access_log") + first.context["next_url"])
    assert len(second.context["page"].rows) == 10
    assert record.family_name not in first.content.decode()
