"""The demo's answers about domestic abuse, lived through and done apart, with the flag of whoever lives through it now."""

import uuid
from datetime import timedelta

from clients.choices import FlagKind
from clients.models import ClientFlag
from recovery_capital.choices import Abuse
from recovery_capital.models import FamilyFacts
from recovery_capital.models.family import MARAC_TICKS

from .rows import pick

ASKED = {"abuse_lived_through": Abuse.NONE, "abuse_done": Abuse.NONE}
STORIES = {
    "not_asked": (50, {}),
    "neither": (38, ASKED),
    "lived_through_now": (4, ASKED | {"abuse_lived_through": Abuse.NOW}),
    "lived_through": (5, ASKED | {"abuse_lived_through": Abuse.PAST}),
    "done": (2, ASKED | {"abuse_done": Abuse.PAST}),
    "declined": (1, {"abuse_lived_through": Abuse.DECLINED, "abuse_done": Abuse.DECLINED}),
}


def make_family_facts(case, assessment):
    """What was said at one assessment. Random numbers and keys are of its own, so that the rest stays as it was."""
    rng = case.rows.random("family", case.number)
    said = dict(STORIES[pick(rng, {story: weight for story, (weight, _said) in STORIES.items()})][1])
    if said.get("abuse_lived_through") == Abuse.NOW:
        said |= dash(rng.randint(6, 20), assessment.assessed_on)
    known = case.rows.by_model[FamilyFacts][-1:]
    if known and known[0].assessment_id == assessment.pk:
        for name, answer in said.items():
            setattr(known[0], name, answer)
    elif said:
        keep(case, FamilyFacts, assessment.created_at, assessment=assessment, **said)


def dash(score, day):
    return {"dash_score": score, "dash_on": day, "marac_referred_on": day if score >= MARAC_TICKS else None}


def make_abuse_flag(case):
    """The flag that hides the address, for whoever was referred to a MARAC; for the others the page still asks for it."""
    said = [row for row in case.rows.by_model[FamilyFacts][-4:] if row.assessment.client_id == case.client.pk]
    if said and said[-1].abuse_lived_through == Abuse.NOW and said[-1].marac_referred_on:
        day = said[-1].assessment.assessed_on
        keep(case, ClientFlag, said[-1].created_at, client=case.client, kind=FlagKind.DOMESTIC_ABUSE,
             reason="Said so when nobody else could hear; the address stays hidden", review_on=day + timedelta(days=90))  # fmt: skip


def keep(case, model, at, **fields):
    keys = case.rows.random("family", case.number, model._meta.label, at)
    case.add(model, at, id=uuid.UUID(int=keys.getrandbits(128), version=4), **fields)
