"""Who may open what of rights."""

from .letters import CHANGE, FORM, READ

WHO = {
    "rights:rights_list": ("ctg", READ, "", False),
    "rights:rights_export": ("ctg", READ, "", False),
    "rights:retention_list": ("tg", READ, "", False),
    "rights:retention_export": ("tg", READ, "", False),
    "rights:client_rights": ("ctg", READ, "rights_of", True),
    "rights:request_add": ("ctg", FORM, "rights_of", True),
    "rights:limit_add": ("ctg", FORM, "rights_of", True),
    "rights:hold_add": ("tg", FORM, "rights_of", True),
    "rights:retention_propose": ("tg", FORM, "rights_of", True),
    "rights:request_detail": ("ctg", READ, "access_request", True),
    "rights:request_stop": ("ctg", FORM, "access_request", True),
    "rights:request_resume": ("ctg", FORM, "access_request", True),
    "rights:request_extend": ("ctg", FORM, "access_request", True),
    "rights:request_send": ("ctg", FORM, "access_request", True),
    "rights:request_end": ("ctg", FORM, "access_request", True),
    "rights:request_review": ("ct", READ, "access_request", True),
    "rights:item_decide": ("ct", FORM, "access_request", True),
    "rights:request_finish": ("ct", CHANGE, "access_request", True),
    "rights:request_reopen": ("ct", CHANGE, "access_request", True),
    "rights:request_copy": ("ct", CHANGE, "access_request", True),
    "rights:request_download": ("ct", READ, "access_request", True),
    "rights:limit_decide": ("ctg", FORM, "limit", True),
    "rights:hold_end": ("tg", FORM, "legal_hold", True),
    "rights:retention_answer": ("tg", FORM, "retention_decision", True),
}
