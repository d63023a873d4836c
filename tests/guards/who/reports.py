"""Who may open what of reports."""

from .letters import CHANGE, FORM, READ, STAFF

WHO = {
    "reports:report_list": ("ctm", READ, "", False),
    "reports:caseload_report": ("ctm", READ, "", False),
    "reports:caseload_export": ("ct", READ, "", False),
    "reports:outcomes_report": ("ctm", FORM, "", False),
    "reports:waiting_and_access_report": ("ctm", FORM, "", False),
    "reports:equality_report": ("ctm", FORM, "", False),
    "reports:unmet_need_report": ("ctm", FORM, "", False),
    "reports:referral_results_report": ("ctm", FORM, "", False),
    "reports:provision_report": ("ctm", READ, "", False),
    "reports:provision_export": ("ctm", READ, "", False),
    "reports:quality_list": (STAFF, READ, "", False),
    "reports:quality_export": (STAFF, READ, "", False),
    "reports:prison_continuity_report": ("ctm", FORM, "", False),
    "reports:aftercare_report": ("ctm", FORM, "", False),
    "reports:treatment_mix_report": ("ctm", FORM, "", False),
    "reports:definition_list": ("ctma", READ, "", False),
    "reports:definition_add": ("a", FORM, "", False),
    "reports:definition_edit": ("a", FORM, "recovery_definition", False),
    "reports:schedule_list": ("ctma", READ, "", False),
    "reports:schedule_add": ("ctm", FORM, "", False),
    "reports:schedule_edit": ("ctm", FORM, "schedule", False),
    "reports:schedule_stop": ("ctm", CHANGE, "schedule", False),
    "reports:case_summary_pdf": (STAFF, READ, "client", True),
    "reports:report_request": ("ctm", CHANGE, "", False),
    "reports:document_detail": ("ctm", READ, "document", False),
    "reports:document_stop": ("ctm", CHANGE, "document", False),
    "reports:document_download": ("ctm", READ, "document", False),
}
