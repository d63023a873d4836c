"""Who may open what of safeguarding."""

from .letters import FORM, READ, STAFF

WHO = {
    "safeguarding:concern_list": (STAFF + "h", READ, "", False),
    "safeguarding:concern_export": (STAFF, READ, "", False),
    "safeguarding:client_safety": (STAFF, READ, "client", True),
    "safeguarding:concern_raise": (STAFF + "h", FORM, "client", True),
    "safeguarding:concern_detail": (STAFF + "h", READ, "concern", True),
    "safeguarding:concern_decide": (STAFF, FORM, "concern", True),
    "safeguarding:concern_review": (STAFF, FORM, "concern", True),
    "safeguarding:concern_close": (STAFF, FORM, "concern", True),
    "safeguarding:risk_assess": (STAFF, FORM, "client", True),
    "safeguarding:risk_detail": (STAFF, READ, "risk_assessment", True),
    "safeguarding:client_mappa": ("ct", READ, "client", True),
    "safeguarding:mappa_record": ("ct", FORM, "client", True),
    "safeguarding:mappa_edit": ("ct", FORM, "mappa", True),
    "safeguarding:mappa_end": ("ct", FORM, "mappa", True),
}
