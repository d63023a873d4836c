"""The gate before aftercare: what a handover needs, what a manager may let pass, and what goes on after treatment."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from aftercare import check_ups, preparing, workflow
from aftercare.checklist import MISSING, OVERRIDDEN, gate, tasks, to_decide
from aftercare.choices import ClientAnswer
from aftercare.models import Handover
from careplans.choices import PlanStatus
from clients.choices import EpisodeStatus
from clients.models import Episode
from core.workflow import NotAllowed
from referrals.choices import ReferralStatus, SentHow
from referrals.workflow import accept_referral, send_referral
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import ConsentFactory, EpisodeInterventionFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.reference import code
from tests.factories.services_directory import ServiceFactory

from .pages import page
from .parts import need_of, open_alerts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def missing(handover, found=tasks):
    handover = Handover.objects.get(pk=handover.pk)
    return [task.url_name for task in found(handover) if task.state == MISSING]


@pytest.mark.parametrize(
    ("emptied", "declined"),
    [("triggers", "relapse_declined"), ("others_do", "relapse_declined"), ("way_back_phone", "way_back_declined")],
)
def test_a_part_that_is_empty_holds_it_up_until_the_client_declines_it(ready, case_manager, emptied, declined):
    Handover.objects.update(**{emptied: ""})
    assert missing(ready) == ["aftercare:handover_edit"]
    with pytest.raises(NotAllowed, match="Not filled in"):
        workflow.send_handover(ready, by=case_manager)
    Handover.objects.update(**{declined: "I know what to do"})
    assert missing(ready) == []
    assert workflow.send_handover(ready, by=case_manager).sent_at


def test_what_was_sent_before_more_was_asked_stays_valid(accepted):
    Handover.objects.update(signs_others="", where_to_go="", harm_reduction="", others_do="", client_answer="")
    Handover.objects.update(may_contact_again=None)
    assert missing(accepted, gate) == []
    assert Handover.objects.get().answer_of_client == "Agrees"


@pytest.mark.parametrize("emptied", [{"triggers": ""}, {"way_back_days": None}])
def test_the_database_sends_none_without_relapse_plan_and_way_back(sent, team_manager, emptied):
    with pytest.raises(IntegrityError, match="sent_handover_has_relapse"), transaction.atomic():
        Handover.objects.update(**emptied)
    Handover.objects.update(override_reason="Left in a hurry", override_by=team_manager, **emptied)


def test_the_client_answers_in_three_ways_and_a_no_holds_it_up(ready, case_manager, team_manager):
    said = {"agreed_on": date(2026, 11, 20), "agreed_how": "in_person"}
    with pytest.raises(NotAllowed, match="in their words"):
        workflow.agree_handover(ready, by=case_manager, client_answer=ClientAnswer.IN_PART, **said)
    part = {"client_answer": ClientAnswer.IN_PART, "client_words": "Not the group"}
    handover = workflow.agree_handover(ready, by=case_manager, **said, **part)
    assert (handover.client_answer, handover.client_words, missing(handover)) == ("in_part", "Not the group", [])
    no = {"client_answer": ClientAnswer.NOT, "client_words": "Too soon"}
    workflow.agree_handover(ready, by=case_manager, **said, **no)
    assert missing(ready) == ["aftercare:handover_agree"]
    workflow.override_needs(ready, by=team_manager, reason="Leaves tomorrow")
    assert missing(ready) == []
    with pytest.raises(IntegrityError, match="clients_objection_has_words"), transaction.atomic():
        Handover.objects.update(client_words="")


def test_a_manager_may_let_the_plan_pass_but_never_the_consent(ready, case_manager, team_manager, sign_in):
    ready.client.consents.all().delete()
    Handover.objects.update(triggers="", created_by=case_manager)
    workflow.override_needs(ready, by=team_manager, reason="Left in a hurry")
    assert missing(ready) == ["clients:consent_add"]
    assert [task.state for task in tasks(Handover.objects.get())][1] == OVERRIDDEN
    with pytest.raises(NotAllowed, match="has not agreed to share"):
        workflow.send_handover(ready, by=case_manager)
    ConsentFactory(client=ready.client, recipient=ready.receiving_service, purpose="aftercare_handover")
    workflow.send_handover(ready, by=case_manager)
    assert "as a manager decided: 1 of 1." in sign_in(team_manager).get("/aftercare/").text
    assert "as a manager decided" not in sign_in(case_manager).get("/aftercare/").text


def test_what_changes_after_the_decision_is_decided_again(ready, team_manager, case_manager, sign_in):
    Handover.objects.update(triggers="")
    workflow.override_needs(ready, by=team_manager, reason="Left in a hurry")
    handover = Handover.objects.get()
    typed = {"version": handover.version, "coping": "Nothing", "receiving_service": handover.receiving_service_id}
    sign_in(case_manager).post(page("handover_edit", handover), typed)
    handover.refresh_from_db()
    assert (handover.override_reason, handover.override_by) == ("", None)


def test_of_every_service_it_is_decided_what_it_is_told(accepted, case_manager, team_manager, today):
    need, harbour = need_of(accepted), ServiceFactory(name="Harbour Housing")
    need.has_need, need.service, need.detail = True, harbour, "A flat"
    need.save()
    with pytest.raises(NotAllowed, match="Harbour Housing"):
        check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert accepted.client.care_plans.get().status == PlanStatus.ACTIVE
    need.nothing_shared = True
    need.save()
    assert (missing(accepted, gate), to_decide(accepted)) == ([], [])
    need.nothing_shared = False
    need.save()
    workflow.override_needs(accepted, by=team_manager, reason="They know each other")
    assert check_ups.begin_aftercare(accepted, by=case_manager, started_on=today).check_ups.exists()


def test_a_need_is_referred_by_its_link_and_the_client_sees_who_took_it_on(
    sign_in, ready, case_manager, django_capture_on_commit_callbacks
):
    need, harbour = need_of(ready), ServiceFactory(name="Harbour Housing")
    need.has_need, need.service, need.detail = True, harbour, "A flat"
    need.save()
    browser = sign_in(case_manager)
    assert page("need_refer", need) in browser.get(ready.get_absolute_url()).text
    assert "Harbour Housing" in browser.get(page("need_refer", need)).text
    browser.post(page("need_refer", need))
    referral = ready.client.referrals.get()
    assert (referral.service, referral.reason, referral.episode) == (harbour, "A flat", ready.episode)
    assert browser.post(page("need_refer", need)).status_code == 422
    assert missing(ready) == ["aftercare:need_edit"], "A draft has told nobody anything"
    ConsentFactory(client=ready.client, recipient=harbour, purpose="referral")
    link = {"email": "in@example.org", "code": "ABCDEF", "code_sent_how": "phone"}
    send_referral(referral, by=case_manager, how=SentHow.LINK, **link)
    assert missing(ready) == []
    assert referral.links.exists()
    accept_referral(referral, by=None, note="Gwen")
    assert referral.status == ReferralStatus.ACCEPTED
    text = browser.get(ready.get_absolute_url()).text
    assert referral.get_absolute_url() in text
    assert "Accepted" in text
    assert not open_alerts("RF01").exists()
    ready.client.referrals.update(status=ReferralStatus.DECLINED, decline_reason="full")
    assert missing(ready) == ["aftercare:need_edit"], "Whoever declined does not meet the need"
    ready.needs.filter(pk=need.pk).update(service=ServiceFactory(), nothing_shared=True)
    assert missing(ready) == [], "Another service was chosen"


def test_interventions_go_on_as_aftercare_or_end(sign_in, accepted, case_manager, today):
    began = {"episode": accepted.episode, "client": accepted.client, "started_on": date(2026, 9, 20)}
    stays, ends = (EpisodeInterventionFactory(**began) for _ in range(2))
    with pytest.raises(NotAllowed, match="do not go on"):
        check_ups.begin_aftercare(accepted, by=case_manager, started_on=today, go_on=[stays.pk])
    exit_status = code("intervention_exit", "A")
    data = {
        "started_on": f"{today:%d/%m/%Y}",
        "schedule": "standard",
        "go_on": [stays.pk],
        "exit_status": exit_status.pk,
    }
    assert sign_in(case_manager).post(page("aftercare_begin", accepted), data).status_code == 302
    for row in (stays, ends):
        row.refresh_from_db()
    assert (stays.aftercare_since, stays.ended_on) == (today, None)
    assert (ends.aftercare_since, ends.ended_on, ends.exit_status) == (None, today, exit_status)


def test_the_assessment_opens_by_itself_28_days_before_a_planned_end(episode, today):
    def planned(days):
        Episode.objects.filter(pk=episode.pk).update(planned_exit_on=today + timedelta(days=days))
        return preparing.open_handovers(today)

    assert planned(29) == 0
    stay = CustodyStayFactory(client=episode.client)
    assert planned(28) == 0, "Leaving prison is not aftercare"
    stay.delete()
    assert planned(28) == 1
    handover = Handover.objects.get()
    assert (handover.created_by, handover.needs.count()) == (None, 12)
    assert planned(20) == 0
    Handover.objects.update(status="withdrawn")
    assert planned(10) == 0, "People prepare it again, or not"


def test_only_treatment_opens_one(episode, today):
    Episode.objects.filter(pk=episode.pk).update(planned_exit_on=today, status=EpisodeStatus.WAITING)
    assert preparing.open_handovers(today) == 0
    HandoverFactory(episode=episode)
    Episode.objects.filter(pk=episode.pk).update(status=EpisodeStatus.IN_TREATMENT)
    assert preparing.open_handovers(today) == 0
