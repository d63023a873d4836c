"""Who may open what of governance."""

from .letters import FORM, READ, STAFF

WHO = {
    "governance:overview": ("tg", READ, "", False),
    "governance:break_glass_list": (STAFF + "g", READ, "", False),
    "governance:break_glass_export": (STAFF + "g", READ, "", False),
    "governance:break_glass_month": ("g", READ, "", False),
    "governance:break_glass_detail": (STAFF + "g", READ, "break_glass", False),
    "governance:unusual_access": ("g", READ, "", False),
    "governance:restriction_list": ("tg", READ, "", False),
    "governance:restriction_export": ("tg", READ, "", False),
    "governance:restriction_detail": ("tg", READ, "restriction", False),
    "governance:restriction_decide": ("tg", FORM, "restriction", False),
    "governance:restriction_lift": ("tg", FORM, "restriction", False),
    "governance:reader_add": ("tg", FORM, "restriction", False),
    "governance:reader_remove": ("tg", FORM, "reader", False),
    "governance:restriction_propose": ("t", FORM, "client", True),
    "governance:record_seen": ("kctg", READ, "seen", True),
    "governance:record_seen_download": ("kctg", READ, "seen", False),
    "governance:break_glass_review": ("tg", FORM, "break_glass", False),
}
