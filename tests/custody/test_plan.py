"""The release plan: its sections, the days without medicine, and what is due because of them."""

import doctest
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Duty, Nation
from alerts.models import Alert
from alerts.workflow import acknowledge_alert, plan
from clients.models import Contact
from clients.workflow import record_contact
from core.calendar import add_working_days
from core.workflow import NotAllowed
from custody import bridging, continuity, planning, workflow
from custody.choices import Accommodation, LegalStatus, ReleaseManner
from custody.continuity import measures
from custody.models import CustodyStay, ReleasePlan
from recovery_capital.choices import YesNo
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.clients import ContactFactory, EpisodeInterventionFactory
from tests.factories.custody import CustodyStayFactory, ReleasePlanFactory

from .test_workflow import open_alerts, tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("module", [bridging, continuity], ids=lambda module: module.__name__)
def test_examples(module):
    assert doctest.testmod(module, extraglobs={"date": date}).failed == 0


@pytest.fixture
def stay(episode):
    return CustodyStayFactory(client=episode.client, episode=episode)


@pytest.fixture
def on_medicine(stay, keyworker, today):
    stay.on_substitute_medication, stay.prescriber = YesNo.YES, "Dr Mistry"
    stay.save_by(keyworker)
    tell(stay, keyworker, today + timedelta(days=40))
    return CustodyStay.objects.with_release_date().get(pk=stay.pk)


def fill(browser, stay, key, **typed):
    """Change some answers of a section, with the others as the form has them."""
    address = reverse("custody:plan_edit", args=[stay.pk, key])
    form = browser.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return browser.post(address, {name: value for name, value in shown.items() if value is not None} | typed)


def test_a_gap_is_due_at_once_and_there_until_it_is_closed(on_medicine, keyworker, team, today, sign_in):
    prescriber = UserFactory(team=team, role="clinician")
    TeamDutyFactory(team=team, duty=Duty.PRESCRIBER, holder=prescriber)
    plan(on_medicine)
    due = Alert.objects.open().due(timezone.now()).filter(rule="PR06")
    assert {alert.recipient for alert in due} == {keyworker, prescriber}
    mine = open_alerts("PR06").get(recipient=keyworker)
    assert timezone.localdate(mine.due_at) == on_medicine.current_date.earliest_on - timedelta(days=84)
    assert mine.severity == "red"
    with pytest.raises(NotAllowed):  # having seen it is not enough
        acknowledge_alert(mine, by=keyworker, note="Seen")
    assert "the first prescribing appointment" in [str(words) for words in on_medicine.missing]

    browser, release = sign_in(keyworker), on_medicine.current_date.expected_on
    ends, begins = release + timedelta(days=5), release + timedelta(days=8)
    fill(browser, on_medicine, "supply", supply_ends_on=f"{ends:%d/%m/%Y}", prescribing_on=f"{begins:%d/%m/%Y}")
    page = browser.get(reverse("custody:stay_detail", args=[on_medicine.pk])).content.decode()
    assert "2 days without medicine" in page
    assert open_alerts("PR06").due(timezone.now()).exists()
    fill(browser, on_medicine, "supply", supply_ends_on=f"{begins - timedelta(days=1):%d/%m/%Y}")
    assert not open_alerts("PR06").exists()


def test_what_is_planned_about_a_gap_follows_from_what_is_stored(on_medicine, keyworker, today):
    """The night after, and a month later, the same alerts are wanted: the reconciler finds nothing to do."""
    before = set(open_alerts("PR06").values_list("pk", "due_at"))
    assert before
    for later in (1, 30, 200):
        moment = timezone.now() + timedelta(days=later)
        with patch("django.utils.timezone.now", return_value=moment):
            plan(on_medicine)
        assert set(open_alerts("PR06").values_list("pk", "due_at")) == before
    version = on_medicine.current_date
    about = {"release_type": "CRD", "nominal_on": version.nominal_on + timedelta(days=200), "days_served": 400}
    workflow.record_release_date(on_medicine, by=keyworker, source="Prison", **about)
    alert = open_alerts("PR06").get()
    told = CustodyStay.objects.get(pk=on_medicine.pk).current_date
    assert timezone.localdate(alert.due_at) == told.earliest_on - timedelta(days=84) > today, "not a year ahead"


def test_after_a_release_a_gap_is_told_of_anew_until_somebody_has_seen_the_person(on_medicine, keyworker, today):
    workflow.record_release(on_medicine, by=keyworker, released_on=today, manner=ReleaseManner.EARLY)
    alert = open_alerts("PR06").get()
    assert (alert.occurrence, alert.about_on) == (on_medicine.pk, today)
    assert set(Alert.objects.filter(rule="PR06").exclude(ended_at=None).values_list("ended_because", flat=True)) == {
        "Released from prison"
    }
    workflow.record_first_seen(CustodyStay.objects.get(pk=on_medicine.pk), by=keyworker, seen_on=today)
    alert.refresh_from_db()
    assert alert.ended_because == "The person was seen"


def test_a_release_put_off_opens_the_gap_again(on_medicine, keyworker, today):
    release = on_medicine.current_date.expected_on
    on_medicine.supply_ends_on = release + timedelta(days=5)
    on_medicine.save_by(keyworker)
    ReleasePlanFactory(stay=on_medicine, prescribing_on=release + timedelta(days=6))
    plan(on_medicine)
    assert not open_alerts("PR06").exists()
    tell(on_medicine, keyworker, release + timedelta(days=28))
    assert open_alerts("PR06").exists()


def test_nobody_who_takes_no_substitute_medicine_has_a_gap(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=40))
    assert not open_alerts("PR06").exists()
    assert not any("medicine" in str(words) for words in stay.missing)


def test_a_depot_counts_until_its_next_day(stay, keyworker, today):
    tell(stay, keyworker, today + timedelta(days=10))
    due_on = today + timedelta(days=20)
    made = ReleasePlanFactory(stay=stay, depot_next_on=due_on, prescribing_on=due_on + timedelta(days=3))
    plan(stay)
    assert open_alerts("PR06").exists()
    made.prescribing_on = due_on
    made.save_by(keyworker)
    plan(stay)
    assert not open_alerts("PR06").exists()


def test_a_plan_is_missing_twelve_weeks_before(stay, episode, case_manager, keyworker, today, sign_in):
    episode.case_manager = case_manager
    episode.save()
    version = tell(stay, keyworker, today + timedelta(days=120))
    alert = open_alerts("PR01").get()
    assert (alert.recipient, alert.lead) == (case_manager, -84)
    assert timezone.localdate(alert.due_at) == version.expected_on - timedelta(days=84)
    assert fill(sign_in(keyworker), stay, "day", met_by="Her sister").status_code == 302
    assert not open_alerts("PR01").exists()
    made = ReleasePlan.objects.get(stay=stay)
    assert (made.client, made.met_by, made.created_by) == (stay.client, "Her sister", keyworker)


def test_the_offender_manager_is_missing_five_working_days_before(stay, keyworker, today):
    version = tell(stay, keyworker, today + timedelta(days=40))
    alert = open_alerts("PR04").get()
    assert timezone.localdate(alert.due_at) == add_working_days(version.expected_on, -5)
    stay.legal_status = LegalStatus.REMAND
    stay.save_by(keyworker)
    plan(stay)
    assert not open_alerts("PR04").exists()


def test_the_outcome_of_the_first_appointment_is_due_after_5_and_15_working_days(stay, keyworker, today, sign_in):
    workflow.record_release(stay, by=keyworker, released_on=today, manner=ReleaseManner.AS_PLANNED)
    days = [timezone.localdate(alert.due_at) for alert in open_alerts("PR12")]
    assert days == [add_working_days(today, 5), add_working_days(today, 15)]
    assert [alert.severity for alert in open_alerts("PR12")] == ["amber", "red"]
    address = reverse("custody:first_outcome", args=[stay.pk])
    assert sign_in(keyworker).post(address, {"first_outcome": "missed"}).status_code == 302
    assert not open_alerts("PR12").exists()


def test_the_first_appointment_has_no_outcome_before_the_release(stay, keyworker, sign_in):
    answer = sign_in(keyworker).post(reverse("custody:first_outcome", args=[stay.pk]), {"first_outcome": "attended"})
    assert answer.status_code == 422
    assert not ReleasePlan.objects.exists()


def test_silence_in_custody_is_due_after_four_weeks_and_begins_anew(stay, keyworker, today):
    plan(stay)
    assert timezone.localdate(open_alerts("PR16").get().due_at) == stay.custody_started_on + timedelta(days=28)
    at = {"kind": "prison_visit", "happened_at": timezone.now(), "outcome": "attended"}
    record_contact(Contact(client=stay.client, **at), by=keyworker)
    assert timezone.localdate(open_alerts("PR16").get().due_at) == today + timedelta(days=28)
    assert CustodyStay.objects.get(pk=stay.pk).last_contact_on == today


def test_back_in_custody_is_due_at_once_until_a_plan_is_begun(episode, keyworker, today):
    CustodyStayFactory(client=episode.client, released=True)
    back = CustodyStayFactory.build(client=episode.client, custody_started_on=today)
    workflow.open_stay(back, by=keyworker)
    plan(back)
    assert open_alerts("PR17").due(timezone.now()).get().recipient == keyworker
    ReleasePlanFactory(stay=back)
    plan(back)
    assert not open_alerts("PR17").exists()


def test_an_unknown_date_is_asked_for_each_week(stay, keyworker, today, sign_in):
    tell(stay, keyworker, today + timedelta(days=40))
    assert not open_alerts("PR18").exists()
    address = reverse("custody:date_unknown", args=[stay.pk])
    typed = {"because": "Recall hearing on 4 March", "version": CustodyStay.objects.get(pk=stay.pk).version}
    assert sign_in(keyworker).post(address, typed).status_code == 302
    first = open_alerts("PR18").get()
    assert timezone.localdate(first.due_at) == today + timedelta(days=7)
    stay = CustodyStay.objects.get(pk=stay.pk)
    assert (stay.current_date, stay.date_unknown_because) == (None, "Recall hearing on 4 March")
    stay.date_checked_on = today - timedelta(days=7)
    stay.save()
    planning.record_date_unknown(stay, by=keyworker, because="Recall hearing on 4 March")
    again = open_alerts("PR18").get()
    assert timezone.localdate(again.due_at) == today + timedelta(days=7)
    tell(stay, keyworker, today + timedelta(days=30))
    stay.refresh_from_db()
    assert not open_alerts("PR18").exists()
    assert not stay.date_unknown_because


def test_nobody_released_has_an_unknown_date(episode, keyworker):
    stay = CustodyStayFactory(client=episode.client, released=True)
    with pytest.raises(NotAllowed):
        planning.record_date_unknown(stay, by=keyworker, because="?")


def test_two_who_save_a_section_and_the_stay_are_told(stay, keyworker, sign_in):
    ReleasePlanFactory(stay=stay)
    browser = sign_in(keyworker)
    address = reverse("custody:plan_edit", args=[stay.pk, "home"])
    typed = {"accommodation": Accommodation.SETTLED, "address": "12 Canal Street", "version": 1}
    shorter = reverse("custody:stay_edit", args=[stay.pk])
    answers = {"prison": "HMP Elsewhere", "accommodation": "temporary", "legal_status": "sentenced", "version": 1}
    assert browser.post(shorter, answers).status_code == 302
    assert browser.post(address, typed).status_code == 409
    stay.refresh_from_db()
    assert stay.accommodation == Accommodation.TEMPORARY


@pytest.mark.parametrize(("nation", "has"), [(Nation.ENGLAND, "relief"), (Nation.WALES, "wales_help")])
def test_the_council_answers_by_the_law_of_the_nation(stay, keyworker, team, sign_in, nation, has):
    team.area.nation = nation
    team.area.save()
    form = sign_in(keyworker).get(reverse("custody:plan_edit", args=[stay.pk, "home"])).context["form"]
    answers = dict(form.fields["duty_outcome"].choices)
    assert has in answers
    assert len(answers.keys() & {"relief", "wales_help"}) == 1


def test_a_section_behind_a_permission_is_no_page_for_others(stay, keyworker, sign_in, monkeypatch):
    browser = sign_in(keyworker)
    assert browser.get(reverse("custody:plan_edit", args=[stay.pk, "risk"])).status_code == 200
    monkeypatch.setattr("custody.views.plan.sections_for", lambda user: [])
    assert browser.get(reverse("custody:plan_edit", args=[stay.pk, "risk"])).status_code == 404
    assert browser.get(reverse("custody:plan_edit", args=[stay.pk, "none"])).status_code == 404


def test_where_somebody_is_under_curfew_is_for_those_with_the_section_of_offending(stay, team, keyworker, sign_in):
    ReleasePlanFactory(stay=stay, curfew_address="9 Curfew Close", address="4 Home Row")
    address = reverse("custody:plan_detail", args=[stay.pk])
    kept = sign_in(keyworker).get(address).text
    assert "9 Curfew Close" in kept
    clinician = sign_in(UserFactory(team=team, role="clinician"))
    shown = clinician.get(address).text
    assert "4 Home Row" in shown
    assert "urfew" not in shown
    assert "urfew" not in clinician.get(reverse("custody:plan_edit", args=[stay.pk, "home"])).text
    assert clinician.get(reverse("custody:plan_edit", args=[stay.pk, "supervision"])).status_code == 404


def test_three_weeks_seen_and_treatment_started(episode, today):
    released_on = today - timedelta(days=30)
    stay = CustodyStayFactory(
        client=episode.client, status="released", released_on=released_on, release_manner="as_planned",
        first_seen_on=released_on + timedelta(days=2),
    )  # fmt: skip
    assert [one.standing for one in measures(stay)] == ["met", "not_met"]
    begun = EpisodeInterventionFactory(
        episode=episode, referred_on=released_on, started_on=released_on + timedelta(days=21)
    )
    assert [one.standing for one in measures(stay)] == ["met", "met"]
    begun.delete()
    assert measures(stay, released_on + timedelta(days=21))[1].standing == "pending"
    CustodyStayFactory(client=episode.client, custody_started_on=released_on + timedelta(days=10))
    assert [(one.standing, one.reason) for one in measures(stay)][1] == ("excluded", "back in prison")


def test_the_page_says_what_is_missing_and_when_somebody_last_spoke(stay, keyworker, today, sign_in):
    ContactFactory(client=stay.client, happened_at=timezone.now() - timedelta(days=3))
    tell(stay, keyworker, today + timedelta(days=40))
    text = sign_in(keyworker).get(reverse("custody:plan_detail", args=[stay.pk])).content.decode()
    assert "who meets the person" in text
    assert "3 days ago" in text
