"""The demo's handovers in every state, aftercare and its check-ups."""

from datetime import timedelta

from accounts.choices import Nation, Role
from aftercare.choices import CheckUpOutcome, CheckUpSchedule, ClientAnswer, NoServiceReason
from aftercare.choices import HandoverStatus as Status
from aftercare.models import Aftercare, CheckUp, Handover, HandoverStatusChange, SupportNeed
from aftercare.schedule import due_days
from careplans.choices import AgreedHow, PlanStatus
from clients.choices import ConsentPurpose, EpisodeStatus
from clients.models import EpisodeStatusChange, KnownToTeam
from recovery_capital.choices import Domain

from . import words
from .afterwards import make_support, make_tries
from .plans import complete
from .rows import pick
from .sharing import make_consent

TARGETS = {Status.DRAFT: 40, Status.SENT: 30, Status.QUERIED: 8, Status.DECLINED: 6, Status.WITHDRAWN: 4, None: 12}


def make_leaving(case, plan, low_domains, directory, staff):
    """A handover for those in aftercare, and for those whose treatment ends soon."""
    if case.phase == "aftercare":
        started_on = case.ago(case.rng.randint(1, 150))
        handover = make_handover(case, low_domains, directory, started_on - timedelta(days=20))
        pass_on(case, handover, directory, staff, Status.ACCEPTED, started_on - timedelta(days=3))
        begin_aftercare(case, handover, plan, started_on)
        make_support(case, started_on)
    elif (
        case.phase == "in_treatment"
        and case.episode.planned_exit_on
        and case.episode.planned_exit_on < case.today + timedelta(days=40)
        and (target := pick(case.rng, TARGETS))
    ):
        handover = make_handover(case, low_domains, directory, case.ago(case.rng.randint(5, 20)))
        if target != Status.DRAFT:
            pass_on(case, handover, directory, staff, target, case.ago(case.rng.randint(1, 4)))


def make_handover(case, low_domains, directory, day):
    """Drafted by the case manager; a fifth of the drafts still have needs that nobody has answered."""
    handover = case.add(
        Handover,
        max(day, case.episode.treatment_started_on),
        case.case_manager,
        client=case.client,
        episode=case.episode,
    )
    unfinished = case.phase != "aftercare" and case.chance(0.5)
    for domain in Domain:
        make_need(case, handover, domain, domain in low_domains[:3], directory, unfinished)
    return handover


def make_need(case, handover, domain, has_need, directory, unfinished):
    detail, _, action, need = words.DOMAINS[domain]
    fields = {}
    if has_need:
        fields = {"detail": detail, "helped_by": "The keyworker", "continues": False, "who_will": "The case manager"}
        fields |= {"action": action, "by_when": case.today + timedelta(days=case.rng.randint(3, 40))}
        answer = case.rng.random()
        if answer < 0.75:
            fields["service"] = case.rng.choice(directory.offering(need))
        elif answer < 0.85 or not unfinished:
            fields["no_service_reason"] = case.rng.choice(list(NoServiceReason))
    case.add(
        SupportNeed,
        handover.created_at,
        case.case_manager,
        handover=handover,
        domain=domain,
        has_need=has_need,
        **fields,
    )


def pass_on(case, handover, directory, staff, target, day):
    """Agreed with the client, sent with consent, and perhaps answered."""
    by, at = case.case_manager, max(case.at(day - timedelta(days=2)), handover.created_at)
    if target == Status.WITHDRAWN:
        case.rows.moves(HandoverStatusChange, handover, (Status.DRAFT, target, at, by, "Stays in treatment after all"))
        handover.status = target
        return
    answer_unanswered(case, handover)
    service, worker = receiver(case, directory, staff)
    handover.summary, handover.strengths = words.HANDOVER_SUMMARY, "Comes on time, knows what helps."
    handover.triggers, handover.warning_signs = words.TRIGGERS, words.WARNING_SIGNS
    handover.coping, handover.people_to_call = words.COPING, words.PEOPLE_TO_CALL
    handover.if_i_lapse, handover.overdose_advice_given = words.IF_I_LAPSE, True
    handover.signs_others, handover.where_to_go = words.SIGNS_OTHERS, words.WHERE_TO_GO
    handover.harm_reduction, handover.others_do = words.HARM_REDUCTION, words.OTHERS_DO
    handover.way_back_name, handover.way_back_phone = case.staff.team.name, case.staff.team.phone
    handover.way_back_how, handover.way_back_days = words.WAY_BACK, 2
    handover.may_contact_again = case.chance(0.8)
    handover.agreed_on, handover.agreed_how = at.date(), AgreedHow.SIGNED
    handover.client_answer = ClientAnswer.AGREES
    handover.receiving_service, handover.receiving_worker = service, worker
    handover.consent = make_consent(case, service, ConsentPurpose.AFTERCARE_HANDOVER, at.date())
    handover.status, handover.sent_at = Status.SENT, at
    case.rows.moves(HandoverStatusChange, handover, (Status.DRAFT, Status.SENT, at, by))
    if target != Status.SENT:
        answer(case, handover, target, max(case.at(day), at), worker or first_of(staff, service))


def answer_unanswered(case, handover):
    for need in case.rows.by_model[SupportNeed][-len(Domain) :]:
        if need.has_need and not need.service_id and not need.no_service_reason:
            need.no_service_reason = NoServiceReason.NONE_HERE


def answer(case, handover, status, at, by):
    if status == Status.QUERIED:
        handover.question = words.QUESTION
    elif status == Status.DECLINED:
        handover.decline_reason = "Lives outside our area now; the team in the next valley can help."
    elif status == Status.ACCEPTED:
        case.add(KnownToTeam, at, by, client=case.client, team=handover.receiving_service.run_by_team)
    handover.status, handover.answered_by = status, by
    case.rows.moves(HandoverStatusChange, handover, (Status.SENT, status, at, by))


def receiver(case, directory, staff):
    """In England our recovery and aftercare team, in Wales the neighbours; to a named worker or to the team."""
    if case.staff.nation == Nation.ENGLAND:
        key = "aftercare"
    else:
        key = "glannau" if case.staff is staff["dyffryn"] else "dyffryn"
    worker = staff[key].of(Role.KEYWORKER)[0] if case.chance(0.6) else None
    return directory.of_team[key], worker


def first_of(staff, service):
    people = next(people for people in staff.values() if people.team == service.run_by_team)
    return people.of(Role.KEYWORKER)[0]


def begin_aftercare(case, handover, plan, started_on):
    by, at = case.case_manager, case.at(started_on)
    if plan and plan.status == PlanStatus.ACTIVE:
        complete(case, plan, started_on)
    move = (EpisodeStatus.IN_TREATMENT, EpisodeStatus.AFTERCARE, at, by)
    case.rows.moves(EpisodeStatusChange, case.episode, move)
    case.episode.status, case.episode.planned_exit_on = EpisodeStatus.AFTERCARE, started_on
    aftercare = case.add(
        Aftercare, at, by, client=case.client, episode=case.episode, handover=handover, started_on=started_on
    )
    for due_on in due_days(CheckUpSchedule.STANDARD, started_on):
        make_check_up(case, aftercare, due_on)


def make_check_up(case, aftercare, due_on):
    done_on = due_on + timedelta(days=case.rng.randint(0, 4))
    outcome = ""
    if done_on < case.today and case.chance(0.85):
        outcome = pick(case.rng, {CheckUpOutcome.OK: 60, CheckUpOutcome.SIGNPOSTED: 18, CheckUpOutcome.NOT_REACHED: 14,
                                  CheckUpOutcome.REFERRED_BACK: 6, CheckUpOutcome.URGENT: 2})  # fmt: skip
    check_up = case.add(
        CheckUp, aftercare.created_at, case.case_manager, client=case.client, aftercare=aftercare, due_on=due_on,
        done_on=done_on if outcome else None, outcome=outcome,
    )  # fmt: skip
    make_tries(case, check_up)
