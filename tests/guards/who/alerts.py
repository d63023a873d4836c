"""Who may open what of alerts."""

from .letters import FORM, READ, STAFF

WHO = {
    "alerts:board": ("ct", READ, "", False),
    "alerts:board_export": ("ct", READ, "", False),
    "alerts:rule_list": ("a", READ, "", False),
    "alerts:rule_export": ("a", READ, "", False),
    "alerts:rule_edit": ("a", FORM, "rule_code", False),
    "alerts:digest_edit": (STAFF + "dhg", FORM, "", False),
    "alerts:alert_acknowledge": (STAFF + "dhg", FORM, "alert", False),
}
