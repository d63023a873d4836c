"""The demo's consents, referrals in every state, and stays in custody."""

import uuid
from datetime import timedelta

from django.utils import timezone

from clients.choices import ConsentCategory, ConsentPurpose, EpisodeStatus, GivenHow, SubstanceGroup
from clients.models import Consent
from core.calendar import ONE_DAY, add_working_days, london
from custody.choices import Accommodation, LegalStatus, ReleaseManner, ReleaseType, StayStatus
from custody.models import CustodyStay, CustodyStayStatusChange, ReleaseDate, ReleasePlan
from custody.release_dates import planning_dates
from referrals.choices import NEEDS_OF_DOMAIN, DeclineReason, ReferralOutcome, SentHow, UnmetReason
from referrals.choices import ReferralStatus as Status
from referrals.models import Referral, ReferralStatusChange, UnmetNeed
from referrals.unmet import REASON_OF_DECLINE
from services_directory.choices import Need

from .prisons import key_of
from .rows import SHORT, pick
from .words import DOMAINS, OFFENDER_MANAGERS, PRISONS, RELEASE_REASONS

TARGETS = {
    Status.DRAFT: 8, Status.SENT: 22, Status.ACCEPTED: 15, Status.STARTED: 15,
    Status.COMPLETED: 22, Status.DECLINED: 12, Status.WITHDRAWN: 6,
}  # fmt: skip
PATHS = {
    Status.DRAFT: [],
    Status.SENT: [Status.SENT],
    Status.ACCEPTED: [Status.SENT, Status.ACCEPTED],
    Status.STARTED: [Status.SENT, Status.ACCEPTED, Status.STARTED],
    Status.COMPLETED: [Status.SENT, Status.ACCEPTED, Status.STARTED, Status.COMPLETED],
    Status.DECLINED: [Status.SENT, Status.DECLINED],
    Status.WITHDRAWN: [Status.SENT, Status.WITHDRAWN],
}
NOT_MET = [
    ("community", Need.WOMEN, UnmetReason.DOES_NOT_EXIST, "No group for women in the Vale; the bus to the city takes two hours."),
    ("housing", Need.DRY_HOUSE, UnmetReason.FULL, "Six rooms, and nobody moves out before spring."),
    ("mental_health", Need.MENTAL_HEALTH, UnmetReason.THRESHOLD_NOT_MET, "“Come back when the drinking has stopped.”"),
    ("housing", Need.HOSTEL, UnmetReason.REFUSED, "Refused because of an old fire."),
    ("money", Need.BENEFITS, UnmetReason.NOT_ELIGIBLE, "No recourse to public funds."),
    ("substance_use", Need.RESIDENTIAL_REHAB, UnmetReason.UNSUITABLE, "No house takes somebody with insulin at night."),
    ("peer_support", Need.MUTUAL_AID, UnmetReason.CLIENT_DECLINED, "Does not want groups now. Ask again."),
]  # fmt: skip
OPEN = (Status.DRAFT, Status.SENT, Status.ACCEPTED, Status.STARTED)


def make_consent(case, recipient, purpose, day):
    """Some share all of a handover, others only a part, and what is not shared is left out."""
    categories = [ConsentCategory.IDENTITY, ConsentCategory.SUBSTANCE_USE]
    extra = [ConsentCategory.HOUSING, ConsentCategory.PLAN, ConsentCategory.RISK, ConsentCategory.HEALTH]
    categories += extra[: case.rng.randint(0, 4)]
    if purpose == ConsentPurpose.AFTERCARE_HANDOVER and case.chance(0.6):
        categories = list(ConsentCategory)
    return case.add(
        Consent,
        day,
        client=case.client,
        recipient=recipient,
        purpose=purpose,
        categories=categories,
        given_how=(how := case.rng.choice(list(GivenHow))),
        evidence="“Yes, tell them.”" if how == GivenHow.VERBAL else "Signed form in the paper file",
        given_on=day,
        expires_on=day + timedelta(days=365),
    )


def make_referrals(case, low_domains, directory):
    """Up to three, for the domains with the lowest ratings."""
    if not case.started_on:
        return
    for domain in low_domains[: pick(case.rng, {0: 30, 1: 40, 2: 20, 3: 10})]:
        span = max((case.last_on - case.started_on).days, 0)
        day = case.last_on - timedelta(days=case.rng.randint(0, min(span, 150)))
        make_referral(case, domain, case.rng.choice(directory.offering(DOMAINS[domain][3])), day)


def make_referral(case, domain, service, day):
    referral = case.add(
        Referral, day, client=case.client, episode=case.episode, service=service, domain=domain,
        reason=DOMAINS[domain][0],
    )  # fmt: skip
    at = referral.created_at
    for status in PATHS[pick(case.rng, TARGETS)]:
        day += timedelta(days=case.rng.randint(0, 3) if status == Status.SENT else case.rng.randint(2, 21))
        if day > case.last_on:
            break
        at = max(case.at(day), at)
        advance(case, referral, status, at, day)
    if case.phase == "closed" and referral.status in OPEN and referral.status != Status.STARTED:
        advance(case, referral, Status.WITHDRAWN, max(case.at(case.last_on), at), case.last_on)


def advance(case, referral, status, at, day):
    if status == Status.SENT:
        referral.sent_on, referral.sent_how = day, SentHow.PHONE
        referral.answer_by = day + timedelta(days=7)
        referral.consent = make_consent(case, referral.service, ConsentPurpose.REFERRAL, day)
    elif status == Status.DECLINED:
        referral.decline_reason = case.rng.choice(list(DeclineReason))
    elif status == Status.STARTED:
        referral.attended_on = day
    elif status == Status.COMPLETED:
        referral.outcome = case.rng.choice(list(ReferralOutcome))
    case.rows.moves(ReferralStatusChange, referral, (referral.status, status, at, case.worker))
    referral.status = status


def make_unmet_needs(case):
    """Of what was declined, every third need stands as one that cannot be met; a few were met after all."""
    declined = [row for row in case.rows.by_model[Referral] if row.client is case.client and row.decline_reason]
    rng = case.rows.random("unmet", case.number)
    for referral in declined:
        day = timezone.localdate(referral.updated_at)
        reason = REASON_OF_DECLINE.get(referral.decline_reason, UnmetReason.DOES_NOT_EXIST)
        if rng.random() < 0.35:
            case.rows.add(
                UnmetNeed, referral.updated_at, case.worker, id=uuid.UUID(int=rng.getrandbits(128), version=4),
                client=case.client, episode=case.episode, referral=referral, domain=referral.domain, reason=reason,
                need=NEEDS_OF_DOMAIN[referral.domain][0], area=case.staff.team.area, found_on=day,
                detail="Rang them twice. We look again at the next review.",
                met_on=day + timedelta(days=30) if rng.random() < 0.2 and case.ago(30) > day else None,
            )  # fmt: skip


def make_other_unmet_needs(case):
    """Some needs are known not to be met before anybody is asked: there is nothing here, or it was full, or not for them."""
    rng = case.rows.random("unmet without a referral", case.number)
    if case.rows.stories is SHORT or not case.started_on or rng.random() > 0.08:
        return
    domain, need, reason, detail = rng.choice(NOT_MET)
    day = case.last_on - timedelta(days=rng.randint(1, 60))
    if day > case.started_on:
        case.rows.add(
            UnmetNeed, case.at(day), case.worker, id=uuid.UUID(int=rng.getrandbits(128), version=4), client=case.client,
            episode=case.episode, domain=domain, need=need, reason=reason, area=case.staff.team.area, found_on=day,
            detail=detail,
        )  # fmt: skip


def make_custody(case):
    """Somebody in prison now, or lately released."""
    if case.phase == "custody":
        make_release_dates(case, make_stay(case, case.rng.randint(40, 300)))
    elif case.phase == "in_treatment" and case.episode.status == EpisodeStatus.IN_TREATMENT and case.chance(0.03):
        make_released(case)


def make_stay(case, days_in):
    rng = case.rng
    started_on = case.ago(days_in)
    status = pick(rng, {LegalStatus.SENTENCED: 75, LegalStatus.RECALLED: 15, LegalStatus.REMAND: 10})
    prison = PRISONS[-1] if case.client.sex == "female" else rng.choice(PRISONS[:-1])
    return case.add(
        CustodyStay,
        started_on + timedelta(days=rng.randint(1, 10)),
        client=case.client,
        episode=case.episode,
        prison=prison,
        establishment_id=key_of(prison),
        prison_number=f"Z{rng.randint(1000, 9999)}ZZ",
        legal_status=status,
        custody_started_on=started_on,
        sentenced_on=None if status == LegalStatus.REMAND else started_on + timedelta(days=rng.randint(0, 20)),
        offender_manager=rng.choice(OFFENDER_MANAGERS) if case.chance(0.7) else "",
        opioid_risk="yes" if case.group == SubstanceGroup.OPIATE else rng.choice(["no", ""]),
        on_substitute_medication=rng.choice(["yes", "yes", "no"]) if case.group == SubstanceGroup.OPIATE else "",
    )


def make_release_dates(case, stay):
    """The date that holds, most of them in the next twelve weeks and many on a Friday, and perhaps one before it."""
    rng = case.rng
    days = rng.randint(2, 80) if case.chance(0.8) else rng.randint(90, 240)
    nominal = case.today + timedelta(days=days)
    if case.chance(0.55):
        nominal += timedelta(days=(4 - nominal.weekday()) % 7)
    received_on = case.ago(rng.randint(2, 25))
    current = make_release_date(case, stay, nominal, max(received_on, stay.created_at.date()))
    if case.chance(0.3) and (received_on - stay.created_at.date()).days > 14:
        earlier = make_release_date(case, stay, nominal + timedelta(days=rng.choice([-21, 14, 28])),
                                    received_on - timedelta(days=12))  # fmt: skip
        earlier.superseded_at = current.received_at
    make_release_plan(case, stay, current)


def make_release_date(case, stay, nominal, received_on):
    kind = {LegalStatus.RECALLED: ReleaseType.PRRD, LegalStatus.REMAND: ReleaseType.REMAND}.get(stay.legal_status)
    kind = kind or case.rng.choice([ReleaseType.CRD, ReleaseType.CRD, ReleaseType.ARD, ReleaseType.HDCAD])
    served = (nominal - stay.sentenced_on).days if stay.sentenced_on else 0
    dates = planning_dates(nominal, kind, served)
    at = max(case.at(received_on), stay.created_at)
    return case.add(
        ReleaseDate,
        at,
        stay=stay,
        release_type=kind,
        nominal_on=nominal,
        days_served=served,
        source=case.rng.choice(RELEASE_REASONS),
        received_at=at,
        earliest_on=dates.earliest,
        expected_on=dates.expected,
        last_working_day_on=dates.last_working_day,
        friday_or_pre_holiday=dates.friday_or_pre_holiday,
    )


def make_release_plan(case, stay, release):
    """The nearer the day, the more is ready; not everything ever is."""
    rng = case.rng
    near = (release.expected_on - case.today).days < 30
    if case.chance(0.7 if near else 0.2):
        stay.appointment_at = london(add_working_days(release.expected_on, 1), rng.randint(9, 15))
        stay.appointment_place = f"{case.staff.team.name}, 4 Tannery Lane"
    if case.chance(0.7 if near else 0.3):
        stay.accommodation = rng.choice([Accommodation.NO_FIXED_ABODE, Accommodation.TEMPORARY, Accommodation.SETTLED])
    if stay.on_substitute_medication == "yes" and case.chance(0.6):
        stay.prescriber = "Dr Mistry; Riverside Pharmacy"
        stay.supply_ends_on = release.expected_on + timedelta(days=rng.choice([1, 3, 7]))
    if stay.opioid_risk == "yes" and case.chance(0.3):
        stay.naloxone_supplied_on = case.ago(1)
    make_plan_sections(case, stay, release)


def make_plan_sections(case, stay, release):
    """Most have begun a plan; of some with a bridging supply it is known when it goes on outside, a day too late of a few."""
    rng = case.rows.random("release plan", case.number)
    if rng.random() < 0.3:
        return
    begins = stay.supply_ends_on + timedelta(days=rng.choice([1, 1, 1, 3])) if stay.supply_ends_on else None
    case.rows.add(
        ReleasePlan, release.created_at, case.worker,
        id=uuid.UUID(int=rng.getrandbits(128), version=4), client=case.client, stay=stay,
        met_by=rng.choice(["", "Recovery coach", "Sister"]), transport=rng.choice(["", "Train, with a travel warrant"]),
        supply_form="fp10mda" if begins else "", prescribing_on=begins,
        licence_kinds=rng.choice([[], ["drug_appointment"], ["drug_appointment", "test_class_a"], ["curfew"]]),
        friday_policy=rng.choice(["", "yes"]) if release.friday_or_pre_holiday else "",
    )  # fmt: skip
    if rng.random() < 0.6:
        make_release_consent(case, stay, release, rng)


def make_release_consent(case, stay, release, rng):
    """Of most whose plan was begun we may ask the prison; some want nothing about medicine said there."""
    categories = [ConsentCategory.IDENTITY, ConsentCategory.HOUSING, ConsentCategory.OFFENDING]
    if rng.random() < 0.7:
        categories += [ConsentCategory.HEALTH, ConsentCategory.PRESCRIBING]
    day = timezone.localdate(release.created_at)
    case.rows.add(
        Consent, release.created_at, case.worker, id=uuid.UUID(int=rng.getrandbits(128), version=4),
        client=case.client, outside=stay.prison, purpose=ConsentPurpose.RELEASE, categories=categories,
        given_how=GivenHow.VERBAL, evidence="“You may ask the prison.”", given_on=day,
    )  # fmt: skip


def make_released(case):
    """Home again: seen soon, seen late, or not yet."""
    rng = case.rng
    released_on = case.ago(rng.randint(3, 60))
    stay = make_stay(case, (case.today - released_on).days + rng.randint(30, 200))
    told_on = max(released_on - timedelta(days=20), stay.created_at.date())
    make_release_date(case, stay, released_on, told_on)
    stay.status, stay.released_on = StayStatus.RELEASED, released_on
    stay.release_manner = pick(rng, {ReleaseManner.AS_PLANNED: 7, ReleaseManner.EARLY: 2, ReleaseManner.FROM_COURT: 1})
    seen_on = released_on + ONE_DAY * pick(rng, {1: 50, 4: 20, 12: 10, 30: 20})
    stay.first_seen_on = seen_on if seen_on < case.today else None
    at = max(case.at(released_on), stay.created_at)
    move = (StayStatus.IN_CUSTODY, StayStatus.RELEASED, at, case.worker)
    case.rows.moves(CustodyStayStatusChange, stay, move)
