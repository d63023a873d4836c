"""The demo's referrals on particular paths, in the middle of their steps: housing, rehabilitation, mental health, mutual aid."""

from dataclasses import dataclass
from datetime import timedelta

from clients.choices import ConsentPurpose
from referrals.choices import ReferralStatus as Status
from referrals.choices import SentHow
from referrals.models import Referral, ReferralStatusChange, ReferralStep
from services_directory.choices import Need

from .open_door import key_of
from .rows import SHORT, pick
from .sharing import make_consent

SHARES = {"": 72, "housing": 12, "rehab": 9, "mental_health": 4, "mutual_aid": 3}  # of those in treatment
ABOUT = {
    "housing": ("housing", Need.HOUSING_ADVICE, "I cannot stay at my brother’s after the end of the month."),
    "rehab": ("substance_use", Need.RESIDENTIAL_REHAB, "I have tried at home three times. I want to get right away from it."),
    "mental_health": ("mental_health", Need.MENTAL_HEALTH, "The voices are worse at night. I want somebody to look at it."),
    "mutual_aid": ("peer_support", Need.MUTUAL_AID, "I would like to meet people who have done it."),
}  # fmt: skip
# step: days after the beginning, answers; “+n” is a day, so many days after that; “service” is the one that is asked.
STEPS = {
    "housing": [
        ("footing", 0, {"safe_tonight": "yes", "home_ends_on": "+30", "made_by": "charity"}),
        ("agreement", 1, {"agrees": "yes", "agrees_contact": "yes", "authority": "The council of the area",
                          "why_there": ["lived", "family"], "contact": "By phone in the morning; leave no message"}),
        ("evidence", 3, {"checked_on": "+0", "papers": ["identity", "income"], "to_gather": "A letter from the GP"}),
        ("submitted", 4, {"submitted_on": "+0", "how": "portal", "their_reference": "HR-20417"}),
        ("contact", 9, {"contacted_on": "+0", "interview_on": "+5", "interim": "yes", "case_officer": "Dana, housing options",
                        "expected_on": "+28"}),
        ("outcome", 36, {"decided_on": "+0", "outcome": "relief", "letter": "yes"}),
        ("review", 43, {"wish": "accept"}),
    ],
    "rehab": [
        ("interest", 0, {"asked_on": "+0", "rights_given_on": "+0", "rights": ["ask", "choice", "money", "challenge", "leave"],
                         "why_now": "My daughter is two and I have missed most of it.", "barriers": ["tenancy", "pets"]}),
        ("assessment", 20, {"assessed_on": "+0", "needs": "Three relapses at home in a year; drinks as soon as she is alone.",
                            "before": "Two community detoxes, each held for some weeks.", "risk": "A fit in withdrawal last winter.",
                            "housing": "kept", "residence": "The council of the area", "capacity": "yes"}),
        ("preparation", 34, {"required": 6, "attended": 6, "visited": "yes", "still_wants": "yes"}),
        ("providers", 38, {"chosen": ["service"], "registered": "yes", "answers": "Takes her medicines; a list of five weeks."}),
        ("panel", 50, {"panel_on": "+0", "decision": "approved", "weeks": 12, "funder": "The council’s panel",
                   "amount": 850, "per": "week", "approved_from": "+20", "approved_until": "+104", "contribution": 95}),
        ("bed", 56, {"provider": ["service"], "bed_on": "+14", "travel": "Her sister drives her",
                     "home_safe": "Housing benefit goes on for the absence; the sister has the dog."}),
        ("move_on", 60, {"housing": "Back to her flat", "keyworker": "As now", "first_appointment": "The day after",
                         "early": "Rings her sister and us; naloxone is packed; a bed at her sister’s."}),
        ("arrival", 70, {"arrived_on": "+0"}),
        ("weekly", 77, {"how": "mixed", "said": "The first week was hard. Likes the kitchen."}),
        ("weekly", 84, {"how": "well", "said": "Sleeps through."}),
    ],
    "mental_health": [
        ("safety", 0, {"in_danger": "no", "troubles": "Hears voices at night, since the spring.", "asked_before": "Sleep hygiene"}),
        ("request", 3, {"team": "cmht", "why_threshold": "Voices that give orders, no sleep, lost the job over it."}),
        ("answer", 17, {"threshold": "later", "said": "We would like to see them first.", "said_on": "+0"}),
        ("next", 19, {"next": "assessment", "first_on": "+10", "meanwhile": "Us, weekly; in a crisis 111 and the option for it."}),
    ],
    "mutual_aid": [
        ("introduce", 0, {"talked_on": "+0", "kinds": ["smart", "local"], "thinks": "willing"}),
        ("connect", 6, {"groups": ["service"], "first_meeting_on": "+4", "with_whom": "Delroy, coach", "how_there": "On the bus"}),
        ("follow_up", 13, {"went": "yes", "how": "Warm. Knew two people there.", "again": "yes"}),
    ],
}  # fmt: skip
# from which step on the referral has which status
STANDS = {
    "housing": {"submitted": Status.SENT, "contact": Status.ACCEPTED},
    "rehab": {"providers": Status.SENT, "bed": Status.ACCEPTED, "arrival": Status.STARTED},
    "mental_health": {"request": Status.SENT, "answer": Status.ACCEPTED},
    "mutual_aid": {"introduce": Status.SENT, "connect": Status.ACCEPTED, "follow_up": Status.STARTED},
}


@dataclass
class Written:
    """A referral on its path, as it is written step by step."""

    case: object
    rng: object
    referral: Referral
    begun_on: object

    def day(self, days):
        return self.begun_on + timedelta(days=days)

    def answers(self, days, told):
        said = {key: self.answer(days, value) for key, value in told.items()}
        return {key: value for key, value in said.items() if value not in (None, [])}

    def answer(self, days, value):
        if isinstance(value, str) and value.startswith("+"):
            return self.day(days + int(value)).isoformat()
        if value == ["service"]:
            return [str(self.referral.service_id)]
        return value

    def step(self, key, number, days, told):
        on = self.day(days)
        self.case.rows.add(
            ReferralStep, self.case.at(on), self.case.worker, id=key_of(self.rng), referral=self.referral, key=key,
            number=number, done_on=on, answers=self.answers(days, told),
        )  # fmt: skip

    def move(self, status, days):
        case, referral, on = self.case, self.referral, self.day(days)
        if status == Status.SENT:
            referral.consent = make_consent(case, referral.service, ConsentPurpose.REFERRAL, on)
            referral.sent_on, referral.sent_how, referral.answer_by = on, SentHow.PHONE, on + timedelta(days=14)
        elif status == Status.STARTED:
            referral.attended_on = on
        case.rows.moves(ReferralStatusChange, referral, (referral.status, status, case.at(on), case.worker))
        referral.status = status


def make_paths(case, directory):
    """Every third or fourth person in treatment is on a path; what was done last was done lately."""
    if case.rows.stories is SHORT or case.phase != "in_treatment" or not case.started_on:
        return
    rng = case.rows.random("paths", case.number)
    path = pick(rng, SHARES)
    if not path:
        return
    stage = rng.randint(1, len(STEPS[path]))
    last = STEPS[path][stage - 1][1]
    begun_on = case.ago(last + rng.randint(2, 12))
    if begun_on < case.started_on:
        return
    domain, need, reason = ABOUT[path]
    at = case.at(begun_on)
    referral = case.rows.add(
        Referral, at, case.worker, id=key_of(rng), client=case.client, episode=case.episode, domain=domain, path=path,
        service=rng.choice(directory.offering(need)), reason=reason,
    )  # fmt: skip
    written, numbers = Written(case, rng, referral, begun_on), {}
    for key, days, told in STEPS[path][:stage]:
        numbers[key] = numbers.get(key, 0) + 1
        if numbers[key] == 1 and key in STANDS[path]:
            written.move(STANDS[path][key], days)
        written.step(key, numbers[key], days, told)
