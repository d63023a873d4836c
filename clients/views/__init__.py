"""Pages about clients: one file per noun."""

from .address import address_add, address_detail, address_edit
from .alert import alert_export, alert_list
from .break_glass import break_glass
from .caseload import client_export, client_list, my_work
from .client import client_add, client_detail, client_edit, client_lookup
from .coach import coach_assign, coach_end
from .completeness import completeness_export, completeness_list
from .consent import consent_add, consent_detail, consent_told, national_consent_answer, national_consent_withdraw
from .contact import contact_add, contact_correct, contact_error
from .contact_way import contact_way_add, contact_way_edit, safety_edit
from .drafts import draft_discard, draft_list, draft_save
from .episode import episode_assign, episode_detail, episode_edit, episode_open, treatment_start
from .equality import equality_edit, language_edit
from .facts import facts_add, facts_correct, facts_edit, intervention_add, intervention_edit
from .family import child_add, child_edit, parental_add, parental_detail, relationship_add, relationship_edit
from .flag import flag_add, flag_end, flag_review
from .health import health_edit, needs_add, pregnancy_add, pregnancy_edit
from .intake import import_add, import_detail, import_discard, import_start, import_template_download
from .letter import letter_pdf, letter_write
from .link import duplicate_list, link_undo, record_link
from .name import name_add, name_edit, number_add, number_edit
from .person import person_detail
from .sharing import client_sharing, override_detail, override_export, override_list, override_request
from .timeline import client_timeline

__all__ = [
    "address_add",
    "address_detail",
    "address_edit",
    "alert_export",
    "alert_list",
    "break_glass",
    "child_add",
    "child_edit",
    "client_add",
    "client_detail",
    "client_edit",
    "client_export",
    "client_list",
    "client_lookup",
    "client_timeline",
    "coach_assign",
    "coach_end",
    "completeness_export",
    "completeness_list",
    "consent_add",
    "client_sharing",
    "consent_detail",
    "consent_told",
    "national_consent_answer",
    "national_consent_withdraw",
    "override_detail",
    "override_export",
    "override_list",
    "override_request",
    "contact_add",
    "contact_correct",
    "contact_error",
    "contact_way_add",
    "contact_way_edit",
    "draft_discard",
    "draft_list",
    "draft_save",
    "duplicate_list",
    "episode_assign",
    "episode_detail",
    "episode_edit",
    "episode_open",
    "equality_edit",
    "facts_add",
    "facts_correct",
    "facts_edit",
    "flag_add",
    "flag_end",
    "flag_review",
    "health_edit",
    "import_add",
    "import_detail",
    "import_discard",
    "import_start",
    "import_template_download",
    "intervention_add",
    "intervention_edit",
    "language_edit",
    "letter_pdf",
    "letter_write",
    "link_undo",
    "my_work",
    "name_add",
    "name_edit",
    "needs_add",
    "number_add",
    "number_edit",
    "parental_add",
    "parental_detail",
    "person_detail",
    "pregnancy_add",
    "pregnancy_edit",
    "record_link",
    "relationship_add",
    "relationship_edit",
    "safety_edit",
    "treatment_start",
]
