"""What has happened since a plan was agreed that asks for an earlier review, whatever its review date says.

Source: care planning practice: plans are reviewed routinely and when circumstances change (Models of Care update 2006,
p. 29); which changes: issue text, after treatment standards 7.4 (housing, custody, pregnancy, overdose, safeguarding,
a transfer is a new episode).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from clients.choices import AddressKind, FlagKind
from clients.reading_up import model_and_path, of_clients

from .choices import ReviewPrompt


@dataclass(frozen=True)
class Prompt:
    """Something that asks for a review: what, when it was written down, and the key of the record that says so."""

    kind: ReviewPrompt
    at: datetime
    key: UUID
    lead: int = 0  # 1 for the second thing that one record says: the release after a time in custody

    @property
    def label(self):
        return self.kind.label


# Where each change stands: the way from the client, when it was written down, which rows count, and their key.
SOURCES = [
    (ReviewPrompt.HOUSING, "addresses", "created_at", ~Q(kind=AddressKind.LETTERS), "pk"),
    (ReviewPrompt.CUSTODY, "custody_stays", "created_at", Q(), "pk"),
    (ReviewPrompt.CUSTODY, "custody_stays.status_changes", "changed_at", Q(), "record_id"),
    (ReviewPrompt.PREGNANCY, "pregnancies", "created_at", Q(), "pk"),
    (ReviewPrompt.OVERDOSE, "flags", "created_at", Q(kind=FlagKind.OVERDOSE_RISK), "pk"),
    (ReviewPrompt.SAFEGUARDING, "concerns", "created_at", Q(is_restricted=False), "pk"),
    (ReviewPrompt.TRANSFER, "episodes", "created_at", Q(), "pk"),
]


def prompts(plan):
    """What asks for an earlier review of an active plan, the newest first; nothing once it has been reviewed."""
    if not plan.is_active or not plan.active_since or hasattr(plan, "review"):
        return []
    found = [
        Prompt(kind, at, key, int(when == "changed_at"))
        for kind, relation, when, which, key_name in SOURCES
        for at, key in of_clients(relation, plan.client)
        .filter(which, **{f"{when}__gt": plan.active_since})
        .exclude(**{key_name: plan.episode_id})  # the episode that the plan is for is no transfer
        .values_list(when, key_name)
    ]
    return sorted(found, key=lambda prompt: prompt.at, reverse=True)


def any_prompt():
    """Whether anything of the kind has happened, as a condition on plans: it costs a page no query of its own."""
    happened = Q()
    own_episode = Coalesce(OuterRef("episode"), OuterRef("pk"))
    for _kind, relation, when, which, key_name in SOURCES:
        model, to_client = model_and_path(relation)
        later = {to_client: OuterRef("client"), f"{when}__gt": OuterRef("active_since")}
        happened |= Q(Exists(model._base_manager.filter(which, ~Q(**{key_name: own_episode}), **later)))
    return Q(active_since__isnull=False) & happened
