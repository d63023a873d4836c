"""After an end: occasional support, outcomes that last, an unplanned exit written up, and coming back in one action."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from aftercare import check_ups, returning
from aftercare.workflow import prepare_handover
from alerts.models import Alert
from alerts.workflow import plan
from clients.choices import EpisodeStatus
from clients.models import Episode
from clients.timeline import events_of
from clients.workflow import start_treatment
from core.calendar import london
from core.workflow import NotAllowed
from tests.factories.aftercare import CheckUpFactory, HandoverFactory
from tests.factories.clients import ClientFactory, EpisodeFactory

from .endings import make_sound
from .pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
RETURN = {"returned_on": "23/11/2026", "why": "I used on Friday and it scared me", "urgency": "same_day"}


def test_coming_back_from_aftercare_carries_everything_over(sign_in, keyworker, after):
    client, browser = after.client, sign_in(keyworker)
    told = check_ups.record_check_up(
        client.check_ups.first(), by=keyworker, done_on=date(2026, 11, 23), outcome="referred_back", concern="act"
    )
    address = page("return_create", client)
    assert "no full new assessment" in browser.get(address).text
    assert "Paydays and the Red Lion" in browser.get(address).text
    assert browser.post(address, RETURN).status_code == 422, "How treatment had ended is asked"
    answer = browser.post(address, RETURN | {"ended": "completed_alcohol_free"})
    back = client.returns.get()
    assert answer.url == back.get_absolute_url()
    assert (back.left, back.check_up, back.needs_assessment, back.created_by) == (after, told, False, keyworker)
    after.refresh_from_db()
    assert (after.status, after.discharge_reason) == (EpisodeStatus.CLOSED, "completed_alcohol_free")
    new = back.episode
    assert (new.status, new.keyworker, new.team, new.referred_on) == (
        "waiting",
        keyworker,
        after.team,
        date(2026, 11, 23),
    )
    assert [row.substance for row in new.substances.all()] == ["alcohol"]
    assert (back.referral.status, back.referral.urgency, back.referral.client) == ("waiting", "same_day", client)
    assert not Alert.objects.open().filter(rule__in=["AC04", "AC09"]).exists()
    text = browser.get(answer.url).text
    for words in ("Paydays and the Red Lion", "01632 960123", "no full new assessment", "it scared me"):
        assert words in text, words
    titles = [event.title for event in events_of(client, keyworker).items]
    assert "Came back: what was written is carried over" in titles
    with pytest.raises(NotAllowed, match="in treatment with your team"):
        returning.come_back(client, by=keyworker, returned_on=date(2026, 11, 23), why="Again", urgency="soon")


def test_after_the_agreed_time_somebody_is_assessed_anew(keyworker, team):
    left = EpisodeFactory(team=team, closed=True, referred_on=date(2026, 1, 5), ended_on=date(2026, 4, 1))
    back = returning.come_back(
        left.client, by=keyworker, returned_on=date(2026, 11, 23), why="It is bad again", urgency="soon"
    )
    assert back.needs_assessment
    assert back.episode.keyworker == keyworker, "Who kept the person before is not there any more"
    with pytest.raises(NotAllowed):
        returning.come_back(
            ClientFactory(), by=keyworker, returned_on=date(2026, 11, 23), why="Never here", urgency="soon"
        )


def test_an_unplanned_end_is_asked_for_and_written_up_once(sign_in, keyworker, treated):
    browser, address = sign_in(keyworker), page("exit_record", treated)
    closing = {"on": "20/11/2026", "reason": "dropped_out"}
    assert browser.post(page("episode_close", treated), closing).url == address
    assert "Not written up yet" in browser.get(page("client_aftercare", treated.client)).text
    said = {"letter": "written", "letter_on": "19/11/2026", "who_was_told": "The pharmacy", "decided_on": "20/11/2026",
            "decision": "The team, after four tries", "way_back": "Ring us, no questions asked"}  # fmt: skip
    for wrong in ({"letter_on": ""}, {"letter": ""}, {"decision": ""}, {"way_back": ""}, {"decided_on": "24/11/2026"}):
        assert browser.post(address, said | wrong).status_code == 422, wrong
    assert browser.post(address, said).status_code == 302
    assert browser.post(address, said).status_code == 422, "Once"
    text = browser.get(address).text
    assert "no questions asked" in text
    assert page("return_create", treated.client) in text
    assert treated.unplanned_exit.created_by == keyworker
    assert browser.post(page("return_create", treated.client), RETURN).status_code == 302
    assert treated.client.episodes.open().get().status == EpisodeStatus.WAITING


def test_only_an_unplanned_end_is_written_up(keyworker, team):
    moved = EpisodeFactory(team=team, closed=True, discharge_reason="transferred")
    said = {"letter": "not_agreed", "letter_on": None, "who_was_told": "", "decision": "x", "way_back": "x"}
    with pytest.raises(NotAllowed):
        returning.write_up_exit(moved, by=keyworker, decided_on=date(2026, 11, 20), **said)


def test_occasional_support_needs_no_episode_and_is_counted_apart(sign_in, keyworker, after):
    browser, client = sign_in(keyworker), after.client
    address = page("support_add", client)
    typed = {"came_on": "23/11/2026", "kind": "phone", "note": "A new job, and a hard week"}
    assert browser.post(address, typed | {"note": ""}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    given = client.occasional_support.get()
    assert (given.team, given.created_by, given.note) == (after.team, keyworker, "A new job, and a hard week")
    assert client.episodes.count() == 1
    assert client.contacts.count() == 0
    assert "Occasional support (1)" in browser.get(page("client_aftercare", client)).text
    assert "in the last 90 days: 1 time, people: 1" in browser.get("/aftercare/").text
    stranger = EpisodeFactory(team=after.team, in_treatment=True).client
    refused = browser.post(page("support_add", stranger), typed)
    assert refused.status_code == 422
    assert not stranger.occasional_support.exists()


def test_outcomes_are_recorded_at_three_six_and_twelve_months(sign_in, keyworker, after):
    kept = after.aftercare
    quarter = CheckUpFactory(aftercare=kept, due_on=date(2027, 2, 2))
    other = CheckUpFactory(aftercare=kept, due_on=date(2026, 12, 2))
    assert [returning.month_of(row) for row in (quarter, other)] == [3, None]
    browser, typed = sign_in(keyworker), {"asked_on": "23/11/2026", "use_now": "none", "settled_home": "yes"}
    assert browser.post(page("outcome_record", other), typed).status_code == 422
    assert browser.post(page("outcome_record", quarter), typed | {"use_now": ""}).status_code == 422
    check_ups.record_check_up(
        quarter, by=keyworker, done_on=date(2026, 11, 23), outcome="ok", use=[("alcohol", 2)], work="work"
    )
    begun = browser.get(page("outcome_record", quarter)).context["form"].initial
    assert (begun["use_now"], begun["work"]) == ("occasional", "work"), "Begun from what the check-up told"
    assert browser.post(page("outcome_record", quarter), typed | {"work": "work"}).status_code == 302
    assert browser.post(page("outcome_record", quarter), typed).status_code == 422
    outcome = kept.outcomes.get()
    assert (outcome.month, outcome.use_now, outcome.created_by) == (3, "none", keyworker)
    assert "No use" in browser.get(page("client_aftercare", after.client)).text


def test_a_handover_of_the_new_episode_begins_with_what_was_carried_over(keyworker, team):
    left = make_sound(EpisodeFactory(team=team, keyworker=keyworker, closed=True))
    HandoverFactory(episode=left, accepted=True)
    back = returning.come_back(
        left.client, by=keyworker, returned_on=date(2026, 11, 23), why="Lost the flat", urgency="soon"
    )
    start_treatment(back.episode, on=date(2026, 11, 23), by=keyworker)
    begun = prepare_handover(back.episode, by=keyworker)
    assert (begun.triggers, begun.way_back_name) == ("Paydays and the Red Lion", "Duty worker")
    assert (begun.agreed_on, begun.consent) == (None, None), "Asked again"


def test_an_unplanned_end_is_to_be_written_up_until_it_is(keyworker, team):
    def due(ended_on):
        facts = {"status": "closed", "discharge_reason": "dropped_out", "team": team, "keyworker": keyworker}
        facts["treatment_started_on"] = date(2025, 2, 4)
        episode = EpisodeFactory(referred_on=date(2025, 1, 7), ended_on=ended_on, **facts)
        plan(episode)
        return episode, Alert.objects.filter(rule="AC10", subject_id=episode.pk, ended_at=None)

    episode, alerts = due(date(2026, 11, 20))  # a Friday
    assert set(alerts.values_list("due_at", "severity", "recipient")) == {
        (london(date(2026, 11, 23)), "amber", keyworker.pk),
        (london(date(2026, 11, 27)), "red", keyworker.pk),
    }
    for later in (1, 30, 183, 800):  # asked for until it is done: no night ends it, and none finds anything to do
        with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=later)):
            assert plan(episode) == 0
    assert not due(date(2026, 5, 1))[1].exists(), "Told more than 182 days after it"
    told_in_time, alerts = due(date(2026, 5, 1))
    closed = {"from_status": "in_treatment", "to_status": "closed", "changed_at": london(date(2026, 5, 4))}
    told_in_time.status_changes.create(**closed)
    plan(told_in_time)
    assert alerts.count() == 2
    Episode.objects.filter(pk=episode.pk).update(discharge_reason="transferred")
    plan(episode)
    assert set(Alert.objects.filter(subject_id=episode.pk).values_list("ended_because", flat=True)) == {
        "It was no unplanned end after all"
    }
