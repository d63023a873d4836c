"""The path after a miss: what begins it, its steps, what ends it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aftercare import episodes
from alerts.models import Alert
from clients.choices import FlagKind, MissedReason, ReferralSource
from clients.models import Contact
from clients.workflow import assign_keyworker, record_contact
from core.workflow import NotAllowed
from custody.workflow import open_stay
from programmes import missed
from programmes.choices import PathStatus, StepKind, StepOutcome
from programmes.models import MissedPath
from tests.factories.accounts import TeamDutyFactory, UserFactory
from tests.factories.clients import ChildFactory, ClientFlagFactory, ContactFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.programmes import AppointmentFactory, AttendanceFactory, EnrolmentFactory
from tests.factories.reference import CodeFactory

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 17)
AT_TEN = datetime(2026, 11, 17, 10, tzinfo=UTC)


@pytest.fixture
def episode():
    return EpisodeFactory(in_treatment=True, referral_source=ReferralSource.SELF)


def miss(episode, at=AT_TEN, **more):
    times = {"begins_at": at, "ends_at": at + timedelta(hours=1)}
    return AppointmentFactory(client=episode.client, episode=episode, team=episode.team, missed=True, **times | more)


def steps_of(path):
    return dict(path.steps.values_list("kind", "due_on"))


def test_steps_of_an_ordinary_miss(episode):
    path = missed.begin(appointment=miss(episode), by=UserFactory())
    assert steps_of(path) == {
        StepKind.FIRST_ATTEMPT: TUESDAY,
        StepKind.SECOND_ATTEMPT: date(2026, 11, 24),
        StepKind.TEAM_DECISION: date(2026, 12, 15),
    }


def test_steps_are_sooner_with_a_child_and_more_where_the_risk_is_high(episode):
    ChildFactory(client=episode.client, at_home=True)
    ClientFlagFactory(client=episode.client, kind=FlagKind.OVERDOSE_RISK)
    episode.referral_source = ReferralSource.PROBATION
    episode.save()
    path = missed.begin(appointment=miss(episode), by=UserFactory())
    assert path.child_at_home
    assert steps_of(path) == {
        StepKind.FIRST_ATTEMPT: TUESDAY,
        StepKind.SECOND_ATTEMPT: date(2026, 11, 18),
        StepKind.REFERRER: date(2026, 11, 18),
        StepKind.OUTREACH: date(2026, 11, 19),
        StepKind.TEAM_DECISION: date(2026, 12, 1),
    }


def test_second_miss_joins_the_first_and_being_seen_ends_it(episode):
    by = UserFactory()
    path = missed.begin(appointment=miss(episode), by=by)
    line = AttendanceFactory(client=episode.client, missed=True, enrolment=EnrolmentFactory(client=episode.client))
    assert missed.begin(attendance=line, by=by) == path
    missed.came_back(episode.client, on=TUESDAY, by=by)
    path.refresh_from_db()
    assert (path.status, path.ended_on) == (PathStatus.BACK, TUESDAY)
    assert path.status_changes.get().changed_by == by


def test_no_path_where_nobody_is_lost(episode):
    by = UserFactory()
    excused = AttendanceFactory(client=episode.client, mark="excused")
    assert missed.begin(attendance=excused, by=by) is None
    ours = miss(episode, missed_reason=MissedReason.SERVICE_CANCELLED)
    assert missed.begin(appointment=ours, by=by) is None
    ContactFactory(client=episode.client, happened_at=AT_TEN + timedelta(hours=3))
    assert missed.begin(appointment=miss(episode), by=by) is None, "They have been seen since"
    closed = EpisodeFactory(closed=True)
    assert missed.begin(appointment=miss(closed), by=by) is None
    assert not MissedPath.objects.exists()


def test_what_was_no_miss_takes_its_path_with_it_unless_there_was_another(episode):
    by = UserFactory()
    first, second = miss(episode), miss(episode, AT_TEN + timedelta(days=1))
    path = missed.begin(appointment=first, by=by)
    first.status, first.missed_reason = "booked", ""
    first.save()
    missed.undo(appointment=first, by=by)
    path.refresh_from_db()
    assert path.status == PathStatus.OPEN
    second.status, second.missed_reason = "booked", ""
    second.save()
    missed.undo(appointment=first, by=by)
    path.refresh_from_db()
    assert path.status == PathStatus.STOPPED


def attempt(path, kind, *, reached=False, step=StepKind.FIRST_ATTEMPT, by):
    said = {"kind": kind, "happened_at": AT_TEN + timedelta(hours=2), "reached": reached, "note": "No answer"}
    return missed.record_attempt(path.steps.get(kind=step), **said, by=by)


def test_attempt_is_a_contact_and_reaching_somebody_ends_the_path(episode):
    by = UserFactory()
    path = missed.begin(appointment=miss(episode), by=by)
    step = attempt(path, "phone", by=by)
    contact = Contact.objects.get(client=episode.client)
    assert (step.contact, step.outcome, contact.outcome) == (contact, StepOutcome.NOT_REACHED, "missed")
    with pytest.raises(NotAllowed, match="already"):
        attempt(path, "phone", by=by)
    assert missed.ways_tried(path) == {"phone"}
    attempt(path, "home_visit", reached=True, step=StepKind.SECOND_ATTEMPT, by=by)
    path.refresh_from_db()
    assert (path.status, path.ended_on) == (PathStatus.BACK, TUESDAY)
    assert not Alert.objects.open().filter(rule="AC07").exists()


def test_contact_that_is_attended_anywhere_ends_the_path_and_one_before_the_miss_does_not(episode):
    by = UserFactory()
    path = missed.begin(appointment=miss(episode), by=by)
    said = {"client": episode.client, "kind": "phone", "outcome": "attended"}
    record_contact(Contact(**said, happened_at=AT_TEN - timedelta(hours=1)), by=by)
    path.refresh_from_db()
    assert path.status == PathStatus.OPEN
    record_contact(Contact(**said, happened_at=AT_TEN + timedelta(hours=4)), by=by)
    path.refresh_from_db()
    assert path.status == PathStatus.BACK


def test_each_step_is_an_alert_for_its_owner_and_the_contact_rules_yield_to_it(episode):
    worker = UserFactory(team=episode.team)
    type(episode).objects.filter(pk=episode.pk).update(keyworker=worker)
    for hour in range(3):
        record_contact(ContactFactory.build(client=episode.client, missed=True, happened_at=AT_TEN + timedelta(hours=hour)),
                       by=worker)  # fmt: skip
    assert {*Alert.objects.open().values_list("rule", flat=True)} >= {"CN01", "CN02"}
    episode.refresh_from_db()
    path = missed.begin(appointment=miss(episode), by=worker)
    steps = Alert.objects.open().filter(rule="AC07").order_by("due_at")
    assert [(alert.recipient, alert.about_on) for alert in steps][:2] == [
        (worker, TUESDAY),
        (worker, date(2026, 11, 24)),
    ]
    assert not Alert.objects.open().filter(rule__in=["CN01", "CN02"]).exists()
    missed.decide(path, close=False, note="She wants a rest until spring.", by=worker)
    assert not Alert.objects.open().filter(rule__in=["AC07", "CN01", "CN02"]).exists(), "Not twice about one miss"


def test_steps_pass_to_who_works_with_the_person_now(episode):
    first, second = UserFactory(team=episode.team), UserFactory(team=episode.team)
    type(episode).objects.filter(pk=episode.pk).update(keyworker=first)
    episode.refresh_from_db()
    path = missed.begin(appointment=miss(episode), by=first)
    assign_keyworker(episode, keyworker=second, case_manager=None, by=first)
    alerts = Alert.objects.open().filter(rule="AC07", about_on__lt=date(2026, 12, 1))
    assert {*alerts.values_list("recipient", flat=True)} == {second.pk}
    missed.pass_on([episode], of=first, to=second, by=first)
    assert path.steps.get(kind=StepKind.SECOND_ATTEMPT).owner == second


def test_safeguarding_lead_hears_at_once_when_a_child_is_in_the_house(episode):
    ChildFactory(client=episode.client, at_home=True)
    lead = UserFactory(team=episode.team)
    TeamDutyFactory(team=episode.team, duty="safeguarding_lead", holder=lead)
    missed.begin(appointment=miss(episode), by=UserFactory())
    assert Alert.objects.open().get(rule="FA07").recipient == lead


def test_team_lets_go_and_the_episode_is_still_to_be_closed(episode):
    by = UserFactory()
    path = missed.begin(appointment=miss(episode), by=by)
    with pytest.raises(NotAllowed):
        missed.decide(path, close=True, note=" ", by=by)
    missed.decide(path, close=True, note="Four attempts; the way back is agreed.", by=by)
    path.refresh_from_db()
    assert (path.status, path.steps.get(kind="team_decision").updated_by) == (PathStatus.LET_GO, by)
    assert Alert.objects.open().filter(rule="AC07").count() == 1


@pytest.mark.parametrize("how", ["paused", "custody", "death"])
def test_path_stops_with_the_episode_custody_and_death(episode, how):
    by = UserFactory()
    path = missed.begin(appointment=miss(episode), by=by)
    if how == "paused":
        reason = CodeFactory(code_set__field="pause_reason")
        episodes.pause_episode(episode, on=TUESDAY, reason=reason, by=by)
    elif how == "custody":
        open_stay(CustodyStayFactory.build(client=episode.client), by=by)
        assert missed.begin(appointment=miss(episode, AT_TEN + timedelta(days=1)), by=by) is None
    else:
        episodes.record_death(episode.client, died_on=TUESDAY, how_known="family", by=by)
    path.refresh_from_db()
    assert path.status == PathStatus.STOPPED
    assert not Alert.objects.open().filter(rule="AC07").exists()
