"""The pages of rules: an administrator changes one with a reason, and everybody who should knows of it."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from alerts.models import Alert, RuleSetting
from alerts.rules import RULES
from alerts.sweep import sweep
from alerts.tasks import replan
from core import outbox
from core.models import OutboxMessage
from tests.alerts.catalogue.leaving import in_prison
from tests.alerts.catalogue.rows import World
from tests.factories.accounts import UserFactory
from tests.factories.alerts import RuleSettingFactory

pytestmark = pytest.mark.django_db
LIST = reverse("alerts:rule_list")
PAGE = reverse("alerts:rule_edit", args=["PR03"])
SHIPPED = {"is_off": "no", "leads": "-28, -14, -7, -3", "recipients": ["keyworker"], "severity": "", "why": "A trial"}


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def browser(sign_in, administrator):
    return sign_in(administrator)


def test_the_list_says_what_each_rule_does_and_is_narrowed(browser):
    RuleSettingFactory(rule="PR03", leads=[-21], why="Agreed in May")
    assert "AC01 Treatment ends soon" in browser.get(LIST).text
    page = browser.get(LIST, {"owner": "custody"}).text
    for words in ("PR03 No community appointment booked for release", "21 days before", "Agreed in May", "PR01"):
        assert words in page
    narrowed = browser.get(LIST, {"state": "changed", "owner": "custody"}).text
    assert "PR03" in narrowed
    assert "PR01" not in narrowed
    rows = b"".join(browser.get(reverse("alerts:rule_export"), {"words": "pr03"}).streaming_content).decode()
    assert "21 days before" in rows
    assert "PR01" not in rows


def test_from_the_form_to_the_sweep(browser, administrator, today, sign_in):
    world = World(today)
    in_prison(world, 10)
    answer = browser.post(PAGE, SHIPPED | {"recipients": ["team_manager"]})
    assert (answer.status_code, answer.url) == (302, LIST)
    setting = RuleSetting.objects.get()
    assert (setting.recipients, setting.leads, setting.updated_by) == (["team_manager"], None, administrator)
    replan("PR03")
    sweep()
    assert outbox.deliver() > 0
    told = OutboxMessage.objects.filter(subject__contains="No community appointment").exclude(sent_at=None)
    assert set(told.values_list("recipient", flat=True)) == {world.manager.pk}
    off = SHIPPED | {"is_off": "yes", "recipients": ["team_manager"], "why": "The prison books all", "version": "1"}
    refused = browser.post(PAGE, off)
    assert refused.status_code == 422
    assert "Tick this to switch the rule off" in refused.text
    assert browser.post(PAGE, off | {"confirmed": "on"}).status_code == 302
    alert = Alert.objects.filter(rule="PR03", recipient=world.manager).first()
    assert alert.ended_because == "Switched off: The prison books all"
    board = sign_in(world.manager).get(reverse("alerts:board")).text
    assert "Switched off: nobody is told of this" in board
    assert "The prison books all" in board
    history = sign_in(administrator).get(PAGE).text
    assert history.index("The prison books all") < history.index("A trial")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"why": ""}, "Say why, in a sentence"),
        ({"leads": "soon"}, "Write whole numbers"),
        ({"leads": "-999"}, "none further away than 400"),
        ({"leads": "5"}, "tells before the day"),
        ({"leads": ""}, "switch the rule off"),
        ({"recipients": []}, "switch the rule off"),
        ({"recipients": ["ete_lead"]}, "Select a valid choice"),
    ],
    ids=str,
)
def test_the_form_refuses(browser, typed, words):
    answer = browser.post(PAGE, SHIPPED | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert not RuleSetting.objects.exists()


def test_of_two_administrators_the_second_sees_what_the_first_has_saved(browser):
    assert browser.post(PAGE, SHIPPED | {"leads": "-21"}).status_code == 302
    answer = browser.post(PAGE, SHIPPED | {"leads": "-10", "why": "Mine"})  # opened before there was a row
    assert answer.status_code == 409
    assert RuleSetting.objects.get().leads == [-21]


def test_set_back_to_as_shipped(browser):
    RuleSettingFactory(rule="PR03", off=True, leads=[-21], recipients=["team_manager"], severity="info")
    answer = browser.post(PAGE, {"as_shipped": "1", "why": "The trial is over", "version": "1"})
    assert answer.status_code == 302
    setting = RuleSetting.objects.get()
    assert (setting.state, setting.why) == ("shipped", "The trial is over")


def test_a_rule_without_days_or_people_offers_neither(browser):
    form = browser.get(reverse("alerts:rule_edit", args=["BG03"])).context["form"]
    assert not {"leads", "recipients", "confirmed"} & set(form.fields)
    assert browser.get(reverse("alerts:rule_edit", args=["XX99"])).status_code == 404


def test_every_rule_says_where_its_days_come_from():
    """Its own, which can be changed here; or in words, with the place where the number is edited."""
    for rule in RULES.values():
        assert bool(rule.leads) is not bool(rule.days), rule.code
        for one in rule.days:
            assert str(one.words), rule.code
    kept_elsewhere = {one.url for rule in RULES.values() for one in rule.days if one.url}
    assert len(kept_elsewhere) >= 10


@pytest.mark.parametrize("code", ["CN01", "AC07", "HO01", "IG03"])
def test_a_rule_with_days_kept_elsewhere_leads_there(sign_in, administrator, code):
    browser = sign_in(administrator)
    page = browser.get(reverse("alerts:rule_edit", args=[code])).text
    links = [one.url for one in RULES[code].days if one.url]
    assert links
    for url in links:
        assert f'href="{url}"' in page
        assert browser.get(url).status_code == 200
    assert "leads" not in browser.get(reverse("alerts:rule_edit", args=[code])).context["form"].fields
    assert links[0] in browser.get(reverse("alerts:rule_list"), {"words": code}).text
