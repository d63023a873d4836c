"""The demo's tries to reach somebody for a check-up, and those who came by after treatment. Random numbers and keys are of
their own, so that the rest stays as it was."""

import uuid
from datetime import timedelta

from aftercare.choices import CheckUpOutcome
from aftercare.models import CheckUpAttempt, OccasionalSupport
from clients.choices import COMPLETED, ContactKind
from core.calendar import london

TRIED = [ContactKind.PHONE, ContactKind.PHONE, ContactKind.HOME_VISIT]
CAME_FOR = [
    "Had a hard week after a funeral; talked about what has helped before, and goes to the Thursday group.",
    "Wanted help with a letter from the council. Is well otherwise, and proud of a year in the job.",
]


def make_tries(case, check_up):
    """Three by two ways, and a letter where that was agreed, before nobody was reached; one of half of those still open."""
    rng = case.rows.random("tries", case.number, check_up.due_on)
    kinds = []
    if check_up.outcome == CheckUpOutcome.NOT_REACHED:
        may_write = check_up.aftercare.handover.may_contact_again
        kinds = TRIED + [ContactKind.LETTER_OR_MESSAGE] * may_write
    elif not check_up.outcome and check_up.due_on < case.ago(1) and rng.random() < 0.5:
        kinds = TRIED[:1]
    last_on = check_up.done_on or case.ago(1)
    for number, kind in enumerate(kinds):
        day = min(check_up.due_on + timedelta(days=number), last_on)
        keep(case, rng, CheckUpAttempt, day, check_up=check_up, kind=kind, tried_on=day, note="No answer")


def make_support(case, since):
    """A few of those who have completed treatment come by, without a plan or a new episode."""
    rng = case.rows.random("support", case.number)
    came_on = since + timedelta(days=rng.randint(10, 150))
    if rng.random() < 0.15 and came_on < case.today:
        keep(case, rng, OccasionalSupport, came_on, team=case.staff.team, came_on=came_on, kind=ContactKind.FACE_TO_FACE,
             note=rng.choice(CAME_FOR))  # fmt: skip


def make_support_after_the_end(case):
    reason = case.episode.discharge_reason
    if case.phase == "closed" and reason in COMPLETED:
        make_support(case, case.episode.ended_on)


def keep(case, rng, model, day, **fields):
    key = uuid.UUID(int=rng.getrandbits(128), version=4)
    case.add(model, london(day, 11), case.case_manager, id=key, client=case.client, **fields)
