"""The demo's episodes: waiting and treatment, contacts, and recovery capital over time."""

from datetime import timedelta
from uuid import uuid5

from aftercare.choices import UNPLANNED, LetterAfterExit
from aftercare.models import UnplannedExit
from clients.choices import (
    ContactKind,
    ContactOutcome,
    DischargeReason,
    EpisodeStatus,
    HowKnown,
    MissedBy,
    MissedReason,
    ReferralSource,
)
from clients.choices import SubstanceGroup as Group
from clients.models import Contact, Death, Episode, EpisodeStatusChange, EpisodeSubstance
from core.calendar import london
from recovery_capital.choices import (
    AccommodationType,
    AssessmentStatus,
    Domain,
    EmploymentStatus,
    HousingProblem,
    HousingStatus,
    NaloxoneAnswer,
    ParentalStatus,
    SupplySource,
    YesNo,
)
from recovery_capital.models import Assessment, DomainRating, Environment, FamilyFacts, HealthFacts, HousingFacts

from .family import make_family_facts
from .people import CONTACT_KINDS, ROUTES, SUBSTANCES, first_days
from .rows import pick
from .words import (
    BARRIERS,
    CONTACT_NOTES,
    DOMAINS,
    ENVIRONMENTS,
    MEDICINES,
    MISSED_NOTES,
    PHYSICAL,
    PSYCHOLOGICAL,
    SAID_WHEN_LOW,
    SAID_WHEN_WELL,
    STRENGTHS,
)

SOURCES = {
    ReferralSource.SELF: 52, ReferralSource.GP: 14, ReferralSource.PRISON: 8, ReferralSource.PROBATION: 7,
    ReferralSource.HOSPITAL: 6, ReferralSource.MENTAL_HEALTH: 4, ReferralSource.SOCIAL_SERVICES: 3,
    ReferralSource.HOUSING: 3, ReferralSource.FAMILY: 2, ReferralSource.ARREST_REFERRAL: 1,
}  # fmt: skip
ENDS = {
    DischargeReason.COMPLETED_DRUG_FREE: 30, DischargeReason.COMPLETED_ALCOHOL_FREE: 10,
    DischargeReason.COMPLETED_OCCASIONAL: 8, DischargeReason.DROPPED_OUT: 34, DischargeReason.TRANSFERRED: 6,
    DischargeReason.TRANSFERRED_IN_CUSTODY: 5, DischargeReason.DECLINED: 4, DischargeReason.WITHDRAWN: 1,
    DischargeReason.DIED: 2,
}  # fmt: skip
REVIEW_DAYS = 84
KIT_LASTS = timedelta(days=730)


def make_episode(case):
    """The episode that counts now; some people have been here before."""
    rng, waiting = case.rng, case.phase == "waiting"
    if waiting:
        referred_on = case.ago(rng.randint(1, 30))
    else:
        shortest = {"aftercare": 240, "closed": 120, "custody": 60}.get(case.phase, 45)
        referred_on = case.ago(shortest + int(rng.expovariate(1 / 200)) % 640)
    offered_on, started_on = first_days(rng, case.staff.nation, referred_on)
    episode = case.episode = case.add(
        Episode,
        referred_on,
        client=case.client,
        team=case.staff.team,
        keyworker=case.keyworker,
        case_manager=case.case_manager,
        status=EpisodeStatus.WAITING,
        referral_source=ReferralSource.PRISON if case.phase == "custody" else pick(rng, SOURCES),
        referred_on=referred_on,
        first_appointment_offered_on=offered_on if not waiting or case.chance(0.8) else None,
    )
    case.client.created_at = case.client.updated_at = episode.created_at
    case.client.created_by = case.client.updated_by = episode.created_by
    case.last_on = case.ago(1)
    if case.keyworker:
        since = case.ago(rng.randint(1, 6)) if case.chance(0.05) else referred_on + timedelta(days=1)
        episode.keyworker_since = max(case.at(since), episode.created_at)
    if not waiting:
        start_treatment(case, started_on)
    if case.phase == "closed":
        close(case)
    make_substances(case, episode)
    if case.chance(0.12):
        make_earlier_episode(case, referred_on)


def start_treatment(case, started_on):
    episode = case.episode
    case.started_on = episode.treatment_started_on = started_on
    episode.status = EpisodeStatus.IN_TREATMENT
    move = (EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT, case.at(started_on), case.worker)
    case.rows.moves(EpisodeStatusChange, episode, move)
    if case.phase == "in_treatment" and case.chance(0.4):
        days = case.rng.randint(2, 40) if case.chance(0.35) else case.rng.randint(41, 200)
        episode.planned_exit_on = case.today + timedelta(days=days)
        told_on = min(case.ago(1), episode.planned_exit_on - timedelta(days=84))
        episode.planned_exit_since = london(max(started_on, told_on))


def close(case):
    episode = case.episode
    longest = (case.ago(2) - case.started_on).days
    ended_on = case.started_on + timedelta(days=case.rng.randint(min(30, longest), max(longest, 30)))
    case.last_on = min(ended_on, case.ago(2))
    reason = pick(case.rng, ENDS)
    if reason == DischargeReason.COMPLETED_DRUG_FREE and case.group == Group.ALCOHOL:
        reason = DischargeReason.COMPLETED_ALCOHOL_FREE
    episode.status, episode.ended_on, episode.discharge_reason = EpisodeStatus.CLOSED, case.last_on, reason
    case.rows.moves(
        EpisodeStatusChange,
        episode,
        (EpisodeStatus.IN_TREATMENT, EpisodeStatus.CLOSED, case.at(case.last_on), case.worker, str(reason.label)),
    )
    write_up(case, episode)
    if reason == DischargeReason.DIED:
        case.add(Death, case.last_on, client=case.client, died_on=case.last_on, how_known=HowKnown.HOSPITAL)


def write_up(case, episode):
    """Nearly every unplanned end is written up; what is not is recent, and due (AC10). It draws no numbers of the others."""
    is_left = case.rows.random("unplanned", episode.pk).random() < 0.05 and episode.ended_on > case.ago(120)
    if episode.discharge_reason not in UNPLANNED or is_left:
        return
    case.add(
        UnplannedExit,
        episode.updated_at,
        id=uuid5(episode.pk, "unplanned"),
        client=case.client,
        episode=episode,
        letter=LetterAfterExit.WRITTEN,
        letter_on=episode.ended_on,
        who_was_told="The GP, by consent",
        decided_on=episode.ended_on,
        decision="Tried by telephone and by letter; the team agreed to close",
        way_back="Ring the team: no new referral is needed",
    )


def make_substances(case, episode):
    main, others = SUBSTANCES[case.group]
    chosen = [pick(case.rng, main)]
    if others and (case.group == Group.NON_OPIATE_AND_ALCOHOL or case.chance(0.7)):
        chosen.append(pick(case.rng, others))
    for rank, substance in enumerate(chosen, 1):
        route = case.rng.choice(ROUTES.get(substance, ["oral"]))
        at = episode.created_at
        case.add(EpisodeSubstance, at, episode=episode, rank=rank, substance=substance, route=route)


def make_earlier_episode(case, referred_on):
    """An episode that ended some months before this one began."""
    ended_on = referred_on - timedelta(days=case.rng.randint(60, 300))
    began_on = ended_on - timedelta(days=case.rng.randint(40, 300))
    offered_on, started_on = first_days(case.rng, case.staff.nation, began_on)
    started_on = min(started_on, ended_on)
    episode = case.add(
        Episode,
        began_on,
        client=case.client,
        team=case.staff.team,
        keyworker=case.keyworker,
        status=EpisodeStatus.CLOSED,
        referral_source=pick(case.rng, SOURCES),
        referred_on=began_on,
        first_appointment_offered_on=offered_on,
        treatment_started_on=started_on,
        ended_on=ended_on,
        discharge_reason=DischargeReason.DROPPED_OUT,
    )
    case.client.created_at = case.client.updated_at = episode.created_at
    case.rows.moves(
        EpisodeStatusChange,
        episode,
        (EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT, case.at(started_on), case.worker),
        (EpisodeStatus.IN_TREATMENT, EpisodeStatus.CLOSED, case.at(ended_on), case.worker, "Dropped out"),
    )
    write_up(case, episode)
    make_substances(case, episode)


def make_contacts(case):
    """About one a fortnight, the latest ones kept; some people have not been seen for a while."""
    rng = case.rng
    day = case.last_on - timedelta(days=int(rng.expovariate(1 / 9)) % 50)
    for _ in range(case.rows.stories.contacts):
        if day <= case.episode.referred_on:
            break
        make_contact(case, day)
        day -= timedelta(days=rng.randint(5, 24))


def make_contact(case, day):
    rng = case.rng
    while day.weekday() >= 5:
        day -= timedelta(days=1)
    at = case.at(day)
    if at <= case.episode.created_at:
        return
    outcome = pick(rng, {ContactOutcome.ATTENDED: 78, ContactOutcome.MISSED: 16, ContactOutcome.CANCELLED: 6})
    attended = outcome == ContactOutcome.ATTENDED
    reason = "" if attended else rng.choice(list(MissedReason))
    kind = pick(rng, CONTACT_KINDS)
    if case.phase == "custody" and kind == ContactKind.HOME_VISIT:
        kind = ContactKind.PRISON_VISIT
    case.add(
        Contact,
        at,
        client=case.client,
        episode=case.episode,
        kind=kind,
        outcome=outcome,
        missed_by="" if attended else MissedBy.US if reason == MissedReason.SERVICE_CANCELLED else MissedBy.PERSON,
        missed_reason=reason,
        happened_at=at,
        minutes=rng.choice([10, 20, 30, 45, 60]) if attended else None,
        note=rng.choice(CONTACT_NOTES if attended else MISSED_NOTES),
    )


def make_assessments(case):
    """One at the start and one at each review, so that change can be seen; gives the lowest domains of the last."""
    if not case.started_on or case.chance(0.04):
        return []
    ratings = {domain: case.rng.randint(1, 7) for domain in Domain}
    facts = first_facts(case)
    day = case.started_on + timedelta(days=case.rng.randint(0, 14))
    count = 0
    while day <= case.last_on and count < case.rows.stories.assessments:
        make_assessment(case, day, ratings, facts)
        ratings = {domain: min(max(value + case.rng.choice([-1, 0, 0, 1, 1, 2]), 0), 10)
                   for domain, value in ratings.items()}  # fmt: skip
        facts = later_facts(case, facts)
        day += timedelta(days=REVIEW_DAYS + case.rng.randint(-10, 25))
        count += 1
    return sorted(ratings, key=ratings.get)


def first_facts(case):
    rng = case.rng
    problem = pick(rng, {HousingProblem.URGENT: 5, HousingProblem.PROBLEM: 11, HousingProblem.NONE: 84})
    parent = pick(rng, {ParentalStatus.NOT_A_PARENT: 48, ParentalStatus.NONE_LIVE_WITH: 28,
                        ParentalStatus.ALL_LIVE_WITH: 16, ParentalStatus.SOME_LIVE_WITH: 8})  # fmt: skip
    at_home = parent in (ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH)
    substitute = ("yes" if case.chance(0.7) else "no") if case.group == Group.OPIATE else ""
    return {
        "housing_problem": problem,
        "housing_status": housing_status(rng, problem),
        "employment_status": rng.choice(["employed", "sick_or_disabled", "sick_or_disabled", "seeking_work",
                                         "seeking_work", "not_receiving_benefits", "homemaker", "retired"]),
        "parental_status": parent,
        "children_in_household": rng.randint(1, 4) if at_home else 0,
        "substitute_medication": substitute,
    }  # fmt: skip


def housing_status(rng, problem):
    if problem == HousingProblem.URGENT:
        return rng.choice([HousingStatus.ROUGH_SLEEPING, HousingStatus.SOFA_SURFING, HousingStatus.HOSTEL])
    if problem == HousingProblem.PROBLEM:
        return rng.choice([HousingStatus.SOFA_SURFING, HousingStatus.TEMPORARY, HousingStatus.PRIVATE_RENT])
    return pick(rng, {HousingStatus.COUNCIL: 30, HousingStatus.HOUSING_ASSOCIATION: 22, HousingStatus.PRIVATE_RENT: 22,
                      HousingStatus.FAMILY: 14, HousingStatus.OWNER: 8, HousingStatus.SUPPORTED: 4})  # fmt: skip


def later_facts(case, facts):
    """Some move house or find work."""
    facts = dict(facts)
    if facts["housing_problem"] != HousingProblem.NONE and case.chance(0.35):
        facts |= {"housing_problem": HousingProblem.NONE, "housing_status": HousingStatus.SUPPORTED}
    if facts["employment_status"] == "seeking_work" and case.chance(0.15):
        facts["employment_status"] = EmploymentStatus.EMPLOYED
    return facts


def make_housing_facts(case, assessment):
    """Whoever has a problem with a home needs another one; without drink and drugs in the house, most often."""
    rng = case.rows.random("homes", case.number, assessment.assessed_on)
    if assessment.housing_problem in (HousingProblem.URGENT, HousingProblem.PROBLEM):
        kinds = [AccommodationType.SUBSTANCE_FREE, AccommodationType.ALCOHOL_FREE, AccommodationType.SUPPORTED,
                 AccommodationType.OWN_TENANCY, AccommodationType.HOUSING_FIRST]  # fmt: skip
        needed = sorted({pick(rng, dict(zip(kinds, (40, 15, 20, 15, 10), strict=True))) for _kind in range(2)})
        case.add(HousingFacts, assessment.created_at, assessment=assessment, needed=needed)


def make_assessment(case, day, ratings, facts):
    rng = case.rng
    assessment = case.add(
        Assessment, day, client=case.client, episode=case.episode, assessed_on=day,
        physical_health=rng.choice(PHYSICAL), psychological_health=rng.choice(PSYCHOLOGICAL),
        medication=rng.choice(MEDICINES), status=AssessmentStatus.RECORDED, **facts,
    )  # fmt: skip
    told = case.rows.random("capital", case.number, day)  # a stream of its own: what came before stays as it was
    if told.random() < 0.8:
        case.add(Environment, assessment.created_at, assessment=assessment, **told.choice(ENVIRONMENTS))
    if facts["substitute_medication"] == YesNo.YES:
        make_medicine_facts(case, assessment)
    make_family_facts(case, assessment)
    make_housing_facts(case, assessment)
    for domain, value in ratings.items():
        low = value <= 4
        case.add(
            DomainRating,
            assessment.created_at,
            assessment=assessment,
            domain=domain,
            rating=None if rng.random() < 0.03 else value,
            strengths="" if low else rng.choice(STRENGTHS),
            barriers=rng.choice(BARRIERS) if low else "",
            needs=DOMAINS[domain][0] if low and rng.random() < 0.7 else "",
            words=told.choice(SAID_WHEN_LOW if low else SAID_WHEN_WELL),
        )


def make_medicine_facts(case, assessment):
    """Supply and naloxone of somebody on substitute medication, and a lockable box where there are children."""
    day, at = assessment.assessed_on, assessment.created_at
    case.add(
        HealthFacts, at, assessment=assessment, supply_from=SupplySource.PHARMACY, supervised=YesNo.NO,
        take_home=YesNo.YES, supply_until=day + timedelta(days=14), naloxone_offered_on=day,
        naloxone_answer=NaloxoneAnswer.ACCEPTED, naloxone_supplied_on=day, naloxone_trained_on=day,
        naloxone_expires_on=day + KIT_LASTS,
    )  # fmt: skip
    if assessment.children_in_household:
        case.add(FamilyFacts, at, assessment=assessment, lockable_box_on=day, storage_advice_on=day)
