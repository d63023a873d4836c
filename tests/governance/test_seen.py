"""Who has seen or changed a record: a scripted set of looks and changes equals the page, row for row."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from core.spreadsheets import csv_response
from governance import seen
from tests.clients.test_break_glass import look_up
from tests.factories.accounts import UserFactory
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory
from tests.factories.clients import ContactFactory, EpisodeFactory
from tests.factories.reference import code

pytestmark = pytest.mark.django_db


class Script:
    """People who do things with a record, and what the page must say of each, the newest first."""

    def __init__(self, record):
        self.record, self.expected, self.browsers = record, [], {}

    def browser(self, user, address):
        if user not in self.browsers:
            self.browsers[user] = Browser(REMOTE_ADDR=address)
            self.browsers[user].force_login(user, backend="accounts.roles.RoleBackend")
        return self.browsers[user]

    def ask(self, user, address, method, url_name, *lines, about=None, data=None, status=200):
        """One request, and the lines that it leaves: (what, where) or (what, where, why)."""
        url = reverse(url_name, args=[(about or self.record).pk])
        response = getattr(self.browser(user, address), method)(url, data or {})
        assert response.status_code == status, (url_name, response.status_code)
        for line in lines:
            what, where, why = (*line, "")[:3]
            self.expected.insert(0, (user, what, where, why, address))


def shown(page):
    return [(row.user, row.what, row.where, row.why, row.address) for row in page.context["page"].items]


def test_scripted_looks_and_changes_equal_the_page_row_for_row(
    record, keyworker, case_manager, coach, stranger, team, sign_in
):
    from tests.factories.clients import CoachAssignmentFactory

    plan = CarePlanFactory(client=record)
    CoachAssignmentFactory(client=record, coach=coach)
    other = EpisodeFactory(team=team).client
    start = len(list(seen.all_entries(record, case_manager)))
    script = Script(record)
    ask, home, office = script.ask, "192.0.2.1", "192.0.2.2"
    look = ("Looked at", "Overview of the record")
    ask(keyworker, home, "get", "clients:client_detail", look)
    ask(case_manager, office, "get", "clients:client_detail", look)
    ask(coach, home, "get", "clients:client_detail", look)
    ask(stranger, office, "get", "clients:client_detail", status=404)
    ask(keyworker, home, "get", "clients:client_detail", about=other)
    ask(keyworker, home, "get", "careplans:care_plan_list", ("Looked at", "Care plans"))
    ask(keyworker, home, "get", "careplans:care_plan_detail", ("Looked at", "Care plan"), about=plan)
    form = ("Looked at", "Contacts: record")
    ask(keyworker, home, "get", "clients:contact_add", form)
    contact = {"outcome": "attended", "kind": "phone", "happened_at": "1/10/2026 10:00"}
    ask(keyworker, home, "post", "clients:contact_add", form, data={}, status=422)
    ask(keyworker, home, "post", "clients:contact_add", form, ("Added", "Contact"), data=contact, status=302)
    found = look_up(script.browser(stranger, office), record).context["found"]
    reason = {"found": found, "reason": code("break_glass_reason", "safeguarding").pk, "text": "A child alone at home"}
    assert script.browser(stranger, office).post(reverse("clients:break_glass"), reason).status_code == 302
    script.expected.insert(0, (stranger, "Added", "Opening in an emergency", "", office))
    why = "Break-glass: Safeguarding. A child alone at home"
    ask(stranger, office, "get", "clients:client_detail", (*look, why))
    ask(stranger, office, "post", "clients:contact_add", (*form, why), ("Added", "Contact"), data=contact, status=302)
    refused = ("Was refused", "Flags: add")
    ask(stranger, office, "post", "clients:flag_add", refused, status=403)
    page = sign_in(case_manager).get(reverse("governance:record_seen", args=[record.pk]))
    assert page.status_code == 200
    rows = shown(page)
    assert rows[0] == (case_manager, "Looked at", "Who has seen or changed this record", "", "127.0.0.1")
    assert rows[1 : len(rows) - start] == script.expected


def test_changes_to_every_table_of_the_record_are_listed(record, keyworker):
    """Goals and actions lead to the client over their plan; what is removed is still said."""
    goal = GoalFactory(plan=CarePlanFactory(client=record, follow_on=False))
    ActionFactory(goal=goal).delete()
    GoalFactory()
    ContactFactory(client=record, updated_by=keyworker)
    listed = [(entry.what, entry.where) for entry in seen.all_entries(record, keyworker)]
    assert listed[:5] == [
        ("Added", "Contact"), ("Removed", "Action of a care plan"), ("Added", "Action of a care plan"),
        ("Added", "Goal of a care plan"), ("Added", "Care plan"),
    ]  # fmt: skip
    assert listed.count(("Added", "Goal of a care plan")) == 1


def test_every_history_that_leads_to_a_client_is_asked():
    """No table of the record is forgotten: whatever has a key to a client, or to what has one, is listed."""
    from django.apps import apps

    listed = {event.pgh_tracked_model for event in seen.events_about_clients()}
    for model in apps.get_models():
        is_event = hasattr(model, "pgh_tracked_model")
        keys = [field for field in model._meta.concrete_fields if field.many_to_one]
        if not is_event and any(field.related_model in listed for field in keys) and model not in listed:
            assert not any(getattr(event, "pgh_tracked_model", None) is model for event in apps.get_models()), model


def test_page_is_narrowed_by_person_and_day_and_paged(record, case_manager, keyworker, sign_in):
    noon = timezone.localtime().replace(hour=12)  # also across a clock change each stays on its day
    for number in range(120):
        AccessLog.objects.create(
            user=keyworker if number % 2 else case_manager, action=AccessAction.LOOK, subject_id=record.pk,
            subject_kind="clients.client", route="clients:client_detail",
            at=noon - timezone.timedelta(days=number),
        )  # fmt: skip
    browser, url = sign_in(case_manager), reverse("governance:record_seen", args=[record.pk])
    one = browser.get(url, {"person": keyworker.pk})
    assert {row.user for row in one.context["page"].items} == {keyworker}
    collected, address = (
        [],
        f"?first_day={(timezone.localdate() - timezone.timedelta(days=100)):%Y-%m-%d}&last_day={timezone.localdate() - timezone.timedelta(days=1):%Y-%m-%d}",
    )
    while address:
        page = browser.get(url + address)
        collected += page.context["page"].items
        address = page.context["next_url"] if page.context["page"].next_cursor else ""
    assert len(collected) == 100
    assert collected == sorted(collected, key=lambda row: row.at, reverse=True)


def test_spreadsheet_holds_the_same_and_is_written_down(record, team_manager, sign_in):
    ContactFactory(client=record)
    browser = sign_in(team_manager)
    page = browser.get(reverse("governance:record_seen", args=[record.pk])).context["page"].items
    response = browser.get(reverse("governance:record_seen_download", args=[record.pk]))
    head, export, *rows = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    assert head[0] == "When"
    assert export[3] == "Exported"
    assert [row[3:5] for row in rows] == [[entry.what, entry.where] for entry in page]
    assert AccessLog.objects.filter(action=AccessAction.EXPORT, subject_id=record.pk, user=team_manager).count() == 1


def test_officer_is_shown_the_reference_and_nothing_of_the_record(record, sign_in):
    record.staff_safety = "Canary of danger"
    record.save()
    officer = UserFactory(role=Role.GOVERNANCE_OFFICER)
    text = sign_in(officer).get(reverse("governance:record_seen", args=[record.pk])).content.decode()
    assert record.reference in text
    for secret in (record.family_name, record.first_name, "Canary", "14 March 1985"):
        assert secret not in text
    assert AccessLog.objects.filter(user=officer, subject_id=record.pk).count() == 1


def test_keyworker_reads_own_clients_only(record, team, keyworker, sign_in):
    other = EpisodeFactory(team=team).client
    browser = sign_in(keyworker)
    assert browser.get(reverse("governance:record_seen", args=[record.pk])).status_code == 200
    assert browser.get(reverse("governance:record_seen", args=[other.pk])).status_code == 404
    for client, is_offered in ((record, True), (other, False)):
        page = browser.get(reverse("clients:client_detail", args=[client.pk])).content.decode()
        assert ("Who has seen or changed this record" in page) is is_offered


def test_page_takes_the_same_queries_for_2_rows_and_50(record, case_manager, keyworker, sign_in):
    browser, url = sign_in(case_manager), reverse("governance:record_seen", args=[record.pk])
    taken = []
    for rows in (2, 50):
        for _number in range(rows):
            AccessLog.objects.create(user=UserFactory(), action=AccessAction.LOOK, subject_id=record.pk)
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        taken.append(len(captured))
    assert taken[0] == taken[1] <= 11, taken


def test_no_cell_is_a_formula():
    response = csv_response("x.csv", ["=1"], [["@x", " -2", 3]])
    assert list(csv.reader(StringIO(response.content.decode("utf-8-sig")))) == [["'=1"], ["'@x", "' -2", "3"]]
