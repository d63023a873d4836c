"""In which state the record of a route must be for its verb to be possible, and what must stand beside it."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from accounts.choices import CoachKind, Role
from tests.factories import (
    accounts,
    aftercare,
    careplans,
    clients,
    custody,
    documents,
    governance,
    programmes,
    recovery_capital,
    referrals,
    rights,
    safeguarding,
)
from tests.factories import services_directory as directory


def handover(**state):
    return lambda episode: aftercare.HandoverFactory(client=episode.client, episode=episode, **state)


def referral(**state):
    return lambda episode: referrals.ReferralFactory(client=episode.client, **state)


def plan_with_goal(**state):
    def make(episode):
        plan = careplans.CarePlanFactory(client=episode.client, episode=episode, **state)
        return careplans.GoalFactory(plan=plan).plan

    return make


def answered_assessment(episode):
    begun = recovery_capital.AssessmentFactory(client=episode.client, in_progress=True)
    return recovery_capital.DomainRatingFactory(assessment=begun).assessment


def unmet_need(episode):
    need = aftercare.SupportNeedFactory(handover=handover(all_needs=False)(episode), has_need=True)
    return need.handover


def need_with_a_service(episode):
    known = {"has_need": True, "detail": "A flat", "service": directory.ServiceFactory()}
    return aftercare.SupportNeedFactory(handover=handover(all_needs=False)(episode), **known)


def client_with_choices(episode):
    """A client for whom there is a coach of the team, and a service to share with."""
    accounts.UserFactory(role=Role.RECOVERY_COACH, coach_kind=CoachKind.MENTOR, team=episode.team, first_name="Zoe")
    directory.ServiceFactory()
    return episode.client


def consent_with_document(episode):
    documents.ClientDocumentFactory(client=episode.client)
    return clients.ConsentFactory(client=episode.client)


def waiting_measure(episode):
    return recovery_capital.MeasureResultFactory(client=episode.client, waiting=True)


def agreed(make, purpose, recipient):
    """What the client has agreed to share with its receiver."""

    def made(episode):
        record = make(episode)
        clients.ConsentFactory(client=record.client, recipient=getattr(record, recipient), purpose=purpose)
        return record

    return made


def plan_with_a_supporter(episode):
    """A relapse plan that the client wants somebody to have, and has agreed to."""
    record = handover(ready=True)(episode)
    clients.ConsentFactory(
        client=record.client, recipient=None, supporter=clients.RelationshipFactory(client=record.client),
        purpose="family", categories=["substance_use"],
    )  # fmt: skip
    return record


def handover_after_a_plan(episode):
    plan_with_goal(active=True)(episode)
    return handover(accepted=True)(episode)


def paused_episode(episode):
    return clients.EpisodePauseFactory(episode__team=episode.team).episode


def episode_without_gaps(episode):
    """An episode in which nothing is missing that blocks its end."""
    whole = clients.EpisodeFactory(team=episode.team, in_treatment=True, triaged_on=date(2026, 9, 10))
    return clients.EpisodeSubstanceFactory(episode=whole).episode


def restriction_in_force(episode):
    second = accounts.UserFactory()
    return governance.RestrictionFactory(client=episode.client, approved_at=timezone.now(), approved_by=second)


def reader_beside_another(episode):
    governance.RestrictionFactory(client=episode.client)
    clients.NamedReaderFactory(client=episode.client)
    return clients.NamedReaderFactory(client=episode.client)


def own(factory):
    """A record that whoever asks has written."""
    return lambda episode: factory(client=episode.client, created_by=episode.keyworker)


def way_to_write(episode):
    """An email address to which we may write, as ourselves."""
    safe = {"may_leave_message": "yes", "may_say_who": "yes"}
    return clients.ContactWayFactory(client=episode.client, kind="email", value="person@example.org", **safe)


def colleague_with_a_client(episode):
    colleague = accounts.UserFactory(team=episode.team)
    clients.EpisodeFactory(team=episode.team, keyworker=colleague)
    return SimpleNamespace(pk=colleague.username)


def waiting_episode(episode):
    return clients.EpisodeFactory(team=episode.team, client=clients.ClientFactory(registered_team=episode.team))


def looked_at(episode):
    """A referral that was triaged, of somebody who is not with us yet."""
    known = clients.ClientFactory(registered_team=episode.team)
    triaged = {"urgency": "soon", "triaged_on": date(2026, 11, 3)}
    return referrals.IncomingReferralFactory(team=episode.team, client=known, **triaged)


def taken_on(episode):
    return referrals.IncomingReferralFactory(team=episode.team, taken=True)


def passed_on(episode):
    accounts.TeamFactory()
    return referrals.IncomingReferralFactory(team=episode.team)


def three_times_missed(episode):
    taken = taken_on(episode)
    referrals.AppointmentOfferFactory.create_batch(3, referral=taken, outcome="missed")
    return taken


def enrolment(**state):
    return lambda episode: programmes.EnrolmentFactory(
        client=episode.client, episode=episode, programme__team=episode.team, **state
    )


def beside_a_programme(make):
    """What is made of an episode, of whose team there is a programme to join."""

    def made(episode):
        programmes.ProgrammeFactory(team=episode.team)
        return make(episode)

    return made


def meeting_of_somebody(episode):
    """A session whose day has come, with somebody in its register."""
    meeting = programmes.ProgrammeSessionFactory(programme__team=episode.team)
    programmes.EnrolmentFactory(programme=meeting.programme, client=episode.client)
    return meeting


def taken_register(episode):
    meeting = programmes.ProgrammeSessionFactory(programme__team=episode.team, held=True)
    return programmes.AttendanceFactory(session=meeting, client=episode.client).session


def action_of_a_plan(episode):
    return careplans.ActionFactory(goal__plan=careplans.CarePlanFactory(client=episode.client, episode=episode))


# In which state the record of a route must be for its verb to be possible; the others are as the world makes them.
STATES = {
    "accounts:factor_remove": lambda episode: accounts.SecondFactorFactory(user=episode.keyworker),
    "accounts:session_end": lambda episode: accounts.SessionFactory(user=episode.keyworker),
    "aftercare:aftercare_begin": handover_after_a_plan,
    "aftercare:episode_reopen": lambda episode: clients.EpisodeFactory(team=episode.team, closed=True),
    "aftercare:episode_close": episode_without_gaps,
    "aftercare:episode_resume": paused_episode,
    "clients:contact_correct": own(clients.ContactFactory),
    "clients:contact_error": own(clients.ContactFactory),
    "documents:evidence_add": consent_with_document,
    "documents:document_error": own(documents.ClientDocumentFactory),
    "governance:reader_remove": reader_beside_another,
    "governance:restriction_lift": restriction_in_force,
    "services_directory:page_restore": lambda episode: directory.PublicPageFactory(retired_on=date(2026, 11, 1)),
    "staffing:caseload_reassign": colleague_with_a_client,
    "rights:request_resume": lambda episode: rights.ClockStopFactory(request__client=episode.client).request,
    "rights:request_send": lambda episode: rights.AccessRequestFactory(client=episode.client, reviewed=True),
    "aftercare:check_up_act": lambda episode: aftercare.CheckUpFactory(client=episode.client, to_act=True),
    "aftercare:support_add": lambda episode: aftercare.AftercareFactory(episode__team=episode.team).client,
    "aftercare:return_create": lambda episode: clients.EpisodeFactory(team=episode.team, closed=True).client,
    "aftercare:handover_agree": handover(ready=True),
    "aftercare:relapse_plan_share": plan_with_a_supporter,
    "aftercare:handover_send": agreed(handover(ready=True), "aftercare_handover", "receiving_service"),
    "aftercare:handover_answer": handover(queried=True),
    "aftercare:handover_override": unmet_need,
    "aftercare:need_refer": need_with_a_service,
    "aftercare:handover_withdraw": handover(sent=True),
    "careplans:care_plan_agree": plan_with_goal(),
    "careplans:care_plan_copy": plan_with_goal(active=True),
    "careplans:care_plan_review": plan_with_goal(active=True),
    "careplans:goal_move": lambda episode: plan_with_goal(active=True)(episode).goals.get(),
    "clients:coach_assign": client_with_choices,
    "clients:consent_add": client_with_choices,
    "clients:override_request": client_with_choices,
    "clients:episode_open": lambda episode: clients.ClientFactory(registered_team=episode.team),
    "clients:treatment_start": waiting_episode,
    "recovery_capital:assessment_check": answered_assessment,
    "recovery_capital:measure_settle": waiting_measure,
    "recovery_capital:measure_error": own(recovery_capital.MeasureResultFactory),
    "safeguarding:concern_review": lambda episode: safeguarding.ConcernFactory(client=episode.client, decided=True),
    "safeguarding:concern_close": lambda episode: safeguarding.ConcernFactory(client=episode.client, decided=True),
    "custody:first_outcome": lambda episode: custody.CustodyStayFactory(client=episode.client, released=True),
    "custody:stay_reconnect": lambda episode: custody.CustodyStayFactory(client=episode.client, released=True),
    "custody:stay_seen": lambda episode: custody.CustodyStayFactory(client=episode.client, released=True),
    "careplans:action_enrol": beside_a_programme(action_of_a_plan),
    "programmes:enrolment_create": beside_a_programme(lambda episode: episode.client),
    "programmes:programme_reopen": lambda episode: programmes.ProgrammeFactory(team=episode.team, ended=True),
    "programmes:enrolment_start": enrolment(waiting=True),
    "programmes:enrolment_resume": enrolment(paused=True),
    "programmes:enrolment_not_started": enrolment(waiting=True),
    "programmes:enrolment_undo": enrolment(completed=True),
    "programmes:register_take": meeting_of_somebody,
    "programmes:register_undo": taken_register,
    "referrals:referral_send": agreed(referral(), "referral", "service"),
    "referrals:signpost_send": way_to_write,
    "referrals:unmet_need_error": own(referrals.UnmetNeedFactory),
    "referrals:incoming_client_add": lambda episode: referrals.IncomingReferralFactory(team=episode.team),
    "referrals:incoming_take_on": looked_at,
    "referrals:incoming_start": taken_on,
    "referrals:incoming_offer": taken_on,
    "referrals:incoming_reopen": lambda episode: referrals.IncomingReferralFactory(team=episode.team, not_taken=True),
    "referrals:incoming_transfer": passed_on,
    "referrals:incoming_expire": three_times_missed,
    "referrals:referral_accept": referral(sent=True),
    "referrals:referral_decline": referral(sent=True),
    "referrals:referral_attend": referral(accepted=True),
    "referrals:referral_complete": referral(started=True),
    "referrals:referral_link": referral(sent=True),
}

# What an honest person cannot do in these tests, and why.
BEYOND = {
    "aftercare:need_service": "Each service that is found has a form of its own: what one offers is not all that may be chosen",
    "services_directory:problem_report": "These tests are quicker than any person: tests/services_directory/test_upkeep.py",
    "services_directory:check_by_link": "All is right, or words say what is wrong: these tests say both at once",
    "referrals:partner_page": "Nobody here has the code of the link: tests/referrals/test_partner.py",
    "referrals:partner_answer": "Nobody here has the code of the link: tests/referrals/test_partner.py",
    "documents:document_add": "A file travels with it, which these forms do not send: tests/documents sends one",
}
