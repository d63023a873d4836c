"""Rows of leaving: prison, and treatment with what comes after it."""

from accounts.choices import Nation
from aftercare import check_ups, returning, workflow
from alerts.workflow import plan
from clients.workflow import close_episode
from custody import workflow as custody
from tests.factories import aftercare
from tests.factories import custody as stays

from .person import meet
from .rows import Typed, moved, row


def in_prison(w, expected_in=30, told_ago=100, **fields):
    """A stay with a release date that was told some time ago."""
    begun = {"custody_started_on": w.ago(200), "sentenced_on": w.ago(190)}
    stay = stays.CustodyStayFactory(client=w.client, episode=w.episode, **begun | fields)
    release_date(w, stay, expected_in, told_ago)
    plan(stay)
    return stay


def release_date(w, stay, expected_in, told_ago, **fields):
    day = w.ahead(expected_in)
    days = dict.fromkeys(["nominal_on", "earliest_on", "expected_on", "last_working_day_on"], day)
    stays.ReleaseDateFactory(stay=stay, received_at=w.at(w.ago(told_ago)), **days | fields)


def release(w, stay):
    custody.record_release(stay, by=w.keyworker, released_on=w.today, manner="as_planned")


@row("PR01")
def no_plan(w):
    stay = in_prison(w, 70)
    yield w.keyworker
    release(w, stay)


@row("PR02")
def no_home(w):
    stay = in_prison(w)
    yield w.keyworker
    release(w, stay)


@row("PR03")
def no_appointment(w):
    stay = in_prison(w, 10)
    yield w.keyworker
    release(w, stay)


@row("PR04")
def no_offender_manager(w):
    stay = in_prison(w, 2)
    yield w.keyworker
    release(w, stay)


@row("PR05")
def no_prescriber(w):
    stay = in_prison(w, 8, on_substitute_medication="yes")
    yield w.manager  # where nobody prescribes for the team
    release(w, stay)


@row("PR06")
def bridging_gap(w):
    stay = in_prison(w, 30, on_substitute_medication="yes")
    yield w.keyworker
    stay.on_substitute_medication = "no"
    custody.save_release_plan(Typed(stay), by=w.keyworker)


@row("PR07")
def no_naloxone(w):
    stay = in_prison(w, 5, opioid_risk="yes")
    yield w.keyworker
    release(w, stay)


@row("PR08")
def friday(w):
    stay = in_prison(w, 40)
    yield w.keyworker
    release(w, stay)


@row("PR09")
def date_changed(w):
    stay = in_prison(w, 60)
    stay.release_dates.update(superseded_at=w.at(w.ago(2)))
    release_date(w, stay, 30, 2)
    plan(stay)
    yield w.keyworker
    release(w, stay)


def released(w, days_ago, manner="as_planned"):
    stay = stays.CustodyStayFactory(
        client=w.client, episode=w.episode, custody_started_on=w.ago(200), sentenced_on=w.ago(190), status="released",
        released_on=w.ago(days_ago), release_manner=manner,
    )  # fmt: skip
    plan(stay)
    return stay


def see(w, stay):
    custody.record_first_seen(stay, by=w.keyworker, seen_on=w.today)


@row("PR10")
def unexpected(w):
    stay = released(w, 1, "from_court")
    yield w.keyworker
    see(w, stay)


@row("PR11")
def not_seen(w):
    stay = released(w, 6)
    yield w.keyworker
    see(w, stay)


@row("PR12")
def no_outcome(w):
    stay = released(w, 12)
    yield w.keyworker
    see(w, stay)


@row("PR13")
def three_weeks(w):
    stay = released(w, 16)
    yield w.manager
    see(w, stay)


@row("PR14")
def reconnect(w):
    w.team.area.nation = Nation.ENGLAND
    w.team.area.save()
    stay = released(w, 26)  # the alert falls due at nine in the morning of day 25
    yield w.keyworker
    custody.decide_reconnect(stay, by=w.keyworker, reconnect="declined")


@row("PR15")
def surge_day(w):
    surge = stays.SurgeDayFactory(day=w.ahead(20))
    plan(surge)
    yield w.manager
    surge.is_off = True
    custody.save_surge_day(Typed(surge), by=w.keyworker)


def without_a_date(w, **fields):
    begun = {"custody_started_on": w.ago(60), "sentenced_on": w.ago(50)}
    return custody.open_stay(stays.CustodyStayFactory.build(client=w.client, **begun | fields), by=w.keyworker)


@row("PR16")
def silent(w):
    without_a_date(w)
    yield w.keyworker
    meet(w)


@row("PR17")
def recalled(w):
    stay = without_a_date(w, legal_status="recalled")
    yield w.keyworker
    release(w, stay)


@row("PR18")
def no_date(w):
    stay = without_a_date(w)
    yield w.keyworker
    told = {"release_type": "crd", "nominal_on": w.ahead(100), "days_served": 200, "source": "The prison"}
    custody.record_release_date(stay, by=w.keyworker, **told)


@row("AC01")
def no_handover(w):
    handover = aftercare.HandoverFactory(episode=w.episode)
    moved(w.episode, planned_exit_on=w.ahead(20))
    yield w.keyworker
    workflow.agree_handover(handover, by=w.keyworker, agreed_on=w.today, agreed_how="in_person")


@row("AC03")
def no_relapse_plan(w):
    moved(w.episode, planned_exit_on=w.ago(1))
    yield w.keyworker
    close_episode(w.episode, on=w.today, reason="dropped_out", by=w.manager)


def check_up_of(w):
    begun = aftercare.AftercareFactory(episode=w.episode_of("aftercare"), started_on=w.ago(20))
    due = aftercare.CheckUpFactory(aftercare=begun, due_on=w.ago(1))
    plan(due)
    return due


@row("AC04")
def check_up(w):
    due = check_up_of(w)
    yield w.keyworker
    check_ups.record_check_up(due, by=w.keyworker, done_on=w.today, outcome="ok")


@row("AC09")
def check_up_to_act_on(w):
    due = check_up_of(w)
    check_ups.record_check_up(due, by=w.keyworker, done_on=w.today, outcome="ok", concern="act")
    yield w.keyworker
    check_ups.act_on(due, by=w.keyworker, action_taken="Went there with the outreach worker")


@row("AC11")
def handover_unanswered(w):
    handover = aftercare.HandoverFactory(
        sent=True, client=w.client, episode=w.episode, sent_at=w.at(w.ago(9)), receiving_service__run_by_team=w.team
    )
    plan(handover)
    yield w.keyworker  # there is no case manager
    workflow.accept_handover(handover, by=w.manager)


@row("AC10")
def exit_not_written_up(w):
    w.episode.status_changes.create(from_status="in_treatment", to_status="closed")
    moved(w.episode, status="closed", ended_on=w.ago(9), discharge_reason="dropped_out")
    yield w.keyworker
    returning.write_up_exit(
        w.episode, by=w.keyworker, letter="not_agreed", letter_on=None, who_was_told="The prescriber, by her consent",
        decided_on=w.today, decision="The team has decided to close", way_back="Ring us: no new referral",
    )  # fmt: skip
