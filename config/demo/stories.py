"""The demo's case studies: a few of those who have completed treatment allow one. Keys are of their own."""

import uuid
from datetime import timedelta

from accounts.choices import Role
from clients.choices import COMPLETED, ConsentCategory, ConsentPurpose, GivenHow
from clients.models import Consent
from core.calendar import london
from reports.models import CaseStory
from services_directory.choices import Need

from .rows import SHORT

TITLES = ["A flat of one’s own", "Back at the allotment", "The first year"]
TEXT = """Somebody who is between 30 and 44 came to us. It was about alcohol.

What the person wanted
– “To be the one who picks the children up from school.” (Achieved)

How it went
Treatment began in [month 1]. The first weeks were hard; a group on Thursdays and a friend who rang each evening helped.
It ended in [month 7], completed. At the check-up three months later: a settled home, and no use."""


def make_story(case, directory):
    """For some, a consent and a story; every third of them still waits to be read by a manager."""
    rng = case.rows.random("story", case.number)
    managers = case.staff.members.get(Role.TEAM_MANAGER)
    if case.rows.stories is SHORT or case.phase != "closed" or case.episode.discharge_reason not in COMPLETED:
        return
    if not managers or rng.random() > 0.2:
        return
    day = min(case.episode.ended_on + timedelta(days=14), case.ago(1))
    at = london(day, 15)
    consent = case.add(
        Consent, at, id=uuid.UUID(int=rng.getrandbits(128), version=4), client=case.client, recipient=directory.offering(Need.SUBSTANCE_TREATMENT)[0],
        purpose=ConsentPurpose.CASE_STUDY, categories=[ConsentCategory.SUBSTANCE_USE, ConsentCategory.PLAN],
        given_how=GivenHow.WRITTEN, evidence="Signed form in the paper file", given_on=day,
    )  # fmt: skip
    read = {"approved_by": managers[0], "approved_at": at} if rng.random() < 0.66 else {}
    case.add(
        CaseStory, at, case.case_manager, id=uuid.UUID(int=rng.getrandbits(128), version=4), client=case.client,
        team=case.staff.team, consent=consent, title=rng.choice(TITLES), text=TEXT, **read,
    )  # fmt: skip
