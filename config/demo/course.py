"""The demo's course of each episode: triage, the facts at the start and later, what was given, a pause now and then."""

from datetime import timedelta

from careplans.choices import KIND_OF_CODE
from clients.choices import Answer, BloodTest, EpisodeStatus, FactsKind
from clients.choices import SubstanceGroup as Group
from clients.models import EpisodeFacts, EpisodeIntervention, EpisodePause, EpisodeStatusChange

from .rows import pick

REVIEW_AFTER = 182
LISTS = [
    "setting", "intervention_type", "intervention_exit", "injecting", "accommodation_need", "employment",
    "parental_status", "children_help", "pause_reason",
]  # fmt: skip


def make_course(case):
    """What an episode needs to be whole; a few gaps are left, so that there is something to complete."""
    rng, episode = case.rows.random("course", case.number), case.episode
    codes = {(field, code.code): code for field in LISTS for code in case.rows.codes(field)}
    episode.setting = codes["setting", "community"]
    episode.previously_treated = rng.choice(["yes", "yes", "no", ""])
    if not case.started_on:
        return
    if rng.random() < 0.95:
        days = (case.started_on - episode.referred_on).days
        episode.triaged_on = episode.referred_on + timedelta(days=rng.randint(0, max(days, 0)))
    make_interventions(case, rng, codes)
    if rng.random() < 0.9:
        make_facts(case, rng, codes)
    if episode.status == EpisodeStatus.IN_TREATMENT and case.phase == "in_treatment" and rng.random() < 0.03:
        make_pause(case, rng, codes)


def make_interventions(case, rng, codes):
    episode = case.episode
    kinds = ["94", "95"] if case.group == Group.OPIATE else ["95"]
    ended_on = episode.ended_on
    for kind in kinds:
        given = case.add(
            EpisodeIntervention, case.started_on, client=case.client, episode=episode,
            kind=codes["intervention_type", kind],
            setting=codes["setting", "primary_care" if kind == "94" and rng.random() < 0.3 else "community"],
            referred_on=episode.referred_on, first_appointment_offered_on=case.started_on, started_on=case.started_on,
            ended_on=ended_on, exit_status=codes["intervention_exit", rng.choice("AABB")] if ended_on else None,
        )  # fmt: skip
        for part in case.agreed_help:
            if part.kind == KIND_OF_CODE[kind]:
                part.given, part.starts_on = given, given.started_on


def make_facts(case, rng, codes):
    """At the start, and again after half a year; things change a little, mostly for the better."""
    facts = first_answers(case, rng, codes)
    kind, day = FactsKind.START, case.started_on
    while day <= case.last_on and kind:
        case.add(
            EpisodeFacts, day, client=case.client, episode=case.episode, kind=kind, asked_on=day, **facts
        )  # fmt: skip
        kind = FactsKind.REVIEW if kind == FactsKind.START and rng.random() < 0.6 else None
        day += timedelta(days=REVIEW_AFTER + rng.randint(-20, 20))
        facts = later_answers(facts, rng, codes)


def first_answers(case, rng, codes):
    drinks = case.group in (Group.ALCOHOL, Group.NON_OPIATE_AND_ALCOHOL)
    opiates = case.group == Group.OPIATE
    parent = pick(rng, {"14": 48, "13": 28, "11": 16, "12": 8})
    return {
        "injecting": codes["injecting", pick(rng, {"C": 25, "P": 25, "N": 45, "Z": 5}) if opiates else "N"],
        "accommodation_need": codes["accommodation_need", pick(rng, {"1": 6, "2": 14, "3": 80})],
        "employment": codes["employment", pick(rng, {"1": 22, "9": 34, "12": 30, "13": 6, "15": 4, "99": 4})],
        "parental_status": codes["parental_status", parent],
        "children_living_with": rng.randint(1, 3) if parent in ("11", "12") else 0,
        "children_help": codes["children_help", "early_help" if parent == "12" else "none"],
        "pregnant": Answer.NO if case.client.sex == "female" else "",
        "drinking_days": rng.randint(15, 28) if drinks else rng.randint(0, 8),
        "drinking_units": rng.randint(10, 30) if drinks else rng.randint(0, 6),
        "mental_health_need": rng.choice([Answer.YES, Answer.YES, Answer.NO]),
        "hep_b_vaccination": rng.choice(list(BloodTest)),
        "hep_c_test": rng.choice([BloodTest.ACCEPTED, BloodTest.REFUSED, BloodTest.NOT_OFFERED]),
        "hep_c_positive": pick(rng, {Answer.NO: 80, Answer.YES: 8, Answer.NOT_KNOWN: 12}),
        "naloxone_issued": Answer.YES if opiates and rng.random() < 0.7 else Answer.NO,
    }


def later_answers(facts, rng, codes):
    facts = facts | {"drinking_days": max(facts["drinking_days"] - rng.randint(0, 12), 0)}
    if facts["injecting"].code == "C" and rng.random() < 0.5:
        facts["injecting"] = codes["injecting", "P"]
    if facts["accommodation_need"].code != "3" and rng.random() < 0.4:
        facts["accommodation_need"] = codes["accommodation_need", "3"]
    return facts


def make_pause(case, rng, codes):
    """The work rests just now."""
    episode, day = case.episode, case.ago(rng.randint(3, 20))
    if day <= case.started_on:
        return
    reason = codes["pause_reason", rng.choice(["hospital", "away", "rehab"])]
    case.add(
        EpisodePause, day, client=case.client, episode=episode, reason=reason, starts_on=day,
        expected_until=day + timedelta(days=42), was=EpisodeStatus.IN_TREATMENT,
    )  # fmt: skip
    move = (EpisodeStatus.IN_TREATMENT, EpisodeStatus.PAUSED, case.at(day), case.worker, str(reason.label))
    case.rows.moves(EpisodeStatusChange, episode, move)
    episode.status = EpisodeStatus.PAUSED
