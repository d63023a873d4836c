"""The demo's referrals to us: those that wait for triage, those not taken on, and where the people who wait came from."""

from datetime import timedelta

from accounts.choices import Nation, Role
from core.calendar import london
from referrals.choices import (
    Agrees,
    Danger,
    HeardFrom,
    IncomingStatus,
    IncomingWay,
    NotTakenOn,
    OfferedHow,
    OfferOutcome,
    Urgency,
)
from referrals.models import AppointmentOffer, IncomingReferral, IncomingStatusChange
from services_directory.choices import Need

from .open_door import key_of
from .people import REFERENCE_ALPHABET
from .rows import SHORT, moment, pick
from .words import NAMES

TEAMS_THAT_TAKE = {"city": 8, "vale": 4, "dyffryn": 4}
WAYS = {IncomingWay.PUBLIC: 55, IncomingWay.OTHER_PERSON: 10, IncomingWay.PROFESSIONAL: 25, IncomingWay.STAFF: 10}
SOURCES = {
    IncomingWay.PUBLIC: ["self"],
    IncomingWay.OTHER_PERSON: ["family"],
    IncomingWay.PROFESSIONAL: ["gp", "hospital", "probation", "housing", "jobcentre", "prison"],
    IncomingWay.STAFF: ["self", "gp"],
}
WHAT_FOR = [
    "I drink every evening now and cannot get through a day without. I want to stop.",
    "Cocaine at weekends has become most days, and the money is gone.",
    "I used to be with you three years ago. I have started to use again and am frightened.",
    "Takes heroin and what is sold as sleeping tablets. Has been off his script since the summer.",
    "Asks for help to cut down before the baby comes.",
    "Lost the flat, sleeps at friends’, drinks to sleep. Would like somebody to talk to.",
]
TRIAGED = [
    "Rang back. Safe for now, somebody is at home. Told not to stop drinking at once without advice.",
    "Spoke with the person: naloxone given at the drop-in, knows where to come.",
    "Rang twice, reached at the second try. Would like mornings.",
]
NOT_TAKEN = [
    (NotTakenOn.OTHER_AREA, "Lives beyond our area: rang the team there together.", ""),
    (
        NotTakenOn.BETTER_ELSEWHERE,
        "Wants to talk to somebody about the bad days: rang them together.",
        Need.MENTAL_HEALTH,
    ),
    (NotTakenOn.NOT_REACHED, "Rang four times and wrote: they know how to come back.", ""),
]
LONG = 20  # days, after which somebody may have missed three appointments
LATELY = 90  # days
HEARD = [HeardFrom.GP, HeardFrom.FRIEND, HeardFrom.WEB, HeardFrom.BEEN_BEFORE, HeardFrom.LIBRARY, HeardFrom.NOT_ASKED]


def make_incoming(rows, staff, directory):
    """What waits at the door of three teams, and what was not taken on or taken back lately."""
    if rows.stories is SHORT:
        return
    for key, number in TEAMS_THAT_TAKE.items():
        rng = rows.random("referrals in", key)
        for place in range(number):
            make_waiting_for_us(rows, rng, staff[key], place)
        for place, (reason, told, need) in enumerate(NOT_TAKEN):
            onward = rng.choice(directory.offering(need)) if need else None
            make_not_taken_on(rows, rng, staff[key], 20 + 9 * place, reason, told, onward)
        make_taken_back(rows, rng, staff[key])


def add_referral(rows, rng, staff, day, **fields):
    way = pick(rng, WAYS)
    _weight, women, men, families = NAMES[rng.choice(sorted(NAMES))]
    said = {
        "reference": "R-" + "".join(rng.choices(REFERENCE_ALPHABET, k=6)),
        "team": staff.team, "way": way, "source": rng.choice(SOURCES[way]), "referred_on": day,
        "first_name": rng.choice((women + " " + men).split()), "family_name": rng.choice(families.split()).replace("~", " "),
        "date_of_birth": day - timedelta(days=rng.randint(19 * 366, 62 * 366)), "phone": f"07700 900{rng.randint(0, 999):03}",
        "may_leave_message": rng.random() < 0.6, "may_text": rng.random() < 0.5, "what_for": rng.choice(WHAT_FOR),
        "heard_from": rng.choice(HEARD), "agrees": Agrees.YES,
        "referrer_name": "" if way in (IncomingWay.PUBLIC, IncomingWay.STAFF) else "Sam Referrer",
        "referrer_phone": "" if way in (IncomingWay.PUBLIC, IncomingWay.STAFF) else "01632 960555",
    }  # fmt: skip
    return rows.add(IncomingReferral, moment(day, rng), id=key_of(rng), **said | fields)


def make_waiting_for_us(rows, rng, staff, place):
    """The newest are not looked at yet; every third names a danger; one is under 18."""
    # Wales counts 20 working days, England 21 days: in both, the oldest has run out of time.
    day = rows.today - timedelta(days=1 + place * (10 if staff.nation == Nation.WALES else 3))
    fields = {"dangers": [rng.choice(list(Danger))]} if place % 3 == 0 else {}
    if place == 1:
        fields["date_of_birth"] = day - timedelta(days=16 * 365)
    if place > 1:
        fields |= {"urgency": rng.choice([Urgency.SOON, Urgency.ROUTINE]), "triaged_on": day + timedelta(days=1)}
        fields |= {"triage_note": rng.choice(TRIAGED), "allocated_to": rng.choice(staff.of(Role.KEYWORKER))}
    add_referral(rows, rng, staff, day, **fields)


def make_not_taken_on(rows, rng, staff, days, reason, told, onward):
    day, manager = rows.today - timedelta(days=days), staff.of(Role.CASE_MANAGER)[0]
    ended = {"status": IncomingStatus.DECLINED, "not_taken_on": reason, "ended_on": day + timedelta(days=1)}
    looked = {"answer_note": told, "triaged_on": day, "urgency": Urgency.ROUTINE, "onward_service": onward}
    referral = add_referral(rows, rng, staff, day, **ended, **looked)
    move = (IncomingStatus.RECEIVED, IncomingStatus.DECLINED, moment(day + timedelta(days=1), rng), manager)
    rows.moves(IncomingStatusChange, referral, move)


def make_taken_back(rows, rng, staff):
    day, manager = rows.today - timedelta(days=15), staff.of(Role.CASE_MANAGER)[0]
    on = day + timedelta(days=4)
    ended = {"status": IncomingStatus.WITHDRAWN, "triaged_on": day, "urgency": Urgency.SOON, "ended_on": on}
    referral = add_referral(rows, rng, staff, day, **ended)
    why = "Rang to say that the doctor helps now."
    move = (IncomingStatus.RECEIVED, IncomingStatus.WITHDRAWN, moment(on, rng), manager, why)
    rows.moves(IncomingStatusChange, referral, move)


def of_client(case, rng, **fields):
    """A referral of somebody who has a record, taken on twenty minutes after it came."""
    client, episode = case.client, case.episode
    said = {name: getattr(client, name) for name in ("first_name", "family_name", "date_of_birth")}
    said |= {"client": client, "episode": episode, "allocated_to": case.keyworker, "source": episode.referral_source}
    said |= {"triaged_on": episode.referred_on, "urgency": Urgency.ROUTINE, "way": IncomingWay.STAFF}
    referral = add_referral(case.rows, rng, case.staff, episode.referred_on, **said | fields)
    on = referral.created_at + timedelta(minutes=20)
    move = (IncomingStatus.RECEIVED, IncomingStatus.WAITING, on, case.keyworker)
    case.rows.moves(IncomingStatusChange, referral, move)
    return referral


def make_offer(case, rng, referral, day, at, **became):
    case.rows.add(
        AppointmentOffer, at, case.keyworker, id=key_of(rng), referral=referral, offered_for=london(day, hour=10),
        where="12 Castle Road, room 2", how=rng.choice([OfferedHow.PHONE, OfferedHow.LETTER]),
        text="Please come to 12 Castle Road, room 2. If you cannot come, ring us.", **became,
    )  # fmt: skip


def make_taken_on(case):
    """Where somebody came from who waits for treatment; some know of their first appointment, a few missed three."""
    if case.rows.stories is SHORT or case.phase != "waiting" or case.keyworker is None:
        return
    rng, episode = case.rows.random("taken on", case.number), case.episode
    referral = of_client(case, rng, status=IncomingStatus.WAITING)
    if (case.today - episode.referred_on).days > LONG and rng.random() < 0.5:
        make_missed(case, rng, referral)
    elif day := episode.first_appointment_offered_on:
        make_offer(case, rng, referral, day, referral.created_at + timedelta(minutes=30))


def make_missed(case, rng, referral):
    """Three appointments were missed, and nobody has closed the episode yet."""
    episode = case.episode
    days = [case.ago(LONG - 5 - 5 * place) for place in range(3)]
    episode.first_appointment_offered_on = days[0]
    for day in days:
        make_offer(case, rng, referral, day, moment(day - timedelta(days=4), rng), outcome=OfferOutcome.MISSED)
    referral.status, referral.ended_on = IncomingStatus.EXPIRED, case.ago(1)
    referral.answer_note = "We have not seen you. You can come back whenever you like: ring us."
    move = (IncomingStatus.WAITING, IncomingStatus.EXPIRED, case.at(case.ago(1)), case.keyworker)
    case.rows.moves(IncomingStatusChange, referral, move)


def make_started(case):
    """Where those came from whose treatment began lately."""
    if case.rows.stories is SHORT or case.phase != "in_treatment" or case.keyworker is None:
        return
    rng, on = case.rows.random("taken on", case.number), case.started_on
    if on and (case.today - on).days < LATELY:
        referral = of_client(case, rng, status=IncomingStatus.STARTED, ended_on=on)
        at = max(case.at(on), referral.updated_at)
        case.rows.moves(IncomingStatusChange, referral, (IncomingStatus.WAITING, IncomingStatus.STARTED, at, None))
