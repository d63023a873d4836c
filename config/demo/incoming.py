"""The demo's referrals to us: those that wait for triage, those not taken on, and where the people who wait came from."""

from datetime import timedelta

from accounts.choices import Role
from core.calendar import london
from referrals.choices import (
    Agrees,
    Danger,
    HeardFrom,
    IncomingStatus,
    IncomingWay,
    NotTakenOn,
    OfferedHow,
    Urgency,
)
from referrals.models import AppointmentOffer, IncomingReferral, IncomingStatusChange

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
HEARD = [HeardFrom.GP, HeardFrom.FRIEND, HeardFrom.WEB, HeardFrom.BEEN_BEFORE, HeardFrom.LIBRARY, HeardFrom.NOT_ASKED]


def make_incoming(rows, staff):
    """What waits at the door of three teams, and what was not taken on lately."""
    if rows.stories is SHORT:
        return
    for key, number in TEAMS_THAT_TAKE.items():
        rng = rows.random("referrals in", key)
        for place in range(number):
            make_waiting_for_us(rows, rng, staff[key], place)
        make_not_taken_on(rows, rng, staff[key])


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
    day = rows.today - timedelta(days=1 + place * 3)
    fields = {"dangers": [rng.choice(list(Danger))]} if place % 3 == 0 else {}
    if place == 1:
        fields["date_of_birth"] = day - timedelta(days=16 * 365)
    if place > 1:
        fields |= {"urgency": rng.choice([Urgency.SOON, Urgency.ROUTINE]), "triaged_on": day + timedelta(days=1)}
        fields |= {"triage_note": rng.choice(TRIAGED), "allocated_to": rng.choice(staff.of(Role.KEYWORKER))}
    add_referral(rows, rng, staff, day, **fields)


def make_not_taken_on(rows, rng, staff):
    day, manager = rows.today - timedelta(days=20), staff.of(Role.CASE_MANAGER)[0]
    ended = {
        "status": IncomingStatus.DECLINED,
        "not_taken_on": NotTakenOn.OTHER_AREA,
        "ended_on": day + timedelta(days=1),
    }
    told = {
        "answer_note": "Lives beyond our area: rang the team there together.",
        "triaged_on": day,
        "urgency": Urgency.ROUTINE,
    }
    referral = add_referral(rows, rng, staff, day, **ended, **told)
    move = (IncomingStatus.RECEIVED, IncomingStatus.DECLINED, moment(day + timedelta(days=1), rng), manager)
    rows.moves(IncomingStatusChange, referral, move)


def make_taken_on(case):
    """Where somebody came from who waits for treatment; some know of their first appointment."""
    if case.rows.stories is SHORT or case.phase != "waiting" or case.keyworker is None:
        return
    rng, client, episode = case.rows.random("taken on", case.number), case.client, case.episode
    said = {name: getattr(client, name) for name in ("first_name", "family_name", "date_of_birth")}
    said |= {"client": client, "episode": episode, "allocated_to": case.keyworker, "source": episode.referral_source}
    said |= {"triaged_on": episode.referred_on, "urgency": Urgency.ROUTINE, "status": IncomingStatus.WAITING}
    referral = add_referral(case.rows, rng, case.staff, episode.referred_on, way=IncomingWay.STAFF, **said)
    move = (
        IncomingStatus.RECEIVED,
        IncomingStatus.WAITING,
        referral.created_at + timedelta(minutes=20),
        case.keyworker,
    )
    case.rows.moves(IncomingStatusChange, referral, move)
    if day := episode.first_appointment_offered_on:
        case.rows.add(
            AppointmentOffer, referral.created_at + timedelta(minutes=30), case.keyworker, id=key_of(rng), referral=referral,
            offered_for=london(day, hour=10), where="12 Castle Road, room 2", how=rng.choice([OfferedHow.PHONE, OfferedHow.LETTER]),
            text="Please come to 12 Castle Road, room 2. If you cannot come, ring us.",
        )  # fmt: skip
