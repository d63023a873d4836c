"""Pages about clients: one file per noun."""

from .break_glass import break_glass
from .caseload import client_list, my_work
from .client import client_add, client_detail, client_edit, client_lookup
from .coach import coach_assign, coach_end
from .consent import consent_add, consent_withdraw
from .contact import contact_add, contact_correct, contact_error
from .drafts import draft_discard, draft_list, draft_save
from .episode import episode_assign, episode_close, episode_edit, episode_open, treatment_start
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
    "consent_add",
    "consent_withdraw",
    "contact_add",
    "contact_correct",
    "contact_error",
    "draft_discard",
    "draft_list",
    "draft_save",
    "episode_assign",
    "episode_close",
    "episode_edit",
    "episode_open",
    "flag_add",
    "flag_end",
    "my_work",
    "treatment_start",
]
