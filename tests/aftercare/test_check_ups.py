"""Check-ups: the tries to reach somebody, what is asked, what must be done the same day, and six months at least."""

from datetime import date

import pytest

from aftercare import check_ups, episodes
from aftercare.choices import CheckUpSchedule
from aftercare.schedule import due_days, months_later
from alerts.models import Alert
from clients.choices import DischargeReason, EpisodeStatus, FlagKind
from clients.models import Episode
from clients.workflow import record_contact
from core.calendar import london
from core.workflow import NotAllowed
from tests.factories.aftercare import CheckUpFactory
from tests.factories.clients import ClientFlagFactory, ContactFactory, EpisodeSubstanceFactory

from .pages import page
from .parts import open_alerts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def check_up(keyworker, team):
    """Due on Monday 16 November; the client has agreed that we get in touch."""
    row = CheckUpFactory(aftercare__handover__may_contact_again=True)
    Episode.objects.update(team=team, keyworker=keyworker)
    row.refresh_from_db()
    return row


def tried(check_up, by, day, kind="phone", reached=False):
    check_ups.try_to_reach(check_up, by=by, kind=kind, tried_on=date(2026, 11, day), reached=reached)
    check_up.refresh_from_db()
    return [alert.about_on for alert in open_alerts("AC04").filter(subject_id=check_up.pk, lead=0)]


def test_three_tries_by_two_ways_then_a_letter(check_up, keyworker):
    assert tried(check_up, keyworker, 16) == [date(2026, 11, 20)]
    assert tried(check_up, keyworker, 20) == [date(2026, 11, 26)], "Four working days, and by another way"
    assert check_up.next_try == "other_way"
    assert tried(check_up, keyworker, 20) == [date(2026, 11, 26)]
    assert check_up.next_try == "other_way", "Three by the same way are not enough"
    with pytest.raises(NotAllowed):
        check_ups.record_check_up(check_up, by=keyworker, done_on=date(2026, 11, 20), outcome="not_reached")
    assert tried(check_up, keyworker, 23, "home_visit") == [date(2026, 11, 24)]
    assert check_up.next_try == "write"
    assert tried(check_up, keyworker, 23, "letter_or_message") == []
    assert (check_up.outcome, check_up.concern, check_up.done_on) == ("not_reached", "watch", date(2026, 11, 23))
    assert check_up.updated_by == keyworker
    with pytest.raises(NotAllowed):
        tried(check_up, keyworker, 23)


def test_without_a_yes_no_letter_and_with_a_risk_somebody_acts_today(check_up, keyworker):
    check_up.aftercare.handover.may_contact_again = False
    check_up.aftercare.handover.save()
    ClientFlagFactory(client=check_up.client, kind=FlagKind.OVERDOSE_RISK)
    for day, kind in ((16, "phone"), (18, "phone"), (23, "outreach")):
        tried(check_up, keyworker, day, kind)
    assert (check_up.outcome, check_up.concern) == ("not_reached", "act")
    alert = open_alerts("AC09").get()
    assert (alert.recipient, alert.severity, alert.about_on) == (keyworker, "red", date(2026, 11, 23))
    check_ups.act_on(check_up, by=keyworker, action_taken="Called round: well, phone broken")
    assert not open_alerts("AC09").exists()
    with pytest.raises(NotAllowed):
        check_ups.act_on(check_up, by=keyworker, action_taken="Again")


def test_one_screen_asks_along_the_script(sign_in, keyworker, check_up):
    EpisodeSubstanceFactory(episode=check_up.aftercare.episode, substance="heroin", route="smoke")
    browser, address = sign_in(keyworker), page("check_up_record", check_up)
    text = browser.get(address).text
    for words in (f"Hello {check_up.client.called}", keyworker.first_name, "Paydays and the Red Lion", "01632 960123",
                  "I stop answering the phone", "Keeps appointments", "Nobody answered"):  # fmt: skip
        assert words in text, words
    said = {"done_on": "23/11/2026", "outcome": "ok", "concern": "act", "days_heroin": "3", "other_substance": "alcohol",
            "other_days": "28", "mood": "low", "housing_changed": "True", "work": "looking", "meetings": "4"}  # fmt: skip
    for wrong in ({"days_heroin": "29"}, {"other_days": ""}, {"concern": ""}, {"meetings": "-1"},
                  {"other_substance": "heroin"}, {"outcome": "not_reached"}):  # fmt: skip
        assert browser.post(address, said | wrong).status_code == 422, wrong
    assert browser.post(address, said).status_code == 302
    check_up.refresh_from_db()
    assert {row.substance: row.days for row in check_up.use.all()} == {"heroin": 3, "alcohol": 28}
    assert (check_up.mood, check_up.housing_changed, check_up.work, check_up.meetings) == ("low", True, "looking", 4)
    assert Alert.objects.open().filter(rule="AC09", subject_id=check_up.pk).exists()
    assert "3 days of the last 28" in browser.get(address).text
    act = page("check_up_act", check_up)
    assert "something must be done today" in browser.get(page("client_aftercare", check_up.client)).text
    assert browser.post(act, {"action_taken": ""}).status_code == 422
    assert browser.post(act, {"action_taken": "Went together to the duty worker"}).status_code == 302
    assert not Alert.objects.open().filter(rule="AC09").exists()


def test_whoever_is_reached_at_last_is_asked_next(sign_in, keyworker, check_up):
    browser, address = sign_in(keyworker), page("check_up_try", check_up)
    typed = {"kind": "phone", "tried_on": "23/11/2026", "reached": "False", "note": "Rang out"}
    assert browser.post(address, typed | {"reached": ""}).status_code == 422
    assert browser.post(address, typed).url == page("client_aftercare", check_up.client)
    assert "Rang out" in browser.get(page("check_up_record", check_up)).text
    assert browser.post(address, typed | {"reached": "True"}).url == page("check_up_record", check_up)
    assert [(row.reached, row.created_by) for row in check_up.attempts.all()] == [(False, keyworker), (True, keyworker)]


@pytest.mark.parametrize("schedule", CheckUpSchedule)
def test_every_rhythm_covers_six_months(schedule):
    for start in (date(2026, 11, 30), date(2028, 2, 29), date(2026, 8, 31)):
        days = due_days(schedule, start)
        assert days == sorted(set(days))
        assert any(day >= months_later(start, 6) for day in days)
        last_gap = max(later - earlier for earlier, later in zip(days, days[1:], strict=False))
        assert last_gap.days <= 93, "quarterly at the rarest"


def test_support_ends_before_six_months_only_by_the_clients_wish(sign_in, keyworker, after):
    address = page("episode_close", after)
    typed = {"on": "20/11/2026", "reason": "completed_alcohol_free"}
    browser = sign_in(keyworker)
    assert "six months at least" in browser.post(address, typed).text
    with pytest.raises(NotAllowed):
        episodes.close_episode(after, on=date(2026, 11, 20), reason=DischargeReason.DECLINED, by=keyworker)
    assert browser.post(address, typed | {"wish": "I am moving to my sister"}).status_code == 302
    after.refresh_from_db()
    assert after.status == EpisodeStatus.CLOSED
    assert after.aftercare.ended_early_because == "I am moving to my sister"


def test_tries_are_failed_contacts_and_a_check_up_is_a_contact(check_up, keyworker):
    for day, kind in ((16, "phone"), (20, "phone")):
        tried(check_up, keyworker, day, kind)
    assert not open_alerts("CN02").exists()
    assert not open_alerts("CN01").exists(), "AC04 says when the next try is"
    missed = ContactFactory.build(client=check_up.client, missed=True, happened_at=london(date(2026, 11, 19)))
    record_contact(missed, by=keyworker)
    assert set(open_alerts("CN02").values_list("about_on", flat=True)) == {date(2026, 11, 20)}
    reached = {"done_on": date(2026, 11, 23), "outcome": "ok"}
    check_ups.record_check_up(check_up, by=keyworker, **reached)
    ended = Alert.objects.filter(rule="CN02").values_list("ended_because", flat=True)
    assert set(ended) == {"The person was seen or spoken to"}
    assert not open_alerts("CN02").exists()


def test_a_letter_without_an_answer_is_no_failed_contact(check_up, keyworker):
    for day, kind in ((16, "phone"), (20, "phone"), (20, "letter_or_message")):
        tried(check_up, keyworker, day, kind)
    assert not open_alerts("CN02").exists()
