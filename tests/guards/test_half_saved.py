"""A verb that breaks off after any of its writes leaves nothing behind, and a verb sent twice does its work once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aftercare import check_ups
from aftercare import workflow as aftercare
from aftercare.choices import CheckUpSchedule
from alerts import workflow as alerts
from careplans import reviewing as plan_reviews
from careplans import workflow as careplans
from careplans.choices import AgreedHow, Agreement, PlanKind
from clients import workflow as clients
from clients.choices import ConsentPurpose, DischargeReason, FlagKind, Substance
from clients.models import ClientFlag, Contact, Episode
from core.workflow import NotAllowed
from custody import planning
from custody import workflow as custody
from custody.choices import ReleaseManner, ReleaseType
from documents import workflow as documents
from documents.checking import Checked
from documents.models import ClientDocument
from recovery_capital import workflow as capital
from recovery_capital.models import Assessment
from referrals import workflow as referrals
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import HandoverFactory
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, InterventionFactory
from tests.factories.clients import ClientFactory, ConsentFactory, ContactFactory, EpisodeFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

from .rows import Writes, changed, fingerprint


class PowerCut(Exception):
    """What no code expects."""


@dataclass
class Scene:
    """Who works with whom on which day."""

    episode: Episode
    worker: object
    today: object

    @property
    def client(self):
        return self.episode.client

    def plan(self, **state):
        plan = CarePlanFactory(client=self.client, episode=self.episode, **state)
        ActionFactory(goal=GoalFactory(plan=plan))
        InterventionFactory(plan=plan)
        return plan

    def stay(self):
        stay = CustodyStayFactory(client=self.client, episode=self.episode)
        ReleaseDateFactory(stay=stay)
        alerts.plan(stay)
        return stay


def open_episode(scene):
    episode = Episode(client=ClientFactory(registered_team=scene.episode.team), team=scene.episode.team)
    episode.referral_source, episode.referred_on = scene.episode.referral_source, scene.today
    episode.keyworker = scene.episode.keyworker
    substances = [(Substance.ALCOHOL, ""), (Substance.HEROIN, "")]
    return lambda: clients.open_episode(episode, substances=substances, by=scene.worker)


def start_treatment(scene):
    episode = EpisodeFactory(team=scene.episode.team)
    return lambda: clients.start_treatment(episode, on=scene.today, by=scene.worker)


def close_episode(scene):
    why = DischargeReason.DROPPED_OUT
    return lambda: clients.close_episode(scene.episode, on=scene.today, reason=why, by=scene.worker, note="Moved away")


def record_contact(scene):
    missed = {"outcome": "missed", "missed_by": "person", "missed_reason": "unwell"}
    contact = Contact(client=scene.client, kind="phone", happened_at=timezone.now(), **missed)
    return lambda: clients.record_contact(contact, by=scene.worker)


def mark_in_error(scene):
    contact = ContactFactory(client=scene.client, created_by=scene.worker)
    return lambda: clients.mark_in_error(contact, reason="wrong_person", by=scene.worker)


def add_document(scene):
    facts = {"title": "Letter", "kind": "letter", "received_on": scene.today}
    document = ClientDocument(client=scene.client, **facts)
    checked = Checked("application/pdf", b"%PDF-1.4", "letter.pdf")
    return lambda: documents.add_document(document, checked=checked, by=scene.worker)


def add_flag(scene):
    scene.stay()
    flag = ClientFlag(client=scene.client, kind=FlagKind.OVERDOSE_RISK, reason="Came home", review_on=scene.today)
    return lambda: clients.add_flag(flag, by=scene.worker)


def create_plan(scene):
    return lambda: careplans.create_plan(scene.client, kind=PlanKind.FULL, by=scene.worker)


def agree_plan(scene):
    before = scene.plan(active=True)
    plan = scene.plan(previous=before, number=before.number + 1)
    answer = {"agreement": Agreement.AGREES, "agreed_how": AgreedHow.SIGNED, "agreed_on": scene.today}
    review_on = scene.today + timedelta(weeks=10)
    return lambda: careplans.agree_plan(plan, by=scene.worker, review_on=review_on, **answer)


def review_plan(scene):
    plan = scene.plan(active=True)
    words = {"attended": "All of us", "what_changed": "A new home", "outcomes": {}}
    return lambda: plan_reviews.review_plan(plan, by=scene.worker, reviewed_on=scene.today, **words)


def record_assessment(scene):
    begun = AssessmentFactory(client=scene.client, in_progress=True)
    DomainRatingFactory(assessment=begun)
    return lambda: capital.record_assessment(begun, by=scene.worker)


def begin_assessment(scene):
    begun = Assessment(client=scene.client, assessed_on=scene.today)
    return lambda: capital.begin_assessment(begun, by=scene.worker)


def send_referral(scene):
    referral = ReferralFactory(client=scene.client, episode=scene.episode)
    ConsentFactory(client=scene.client, recipient=referral.service, purpose=ConsentPurpose.REFERRAL)
    return lambda: referrals.send_referral(referral, by=scene.worker)


def prepare_handover(scene):
    return lambda: aftercare.prepare_handover(scene.episode, by=scene.worker)


def ready_handover(scene, **state):
    ours = ServiceFactory(run_by_team=scene.episode.team)
    handover = HandoverFactory(
        client=scene.client,
        episode=scene.episode,
        receiving_service=ours,
        created_by=scene.worker,
        receiving_worker=UserFactory(team=scene.episode.team),
        overdose_advice_given=True,
        **{"ready": True} | state,
    )
    if not state:
        ConsentFactory(client=scene.client, recipient=ours, purpose=ConsentPurpose.AFTERCARE_HANDOVER)
    return handover


def send_handover(scene):
    handover = ready_handover(scene)
    return lambda: aftercare.send_handover(handover, by=scene.worker)


def accept_handover(scene):
    handover = ready_handover(scene)
    aftercare.send_handover(handover, by=scene.worker)
    return lambda: aftercare.accept_handover(handover, by=handover.receiving_worker)


def begin_aftercare(scene):
    scene.plan(active=True)
    handover = ready_handover(scene)
    aftercare.send_handover(handover, by=scene.worker)
    aftercare.accept_handover(handover, by=handover.receiving_worker)
    schedule = CheckUpSchedule.STANDARD
    return lambda: check_ups.begin_aftercare(handover, by=scene.worker, started_on=scene.today, schedule=schedule)


def record_release_date(scene):
    stay = scene.stay()
    what = {"release_type": ReleaseType.CRD, "nominal_on": scene.today + timedelta(days=40), "days_served": 100}
    return lambda: custody.record_release_date(stay, by=scene.worker, source="Offender manager", **what)


def record_release(scene):
    stay = scene.stay()
    how = ReleaseManner.AS_PLANNED
    return lambda: custody.record_release(stay, by=scene.worker, released_on=scene.today, manner=how)


def record_date_unknown(scene):
    stay = scene.stay()
    return lambda: planning.record_date_unknown(stay, by=scene.worker, because="Waits for sentence")


# Verbs of which a second call is refused; a second release date or contact is a second thing that was told.
ONCE = [
    open_episode, start_treatment, close_episode, add_flag, create_plan, agree_plan, review_plan, send_referral,
    prepare_handover, send_handover, accept_handover, begin_aftercare, record_release,
    mark_in_error, add_document, record_assessment,
]  # fmt: skip
VERBS = [*ONCE, record_release_date, record_date_unknown, record_contact, begin_assessment]


@pytest.fixture
def scene(episode, case_manager, today):
    return Scene(episode, case_manager, today)


def run(verb, writes):
    with connection.execute_wrapper(writes):
        verb()


@pytest.mark.parametrize("arrange", VERBS, ids=lambda arrange: arrange.__name__)
def test_verb_that_breaks_off_leaves_nothing(arrange, scene):
    verb = arrange(scene)
    before, fatal = fingerprint(), 0
    while True:
        fatal += 1
        try:
            run(verb, Writes(fatal, PowerCut()))
        except PowerCut:
            assert not changed(before, fingerprint()), f"after write {fatal}"
        else:
            break
        verb = arrange_again(verb)
    assert fatal > 1, "It was cut short at least once"
    assert changed(before, fingerprint()), "Left alone, it does its work"


def arrange_again(verb):
    """The same verb on the same records; what a broken attempt set on the objects in memory is forgotten."""
    for cell in verb.__closure__ or ():
        record = cell.cell_contents
        if hasattr(record, "refresh_from_db"):
            if type(record)._base_manager.filter(pk=record.pk).exists():
                record.refresh_from_db()
            else:
                record._state.adding, record.version = True, 1
    return verb


@pytest.mark.parametrize("arrange", ONCE, ids=lambda arrange: arrange.__name__)
def test_verb_sent_twice_does_its_work_once(arrange, scene):
    verb = arrange(scene)
    verb()
    before = fingerprint()
    with pytest.raises(NotAllowed):
        verb()
    assert not changed(before, fingerprint())
