"""Every rule in force: it comes due, is seen, is acknowledged with a note, and ends by itself when its cause ends."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from alerts.rules import RULES
from alerts.workflow import plan

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

# The rows of the catalogue (wraparound notes 10).
CATALOGUE = {
    *(f"PR{number:02}" for number in range(1, 18)), *(f"AC{number:02}" for number in range(1, 9)), "HO01", "HO02", "HO03",
    "ET01", "ET02", *(f"FA{number:02}" for number in range(1, 8)), "RH01", "DI01", "IG01", "IG02", "IG03", "CL01",
}  # fmt: skip
# Those of a list that is looked at each month: on the first of a month a new one is due, which no record says.
MONTHLY = {"DI01", "IG03"}

pytestmark = pytest.mark.django_db


def test_every_row_of_the_catalogue_is_a_rule_or_said_to_be_elsewhere():
    lines = (Path(settings.BASE_DIR) / "docs/alerts.md").read_text().partition("Where the rest of the catalogue is")[2]
    elsewhere = [line.split("|")[1].split()[0] for line in lines.splitlines() if line.startswith("| ")]
    assert set(CATALOGUE) - set(RULES) == {"AC02", "AC05", "AC06", "IG01", "IG02"}
    assert set(CATALOGUE) - set(RULES) <= set(elsewhere)


def test_every_rule_has_a_row_and_every_row_a_rule():
    assert set(RULES) - set(NOT_YET) == set(ROWS)


@pytest.fixture
def world(db):
    return World(timezone.localdate())


def begin(code, world, sign_in):
    """The story told until the alert is due, whose page shows it: story, alert, how its page reads, the link to have seen it."""
    story, rule = ROWS[code](world), RULES[code]
    reader = next(story)
    alert = Alert.objects.due().filter(rule=code, recipient=reader).first()
    assert alert, f"{code} is not due for {reader.role}: {list(Alert.objects.filter(rule=code).values())}"
    browser, page = sign_in(reader), reverse(PAGES.get(reader.role, "clients:my_work"))

    def read():
        return browser.get(page).text

    acknowledge, shown = reverse("alerts:alert_acknowledge", args=[alert.pk]), read()
    assert str(rule.title) in shown or str(rule.todo) in shown
    assert alert.url in shown
    assert (acknowledge in shown) is not rule.until_done
    return story, alert, read, acknowledge, browser


def has_ended(alert):
    """It has, and says what happened."""
    alert.refresh_from_db()
    assert alert.ended_at, f"{alert.rule} goes on"
    assert alert.ended_because not in UNSAID
    return SAYS.get(alert.rule, alert.ended_because) == alert.ended_because


@pytest.mark.parametrize("code", sorted(ROWS))
def test_due_shown_acknowledged_and_ended(code, world, sign_in):
    story, alert, read, acknowledge, browser = begin(code, world, sign_in)
    answer = browser.post(acknowledge, {"note": "Rang the office"})
    alert.refresh_from_db()
    if RULES[code].until_done:
        assert (answer.status_code, alert.acknowledged_at) == (422, None)
    else:
        said = (answer.status_code, alert.acknowledged_by, alert.note)
        assert said == (302, alert.recipient, "Rang the office")
        assert acknowledge not in read()
    assert alert.ended_at is None
    next(story, None)
    if code not in ONLY_TOLD:
        assert has_ended(alert)


@pytest.mark.parametrize("code", sorted(set(ROWS) - ONLY_TOLD))
def test_what_nobody_has_seen_ends_and_is_shown_no_more(code, world, sign_in):
    story, alert, read, acknowledge, browser = begin(code, world, sign_in)
    next(story, None)
    assert has_ended(alert)
    assert acknowledge not in read()
    assert browser.post(acknowledge, {"note": "Rang"}).status_code == 422
    same = {"rule": code, "recipient": alert.recipient, "subject_id": alert.subject_id}
    goes_on = Alert.objects.due().filter(**same).exclude(occurrence=alert.occurrence)
    assert not Alert.objects.due().filter(**same, occurrence=alert.occurrence).exists()
    if not goes_on.exists():
        assert str(RULES[code].title) not in read()


@pytest.mark.parametrize("code", sorted(set(ROWS) - MONTHLY))
def test_what_is_planned_follows_from_what_is_stored(code, world):
    """Whenever the reconciler looks, the same alerts are wanted."""
    story = ROWS[code](world)
    next(story)
    for kind, key in set(Alert.objects.filter(rule=code).values_list("subject_kind", "subject_id")):
        subject, about = apps.get_model(kind)._base_manager.get(pk=key), Alert.objects.filter(rule=code, subject_id=key)
        before = set(about.values_list("pk", "due_at", "severity", "ended_at"))
        for later in (1, 30, 200, 800):
            with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=later)):
                plan(subject)
            assert set(about.values_list("pk", "due_at", "severity", "ended_at")) == before, f"{later} days later"
