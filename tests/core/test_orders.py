"""Each list of clients and of tasks has an order to choose, which stands in its address and in that of its spreadsheet."""

import pytest
from django.urls import reverse

from core.saved import LISTS
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
# The lists of clients or of tasks, and who has each.
OF_CLIENTS = {
    "alerts:board": "team_manager",
    "aftercare:handover_list": "case_manager",
    "clients:alert_list": "keyworker",
    "clients:client_list": "keyworker",
    "clients:completeness_list": "keyworker",
    "clients:override_list": "team_manager",
    "custody:release_list": "keyworker",
    "exchange:problem_list": "case_manager",
    "governance:break_glass_list": "team_manager",
    "governance:restriction_list": "team_manager",
    "programmes:missed_list": "keyworker",
    "programmes:reminder_list": "keyworker",
    "referrals:incoming_list": "keyworker",
    "referrals:open_access_list": "keyworker",
    "referrals:outgoing_list": "keyworker",
    "reports:quality_list": "keyworker",
    "services_directory:queue_list": "directory_editor",
    "rights:retention_list": "team_manager",
    "rights:rights_list": "team_manager",
    "safeguarding:concern_list": "keyworker",
    "staffing:shift_note_list": "keyworker",
    "staffing:staff_list": "team_manager",
}
WITHOUT_CLIENT = {  # and why
    "referrals:open_access_list": "nobody's name is there",
    "rights:rights_list": "a box beside it leads to one person’s",
    "rights:retention_list": "records go by their reference, which is an order",
    "staffing:shift_note_list": "a note is for the team",
    "staffing:staff_list": "it is of staff",
}


@pytest.mark.parametrize("route", OF_CLIENTS)
def test_every_order_can_be_had_says_so_and_is_exported(sign_in, team, route):
    url, user = reverse(route), UserFactory(team=team, role=OF_CLIENTS[route])
    browser, query = sign_in(user), LISTS[route].query("", user)
    assert bool({"client", "words"} & {*query.fields}) is (route not in WITHOUT_CLIENT)
    for value, label in query.fields["sort"].choices:
        if isinstance(label, list):  # orders of one's own clients, under a heading
            continue
        page = browser.get(url, {"sort": value})
        assert page.status_code == 200
        assert page.context["tags"] == [], "An order is no filter"
        export = page.context["export_url"]
        assert f"sort={value}" in export or not value
        assert b"".join(browser.get(export).streaming_content)
