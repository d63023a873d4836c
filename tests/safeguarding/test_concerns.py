"""Safeguarding concerns: who raises, who decides, who closes, who reads, and what somebody is told about."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Duty, Role
from accounts.models import TeamDuty
from alerts.models import Alert
from clients.choices import OverrideStatus
from core.workflow import NotAllowed
from safeguarding import workflow
from safeguarding.choices import ConcernDecision, ConcernStatus
from safeguarding.models import Concern
from tests.factories.accounts import UserFactory
from tests.factories.clients import CoachAssignmentFactory
from tests.factories.reference import code
from tests.factories.safeguarding import ConcernFactory

pytestmark = pytest.mark.usefixtures("today")
RAISED = {
    "immediate_danger": "True", "done_at_once": "Rang 999", "kind": "child", "about": "child",
    "about_whom": "Her daughter, 4", "noticed_on": "23/11/2026", "what": "“I am scared at night”", "source": "child_said",
}  # fmt: skip


@pytest.fixture
def lead(team):
    person = UserFactory(team=team, role=Role.KEYWORKER)
    TeamDuty.objects.create(team=team, duty=Duty.SAFEGUARDING_LEAD, holder=person)
    return person


def decision(concern, **more):
    asked = {
        "version": concern.version, "consulted_outside": "Duty social worker", "consulted_at": "20/11/2026 09:30",
        "decision": "support", "decision_why": "The school knows", "review_on": "20/12/2026",
    }  # fmt: skip
    return asked | more


REFERRED = {"decision": "refer", "referred_to": "mash", "referred_at": "20/11/2026 10:00"}


def test_immediate_danger_is_told_to_the_lead_at_once(today, record, keyworker, lead, sign_in):
    url = reverse("safeguarding:concern_raise", args=[record.pk])
    response = sign_in(keyworker).post(url, RAISED)
    concern = Concern.objects.get(client=record)
    assert response.status_code == 302
    assert concern.created_by == keyworker
    assert concern.immediate_danger
    assert concern.review_on == date(2026, 11, 24), "Somebody decides by the next working day"
    danger = Alert.objects.get(rule="SG01", subject_id=concern.pk)
    assert danger.recipient == lead
    assert danger.severity == "red"
    assert danger.due_at <= timezone.now()
    assert Alert.objects.get(rule="SG02", subject_id=concern.pk).lead == 1


def test_a_quiet_concern_waits_for_a_decision(today, record, keyworker, lead):
    concern = workflow.raise_concern(ConcernFactory.build(client=record), by=keyworker)
    alerts = Alert.objects.filter(subject_id=concern.pk).order_by("lead")
    assert [(alert.rule, alert.lead, alert.recipient) for alert in alerts] == [("SG02", 0, lead), ("SG02", 1, lead)]


def test_whom_it_is_about_is_asked(record, keyworker, sign_in):
    url = reverse("safeguarding:concern_raise", args=[record.pk])
    response = sign_in(keyworker).post(url, RAISED | {"about_whom": "", "noticed_on": "20/11/2026"})
    assert response.status_code == 422
    assert not Concern.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernFactory(client=record, about_whom="")


def test_decision_needs_somebody_asked(record, keyworker, sign_in):
    concern = ConcernFactory(client=record)
    url = reverse("safeguarding:concern_decide", args=[concern.pk])
    response = sign_in(keyworker).post(url, decision(concern, consulted_outside="", consulted=""))
    assert response.status_code == 422
    response = sign_in(keyworker).post(url, decision(concern))
    concern.refresh_from_db()
    assert response.status_code == 302
    assert concern.status == ConcernStatus.DECIDED
    assert concern.decided_by == keyworker
    assert concern.status_changes.get().changed_by == keyworker
    assert not Alert.objects.open().filter(subject_id=concern.pk).exclude(rule="SG03").exists()
    assert sign_in(keyworker).post(url, decision(concern)).status_code == 422, "Decided once"


def test_referral_without_consent_says_why_and_waits_for_approval(record, keyworker, team_manager, sign_in):
    concern = ConcernFactory(client=record)
    url = reverse("safeguarding:concern_decide", args=[concern.pk])
    bare = decision(concern, **REFERRED, with_consent="False")
    assert sign_in(keyworker).post(url, bare).status_code == 422
    reason = code("override_reason", "child_at_risk")
    why = {"override_reason": str(reason.pk), "override_why": "Asking would put the child at risk"}
    assert sign_in(keyworker).post(url, bare | why).status_code == 302
    concern.refresh_from_db()
    override = concern.sharing_override
    assert override.shares_now
    assert override.is_live
    assert override.status == OverrideStatus.REQUESTED
    assert override.created_by == keyworker
    assert override.client == record


def test_referral_with_consent_needs_no_approval(record, keyworker, sign_in):
    concern = ConcernFactory(client=record)
    url = reverse("safeguarding:concern_decide", args=[concern.pk])
    assert sign_in(keyworker).post(url, decision(concern, **REFERRED, with_consent="True")).status_code == 302
    concern.refresh_from_db()
    assert concern.with_consent
    assert concern.sharing_override is None
    assert concern.referred_to == "mash"


def test_what_a_referral_says_goes_when_nothing_is_referred(record, keyworker, sign_in):
    concern = ConcernFactory(client=record)
    url = reverse("safeguarding:concern_decide", args=[concern.pk])
    typed = decision(concern, **REFERRED | {"decision": "support"}, with_consent="True")
    assert sign_in(keyworker).post(url, typed).status_code == 302
    concern.refresh_from_db()
    assert (concern.referred_to, concern.referred_at, concern.with_consent) == ("", None, None)


def test_review_sets_the_next_day(record, keyworker):
    concern = ConcernFactory(client=record, decided=True)
    day = timezone.localdate() + timedelta(days=14)
    workflow.review_concern(concern, by=keyworker, what="Seen at school", next_on=day)
    concern.refresh_from_db()
    assert concern.review_on == day
    assert concern.reviews.get().created_by == keyworker
    assert Alert.objects.get(rule="SG03", subject_id=concern.pk).about_on == day


def test_a_second_person_closes(record, keyworker, case_manager, team_manager):
    concern = ConcernFactory(client=record, decided=True, decided_by=case_manager, created_by=keyworker)
    for person in (keyworker, case_manager):
        with pytest.raises(NotAllowed):
            workflow.close_concern(concern, by=person, outcome="Safe")
    workflow.close_concern(concern, by=team_manager, outcome="Lives with her aunt")
    concern.refresh_from_db()
    assert concern.status == ConcernStatus.CLOSED
    assert concern.closed_by == team_manager
    assert not Alert.objects.open().filter(subject_id=concern.pk).exists()


def test_the_database_refuses_one_person_alone(record, keyworker):
    concern = ConcernFactory(client=record, decided=True, created_by=keyworker)
    closed = {"status": ConcernStatus.CLOSED, "outcome": "Safe", "closed_at": timezone.now()}
    for person in (keyworker, concern.decided_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(closed_by=person, **closed)


def test_the_database_refuses_a_referral_without_consent_or_reason(record):
    concern = ConcernFactory(client=record, decided=True)
    referred = {"decision": ConcernDecision.REFER, "referred_to": "mash", "referred_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(**referred, with_consent=False)


def test_restricted_concern_is_read_by_few(record, keyworker, case_manager, lead, sign_in):
    concern = ConcernFactory(client=record, is_restricted=True, created_by=case_manager)
    url = concern.get_absolute_url()
    assert sign_in(keyworker).get(url).status_code == 404
    assert sign_in(keyworker).get(reverse("safeguarding:concern_decide", args=[concern.pk])).status_code == 404
    assert "nothing to eat" not in sign_in(keyworker).get(reverse("safeguarding:concern_list")).content.decode()
    for person in (case_manager, lead):
        assert sign_in(person).get(url).status_code == 200
    concern.created_by = keyworker
    concern.save()
    assert sign_in(keyworker).get(url).status_code == 200, "Whoever raised it may read it"


def test_a_coach_raises_and_sees_own_concerns_only(today, record, coach, case_manager, sign_in):
    CoachAssignmentFactory(client=record, coach=coach)
    others = ConcernFactory(client=record, created_by=case_manager)
    browser = sign_in(coach)
    response = browser.post(reverse("safeguarding:concern_raise", args=[record.pk]), RAISED)
    own = Concern.objects.get(created_by=coach)
    assert response["Location"] == own.get_absolute_url()
    workflow_page = browser.get(own.get_absolute_url()).content.decode()
    assert "I am scared at night" in workflow_page
    assert "Record the decision" not in workflow_page
    assert "Raise a safeguarding concern" in browser.get(record.get_absolute_url()).content.decode()
    assert browser.get(others.get_absolute_url()).status_code == 404
    listed = browser.get(reverse("safeguarding:concern_list")).content.decode()
    assert str(own.pk) in listed
    assert str(others.pk) not in listed
    assert browser.get(reverse("safeguarding:client_safety", args=[record.pk])).status_code == 403


def test_list_begins_with_the_longest_overdue(record, case_manager, sign_in):
    later = ConcernFactory(client=record, review_on=timezone.localdate() + timedelta(days=3))
    late = ConcernFactory(client=record, review_on=timezone.localdate() - timedelta(days=9))
    closed = ConcernFactory(
        client=record, decided=True, status=ConcernStatus.CLOSED, outcome="Safe", closed_at=timezone.now(),
        closed_by=UserFactory(),
    )  # fmt: skip
    listed = sign_in(case_manager).get(reverse("safeguarding:concern_list")).content.decode()
    assert listed.index(str(late.pk)) < listed.index(str(later.pk))
    assert str(closed.pk) not in listed
    assert "9 days overdue" in listed
