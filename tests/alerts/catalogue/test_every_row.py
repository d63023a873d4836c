"""Every rule in force: it comes due, is seen, is acknowledged with a note, and ends by itself when its cause ends."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from alerts.rules import RULES

from . import about_staff, home_and_work, leaving, person, plans_and_meetings, referred  # noqa: F401 each enters its rows
from .rows import ONLY_TOLD, ROWS, World

# What no rule leaves an alert with: each says what has happened, and not only that something else came.
UNSAID = {"", "It is not needed any more", "A newer one has taken its place", "It is told of on another day"}
# What the stories of these rows tell: of leaving above all, where the words are read most.
SAYS = {
    "AC01": "The handover was agreed",
    "AC03": "The episode was closed",
    "AC04": "The check-up was done",
    "AC07": "Back in contact",
    "AC08": "The referral is “Withdrawn” now",
    "AC09": "What was done is written down",
    "AC10": "It is written up",
    "AC11": "The handover is “Accepted” now",
    "AP01": "What came of it is written down",
    "CL01": "The plan is “Completed” now",
    "CL02": "The review was done",
    "CL03": "A manager has decided",
    "CN01": "The person was seen or spoken to",
    "CN02": "The person was seen or spoken to",
    "CO03": "The recipients were told",
    "EP01": "The facts were asked again",
    "FA06": "No conference is planned any more",
    "HE01": "Another kit was given",
    "HO01": "The home does not end any more",
    "HO02": "A goal about housing stands in the plan",
    "KW01": "Key work was done or booked, or its rhythm was changed",
    **dict.fromkeys(["PR01", "PR02", "PR03", "PR04", "PR05", "PR07", "PR08", "PR09", "PR17"], "Released from prison"),
    "PR06": "The person is on no substitute medication",
    **dict.fromkeys(["PR10", "PR11", "PR12", "PR13"], "The person was seen"),
    "PR14": "It is written down whether the person was referred",
    "PR15": "That day was taken off the list",
    "PR16": "There was contact",
    "PR18": "A release date was recorded",
    "RF01": "The referral is “Accepted” now",
    "RF02": "It was answered",
    "RF03": "Somebody has said how soon the person is seen",
    "RF04": "The referral is “Withdrawn” now",
    "RF05": "It is written down whether the client went",
    "RF06": "The referral was reopened",
    "RF07": "Somebody has said what became of it",
    "RF08": "Something was done about it",
    "RR02": "The restriction was lifted",
    "RM01": "Another time was agreed, or the time has passed",
}
NOT_YET = {}  # code: why it has no row yet
PAGES = {Role.GOVERNANCE_OFFICER: "governance:overview", Role.DIRECTORY_EDITOR: "services_directory:queue_list"}

pytestmark = pytest.mark.django_db


def test_every_rule_has_a_row_and_every_row_a_rule():
    assert set(RULES) - set(NOT_YET) == set(ROWS)


@pytest.fixture
def world(db):
    return World(timezone.localdate())


@pytest.mark.parametrize("code", sorted(ROWS))
def test_due_shown_acknowledged_and_ended(code, world, sign_in):
    story, rule = ROWS[code](world), RULES[code]
    reader = next(story)
    alert = Alert.objects.due().filter(rule=code, recipient=reader).first()
    assert alert, f"{code} is not due for {reader.role}: {list(Alert.objects.filter(rule=code).values())}"
    browser = sign_in(reader)
    acknowledge = reverse("alerts:alert_acknowledge", args=[alert.pk])
    page = reverse(PAGES.get(reader.role, "clients:my_work"))
    shown = browser.get(page).text
    assert str(rule.title) in shown or str(rule.todo) in shown
    assert alert.url in shown
    assert (acknowledge in shown) is not rule.until_done
    answer = browser.post(acknowledge, {"note": "Rang the office"})
    alert.refresh_from_db()
    if rule.until_done:
        assert (answer.status_code, alert.acknowledged_at) == (422, None)
    else:
        assert (answer.status_code, alert.acknowledged_by, alert.note) == (302, reader, "Rang the office")
        assert acknowledge not in browser.get(page).text
    assert alert.ended_at is None
    next(story, None)
    if code in ONLY_TOLD:
        return
    alert.refresh_from_db()
    assert alert.ended_at, f"{code} goes on"
    assert alert.ended_because not in UNSAID
    if code in SAYS:
        assert alert.ended_because == SAYS[code]
    assert acknowledge not in browser.get(page).text
