"""Pages about clients: one file per noun."""

from .break_glass import break_glass
from .caseload import client_list, my_work
from .client import client_add, client_detail, client_edit, client_lookup
from .coach import coach_assign, coach_end
from .consent import consent_add, consent_withdraw
from .contact import contact_add, contact_correct, contact_error
from .drafts import draft_discard, draft_list, draft_save
from .episode import episode_assign, episode_detail, episode_edit, episode_open, treatment_start
from .facts import completeness_list, facts_add, facts_correct, facts_edit, intervention_add, intervention_edit
from .flag import flag_add, flag_end
from .timeline import client_timeline

__all__ = [
    "break_glass",
    "client_add",
    "client_detail",
    "client_edit",
    "client_list",
    "client_lookup",
    "client_timeline",
    "coach_assign",
    "coach_end",
    "completeness_list",
    "consent_add",
    "consent_withdraw",
    "contact_add",
    "contact_correct",
    "contact_error",
    "draft_discard",
    "draft_list",
    "draft_save",
    "episode_assign",
    "episode_detail",
    "episode_edit",
    "episode_open",
    "facts_add",
    "facts_correct",
    "facts_edit",
    "flag_add",
    "flag_end",
    "intervention_add",
    "intervention_edit",
    "my_work",
    "treatment_start",
]
