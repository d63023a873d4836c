"""Who may open what of staffing."""

from .letters import CHANGE, FORM, READ, STAFF

WHO = {
    "staffing:staff_list": ("t", READ, "", False),
    "staffing:staff_export": ("t", READ, "", False),
    "staffing:staff_detail": ("tkcnh", READ, "colleague", False),
    "staffing:kept_list": ("tkcnh", READ, "colleague", False),
    "staffing:kept_export": ("tkcn", READ, "colleague", False),
    "staffing:caseload_reassign": ("t", FORM, "colleague", False),
    "staffing:cover_add": ("tkcnh", FORM, "colleague", False),
    "staffing:cover_end": ("tkcnh", CHANGE, "cover", False),
    "staffing:qualification_add": ("t", FORM, "colleague", False),
    "staffing:qualification_edit": ("t", FORM, "qualification", False),
    "staffing:supervision_add": ("t", FORM, "colleague", False),
    "staffing:supervision_edit": ("t", FORM, "supervision", False),
    "staffing:shift_note_list": (STAFF, FORM, "", False),
    "staffing:shift_note_export": (STAFF, READ, "", False),
    "staffing:shift_note_done": (STAFF, CHANGE, "shift_note", False),
}
