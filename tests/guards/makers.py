"""One record of each kind for the guards: what makes it, out of an episode."""

from datetime import date, timedelta
from secrets import token_urlsafe
from types import SimpleNamespace

from django.core import signing
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from accounts.workflow import invite
from referrals.views.public import SALT
from services_directory.reminders import digest
from tests.factories import (
    accounts,
    aftercare,
    alerts,
    careplans,
    clients,
    core,
    custody,
    documents,
    exchange,
    governance,
    programmes,
    recovery_capital,
    reference,
    referrals,
    reports,
    rights,
    safeguarding,
    staffing,
)
from tests.factories import services_directory as directory


def make_plan(episode, **more):
    return careplans.CarePlanFactory(client=episode.client, episode=episode, **more)


def make_answered_plan(episode):
    """A plan of a kind of its own, which waits for a manager."""
    plan = make_plan(episode, awaiting_countersign=True, kind="personal_development")
    careplans.CarePlanStatusChangeFactory(record=plan, to_status=plan.status, changed_by=episode.keyworker)
    return plan


def make_second_plan(episode):
    before = make_plan(episode, superseded=True, kind="recovery")
    return make_plan(episode, kind="recovery", number=2, previous=before)


def make_plan_with_help(episode):
    clients.EpisodeInterventionFactory(episode=episode)
    return make_plan(episode)


def make_goal(episode):
    return careplans.GoalFactory(plan=make_plan(episode))


def make_plan_with_substances(episode):
    clients.EpisodeSubstanceFactory(episode=episode)
    return make_plan(episode)


def make_ips_case(episode):
    """The one open case of a client."""
    case = episode.client.ips_cases.filter(closed_on=None).first()
    return case or recovery_capital.IpsCaseFactory(client=episode.client)


def make_referral_on_path(episode):
    """An application for residential rehabilitation whose choice of providers is begun."""
    referral = referrals.ReferralFactory(client=episode.client, path="rehab")
    referrals.ReferralStepFactory(referral=referral, key="providers", answers={"answers": "A bed in May"})
    return referral


def make_stay_agreed(episode):
    """A stay of which the client has agreed that the prison is asked about it."""
    stay = custody.ReleasePlanFactory(stay__client=episode.client).stay
    clients.ConsentFactory(client=episode.client, recipient=None, outside=stay.prison_name, purpose="release")
    return stay


def make_received(episode):
    """A handover from somewhere else, sent to the team of this episode."""
    service = directory.ServiceFactory(run_by_team=episode.team)
    return aftercare.HandoverFactory(sent=True, receiving_service=service)


def make_colleague(episode):
    return accounts.UserFactory(team=episode.team)


def make_check_up(episode):
    return aftercare.CheckUpFactory(client=episode.client)


def make_restriction(episode):
    standing = episode.client.restrictions.standing().first()
    return standing or governance.RestrictionFactory(client=episode.client)


def make_reader(episode):
    """Somebody on the list of a record that is to be restricted."""
    make_restriction(episode)
    return clients.NamedReaderFactory(client=episode.client)


def make_import(episode):
    """A file of a manager of the team, with a line that is ready and one that looks like it."""
    manager = User.objects.filter(role=Role.TEAM_MANAGER, teams=episode.team).first()
    manager = manager or accounts.UserFactory(role=Role.TEAM_MANAGER, team=episode.team)
    batch = clients.ImportBatchFactory(created_by=manager, team=episode.team, checked=True)
    clients.ImportRowFactory(batch=batch)
    clients.ImportRowFactory(batch=batch, found="alike", twin=2)
    return batch


def make_check_link(episode):
    """A link that asks the assurer of a service to check its entry."""
    token = token_urlsafe(32)
    service = directory.ServiceFactory(checked_on=date(2026, 6, 1), assurer_email="assurer@example.org")
    directory.CheckRequestFactory(service=service, email=service.assurer_email, token_digest=digest(token))
    return SimpleNamespace(pk=token)


def make_first_offer(episode):
    """An appointment that was offered to somebody whom this team has taken on."""
    taken = referrals.IncomingReferralFactory(team=episode.team, taken=True)
    return referrals.AppointmentOfferFactory(referral=taken)


def make_received_token(episode):
    """The signed end of the address of the answer to a public form."""
    told = {"reference": "R-7KM4QX", "team": str(episode.team.pk), "young": False}
    return SimpleNamespace(pk=signing.dumps(told, salt=SALT))


def make_enrolment(episode, **state):
    """Somebody's place in a group of the team."""
    group = programmes.ProgrammeFactory(team=episode.team)
    return programmes.EnrolmentFactory(client=episode.client, episode=episode, programme=group, **state)


def make_partner_link(episode):
    """The link of a partner, whose code nobody has."""
    token = token_urlsafe(32)
    referral = referrals.ReferralFactory(client=episode.client, episode=episode, sent=True)
    referrals.ReferralLinkFactory(referral=referral, token_digest=digest(token))
    return SimpleNamespace(pk=token)


def make_appointment(episode, **more):
    """A meeting of today with the keyworker, or with somebody of the team."""
    begins_at = timezone.now() - timedelta(hours=2)
    worker = episode.keyworker or accounts.UserFactory(team=episode.team)
    time = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
    about = {"client": episode.client, "episode": episode, "team": episode.team, "worker": worker}
    return programmes.AppointmentFactory(**time, **about, **more)


def make_calendar_token(episode):
    """The end of the private address of somebody's calendar."""
    token = token_urlsafe(32)
    programmes.CalendarLinkFactory(digest=digest(token), user=accounts.UserFactory(team=episode.team))
    return SimpleNamespace(pk=token)


def make_reminder_link(episode):
    """The link in a reminder of an appointment that is still to come."""
    token, begins_at = token_urlsafe(16), timezone.now() + timedelta(days=1)
    times = {"begins_at": begins_at, "ends_at": begins_at + timedelta(hours=1)}
    appointment = programmes.AppointmentFactory(client=episode.client, episode=episode, team=episode.team, **times)
    programmes.ReminderFactory(appointment=appointment, gone=True, cancel_digest=digest(token))
    return SimpleNamespace(pk=token)


def make_missed_path(episode):
    """Somebody did not come: the first attempt and the decision are to be made."""
    path = programmes.MissedPathFactory(client=episode.client, episode=episode)
    programmes.MissedStepFactory(path=path)
    programmes.MissedStepFactory(path=path, kind="team_decision")
    return path


MAKERS = {
    "client": lambda episode: episode.client,
    "episode": lambda episode: episode,
    "import_batch": make_import,
    "consent": lambda episode: clients.ConsentFactory(client=episode.client),
    "contact": lambda episode: clients.ContactFactory(client=episode.client),
    "other_name": lambda episode: clients.PersonNameFactory(client=episode.client),
    "local_number": lambda episode: clients.LocalNumberFactory(client=episode.client),
    "pregnancy": lambda episode: clients.PregnancyFactory(client=episode.client),
    "relationship": lambda episode: clients.RelationshipFactory(client=episode.client),
    "parental": lambda episode: clients.ParentalAnswersFactory(client=episode.client),
    "child": lambda episode: clients.ChildFactory(client=episode.client, at_home=True),
    "address": lambda episode: clients.AddressFactory(client=episode.client, hidden=True),
    "contact_way": lambda episode: clients.ContactWayFactory(client=episode.client),
    "withdrawn_consent": lambda episode: clients.ConsentFactory(client=episode.client, withdrawn_on=date(2026, 11, 1)),
    "national_consent": lambda episode: clients.NationalConsentFactory(client=episode.client),
    "override": lambda episode: clients.SharingOverrideFactory(client=episode.client),
    "file": lambda episode: documents.ClientDocumentFactory(client=episode.client),
    "evidence": lambda episode: documents.ConsentEvidenceFactory(client=episode.client),
    "flag": lambda episode: clients.ClientFlagFactory(client=episode.client),
    "coach_assignment": lambda episode: clients.CoachAssignmentFactory(client=episode.client),
    "concern": lambda episode: safeguarding.ConcernFactory(client=episode.client),
    "risk_assessment": lambda episode: safeguarding.RiskAssessmentFactory(client=episode.client),
    "mappa": lambda episode: safeguarding.MappaRecordFactory(client=episode.client),
    "assessment": lambda episode: recovery_capital.AssessmentFactory(client=episode.client),
    "assessment_begun": lambda episode: recovery_capital.AssessmentFactory(client=episode.client, in_progress=True),
    "measure_result": lambda episode: recovery_capital.MeasureResultFactory(client=episode.client, waiting=True),
    "top_assessment": lambda episode: recovery_capital.TopAssessmentFactory(client=episode.client),
    "priority_need_check": lambda episode: recovery_capital.PriorityNeedCheckFactory(client=episode.client),
    "skill": lambda episode: recovery_capital.SkillFactory(client=episode.client),
    "ips_case": make_ips_case,
    "job": lambda episode: recovery_capital.JobFactory(case=make_ips_case(episode)),
    "provision": lambda episode: recovery_capital.HousingProvisionFactory(),
    "plan": make_plan,
    "active_plan": lambda episode: make_plan(episode, active=True),
    "answered_plan": make_answered_plan,
    "discarded_plan": lambda episode: make_plan(episode, discarded=True, kind="aftercare"),
    "plan_with_help": make_plan_with_help,
    "agreed_help": lambda episode: careplans.InterventionFactory(plan=make_plan(episode, active=True)),
    "second_plan": make_second_plan,
    "planning_team": lambda episode: episode.team,
    "plan_with_substances": make_plan_with_substances,
    "contingency": lambda episode: careplans.ContingencyFactory(plan=make_plan(episode)),
    "goal": make_goal,
    "action": lambda episode: careplans.ActionFactory(goal=make_goal(episode)),
    "intervention": lambda episode: careplans.InterventionFactory(plan=make_plan(episode)),
    "appointment": make_appointment,
    "kept_appointment": lambda episode: make_appointment(episode, cancelled=True),
    "calendar_token": make_calendar_token,
    "incoming": lambda episode: referrals.IncomingReferralFactory(team=episode.team, client=episode.client),
    "first_offer": make_first_offer,
    "received_token": make_received_token,
    "open_access": lambda episode: referrals.OpenAccessContactFactory(team=episode.team),
    "referral": lambda episode: referrals.ReferralFactory(client=episode.client),
    "unmet_need": lambda episode: referrals.UnmetNeedFactory(client=episode.client, area=episode.team.area),
    "sent_referral": lambda episode: referrals.ReferralFactory(client=episode.client, sent=True),
    "partner_link": make_partner_link,
    "referral_on_path": make_referral_on_path,
    "reminder_link": make_reminder_link,
    "missed_path": make_missed_path,
    "prison": lambda episode: custody.PrisonFactory(),
    "early_route": lambda episode: custody.EarlyRouteFactory(),
    "surge_day": lambda episode: custody.SurgeDayFactory(),
    "outcome_payment": lambda episode: reports.OutcomePaymentFactory(),
    "outcome_reached": lambda episode: reports.OutcomeReachedFactory(
        client=episode.client, team=episode.team, episode_key=episode.pk
    ),
    "outcome_claim": lambda episode: reports.OutcomeClaimFactory(episode=episode),
    "case_story": lambda episode: reports.CaseStoryFactory(episode=episode),
    "approved_story": lambda episode: reports.CaseStoryFactory(episode=episode, approved=True),
    "recovery_definition": lambda episode: reports.RecoveryDefinitionFactory(),
    "stay": lambda episode: custody.ReleasePlanFactory(stay__client=episode.client).stay,
    "stay_agreed": make_stay_agreed,
    "handover": lambda episode: aftercare.HandoverFactory(client=episode.client, episode=episode),
    "need": lambda episode: aftercare.SupportNeedFactory(handover__client=episode.client, handover__episode=episode),
    "received": make_received,
    "check_up": make_check_up,
    "quarter_check_up": lambda episode: aftercare.CheckUpFactory(client=episode.client, due_on=date(2027, 2, 2)),
    "return": lambda episode: aftercare.ReturnToTreatmentFactory(client=episode.client, left__team=episode.team),
    "room": lambda episode: programmes.RoomFactory(team=episode.team),
    "programme": lambda episode: programmes.ProgrammeFactory(team=episode.team),
    "planned_programme": lambda episode: programmes.ProgrammeFactory(team=episode.team, planned=True),
    "slot": lambda episode: programmes.TimetableSlotFactory(programme__team=episode.team),
    "enrolment": make_enrolment,
    "meeting": lambda episode: programmes.ProgrammeSessionFactory(programme__team=episode.team),
    "cancelled_meeting": lambda episode: programmes.ProgrammeSessionFactory(
        programme__team=episode.team, cancelled=True
    ),
    "facts": lambda episode: clients.EpisodeFactsFactory(episode=episode),
    "modality": lambda episode: clients.EpisodeInterventionFactory(episode=episode),
    "death": lambda episode: clients.DeathFactory(client=episode.client),
    "contract": lambda episode: accounts.ContractFactory(),
    "alert": lambda episode: alerts.AlertFactory(recipient=None, team=episode.team),
    "service": lambda episode: directory.ServiceFactory(),
    "our_service": lambda episode: directory.ServiceFactory(run_by_team=episode.team),
    "check_link": make_check_link,
    "problem": lambda episode: directory.ServiceProblemFactory(),
    "place": lambda episode: directory.ServiceAtLocationFactory(),
    "taxonomy": lambda episode: directory.TaxonomyFactory(),
    "term": lambda episode: directory.TaxonomyTermFactory(),
    "organisation": lambda episode: directory.OrganisationFactory(),
    "feed": lambda episode: directory.FeedFactory(),
    "feed_run": lambda episode: directory.FeedRunFactory(),
    "difference": lambda episode: directory.FeedDifferenceFactory(),
    "public_page": lambda episode: directory.PublicPageFactory(),
    "page_slug": lambda episode: SimpleNamespace(pk=directory.PublicPageFactory().slug),
    "poster": lambda episode: directory.PosterFactory(),
    "poster_code": lambda episode: SimpleNamespace(pk=directory.PosterFactory().code),
    "code": lambda episode: reference.CodeFactory(),
    "code_set": lambda episode: reference.CodeSetFactory(),
    "wording": lambda episode: reference.WordingFactory(),
    "code_field": lambda episode: SimpleNamespace(pk="religion"),
    "rule_code": lambda episode: SimpleNamespace(pk="PR03"),
    "interval_key": lambda episode: SimpleNamespace(pk="risk_review"),
    "wording_key": lambda episode: SimpleNamespace(pk="missed_contact"),
    "factor": lambda episode: accounts.SecondFactorFactory(),
    "user": lambda episode: accounts.UserFactory(team=episode.team),
    "invitation": lambda episode: SimpleNamespace(pk=invite(accounts.UserFactory()).split("/")[-2]),
    "session": lambda episode: accounts.SessionFactory(),
    "restriction": make_restriction,
    "reader": make_reader,
    "seen": lambda episode: episode.client,  # to read who saw the record, not the record
    "break_glass": lambda episode: clients.BreakGlassFactory(client=episode.client, team=episode.team),
    "colleague": lambda episode: SimpleNamespace(pk=make_colleague(episode).username),
    "cover": lambda episode: accounts.CoverFactory(person=make_colleague(episode)),
    "qualification": lambda episode: staffing.QualificationFactory(user=make_colleague(episode)),
    "supervision": lambda episode: staffing.SupervisionFactory(user=make_colleague(episode)),
    "shift_note": lambda episode: staffing.ShiftNoteFactory(team=episode.team, client=episode.client),
    "record_link": lambda episode: clients.RecordLinkFactory(kept=episode.client, other__registered_team=episode.team),
    "rights_of": lambda episode: episode.client,
    "access_request": lambda episode: rights.AccessRequestFactory(client=episode.client),
    "limit": lambda episode: rights.LimitFactory(client=episode.client),
    "legal_hold": lambda episode: rights.LegalHoldFactory(client=episode.client),
    "retention_decision": lambda episode: rights.RetentionDecisionFactory(client=episode.client),
    "data_set_version": lambda episode: exchange.DataSetVersionFactory(),
    "document": lambda episode: core.DocumentFactory(kind="caseload"),
    "schedule": lambda episode: reports.ReportScheduleFactory(),
    "saved_view": lambda episode: core.SavedViewFactory(user=episode.keyworker or accounts.UserFactory()),
    "draft": lambda episode: core.DraftFactory(user=episode.keyworker or accounts.UserFactory()),
}


# Not about a client: whoever has the permission sees all of them.
