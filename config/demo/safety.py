"""The demo's risks, safeguarding concerns, answers about the national data set, and what few may know (MAPPA)."""

from datetime import timedelta

from clients.choices import GivenHow
from clients.models import NationalConsent
from core.calendar import add_working_days
from safeguarding.choices import (
    ConcernAbout,
    ConcernDecision,
    ConcernKind,
    ConcernSource,
    ConcernStatus,
    Impact,
    Likelihood,
    MappaCategory,
    MappaLevel,
    Presence,
    RiskKind,
)
from safeguarding.models import Concern, ConcernStatusChange, MappaRecord, Risk, RiskAssessment

RISKS = {
    RiskKind.OVERDOSE: ("Uses alone after payday; tolerance is low since the detox.", "Naloxone at home, and somebody who knows how"),
    RiskKind.SELF_HARM: ("Thoughts of not waking up, no plan.", "Safety plan written together; crisis line on the phone"),
    RiskKind.FROM_OTHERS: ("A former partner comes round for money.", "Chain on the door; the housing officer knows"),
    RiskKind.STORAGE: ("Grandchildren stay at the weekend.", "Locked box given, and seen at the home visit"),
    RiskKind.PHYSICAL_HEALTH: ("Had a fit when stopping drink in spring.", ""),
    RiskKind.DISENGAGEMENT: ("Stops answering when things go badly.", "Rings her sister first, as agreed"),
}  # fmt: skip
PROTECTIVE = ["Close to family", "Keeps appointments", "Asks for help early", "Has a settled home"]
CONCERNS = [
    (ConcernKind.CHILD, ConcernAbout.CHILD, "Son, 6", "He said he gets himself up and goes to school alone."),
    (ConcernKind.ADULT, ConcernAbout.CLIENT, "", "“He keeps my card so that I come back.”"),
    (ConcernKind.ADULT, ConcernAbout.OTHER, "Mother, 78", "The client shouted at her while we were on the phone."),
]


def make_safety(case):
    """A stream of random numbers of its own, so that the rest of the demo stays as it was."""
    rng, is_open = case.rows.random("safety", case.number), case.phase != "closed"
    if rng.random() < 0.9:
        make_national_consent(case, rng)
    if is_open and case.started_on and rng.random() < 0.12:
        make_risks(case, rng)
    if is_open and rng.random() < 0.04:
        make_concern(case, rng)
    if case.phase == "custody" and rng.random() < 0.1:
        make_mappa(case, rng)


def make_national_consent(case, rng):
    agreed = rng.random() < 0.95
    day = case.episode.referred_on
    evidence = (
        "Form 3 in the paper file" if rng.random() < 0.6 else "“Yes, that is fine.”" if agreed else "“Rather not.”"
    )
    case.add(
        NationalConsent, day, client=case.client, agreed=agreed, asked_on=day, evidence=evidence,
        given_how=rng.choice([GivenHow.WRITTEN, GivenHow.VERBAL]),
    )  # fmt: skip


def make_risks(case, rng):
    day = max(case.started_on, case.ago(rng.randint(5, 95)))
    assessment = case.add(RiskAssessment, day, client=case.client, assessed_on=day, review_on=day + timedelta(days=84))
    present = rng.sample(list(RISKS), rng.randint(1, 3))
    for kind in RiskKind:
        answer = {"presence": rng.choice([Presence.ABSENT, Presence.ABSENT, Presence.NOT_KNOWN])}
        if kind in present:
            what, action = RISKS[kind]
            answer = {
                "presence": Presence.PRESENT,
                "what": what,
                "likelihood": rng.choice(list(Likelihood)),
                "impact": rng.choice(list(Impact)[1:]),
                "protective": rng.choice(PROTECTIVE),
                "action": action,
                "action_by": "Keyworker" if action else "",
            }
        case.add(Risk, assessment.created_at, assessment=assessment, kind=kind, **answer)


def make_concern(case, rng):
    """Some wait for a decision, the others are acted on."""
    kind, about, whom, what = rng.choice(CONCERNS)
    day = case.ago(rng.randint(1, 30))
    concern = case.add(
        Concern, day, client=case.client, kind=kind, about=about, about_whom=whom, noticed_on=day, what=what,
        source=rng.choice(list(ConcernSource)), immediate_danger=False, review_on=add_working_days(day, 1),
    )  # fmt: skip
    if rng.random() < 0.7:
        decide(case, rng, concern)


def decide(case, rng, concern):
    at = concern.created_at + timedelta(hours=rng.randint(1, 6))
    concern.consulted_outside, concern.consulted_at = "Duty social worker", at
    concern.decision = ConcernDecision.SUPPORT
    concern.decision_why = "Known to the school and the GP; we visit every week and look again."
    concern.decided_by, concern.decided_at = case.case_manager, at
    concern.review_on = concern.noticed_on + timedelta(days=28)
    move = (ConcernStatus.RAISED, ConcernStatus.DECIDED, at, case.case_manager)
    case.rows.moves(ConcernStatusChange, concern, move)
    concern.status = ConcernStatus.DECIDED


def make_mappa(case, rng):
    day = case.ago(rng.randint(20, 90))
    case.add(
        MappaRecord, day, by=case.case_manager, client=case.client, category=MappaCategory.VIOLENT_OR_SEXUAL,
        level=rng.choice(list(MappaLevel)), lead_agency="Probation", contact="Public protection desk, 01632 960123",
        review_on=day + timedelta(days=112),
    )  # fmt: skip
