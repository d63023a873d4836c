"""Who may open what of custody."""

from .letters import FORM, READ, STAFF

WHO = {
    "custody:release_list": (STAFF, READ, "", False),
    "custody:release_export": (STAFF, READ, "", False),
    "custody:unexpected_release": (STAFF, FORM, "", False),
    "custody:dates_paste": (STAFF, FORM, "", False),
    "custody:prison_list": (STAFF + "a", READ, "", False),
    "custody:prison_add": ("ta", FORM, "", False),
    "custody:prison_edit": ("ta", FORM, "prison", False),
    "custody:scheme_list": (STAFF + "a", READ, "", False),
    "custody:early_route_add": ("a", FORM, "", False),
    "custody:early_route_edit": ("a", FORM, "early_route", False),
    "custody:surge_day_add": ("a", FORM, "", False),
    "custody:surge_day_detail": (STAFF + "a", READ, "surge_day", False),
    "custody:surge_day_edit": ("a", FORM, "surge_day", False),
    "custody:stay_reconnect": (STAFF, FORM, "stay", True),
    "custody:stay_list": (STAFF, READ, "client", True),
    "custody:stay_create": (STAFF, FORM, "client", True),
    "custody:stay_detail": (STAFF, READ, "stay", True),
    "custody:stay_edit": (STAFF, FORM, "stay", True),
    "custody:release_date_record": (STAFF, FORM, "stay", True),
    "custody:stay_release": (STAFF, FORM, "stay", True),
    "custody:stay_refer": (STAFF, FORM, "stay", True),
    "custody:stay_seen": (STAFF, FORM, "stay", True),
    "custody:plan_detail": (STAFF, READ, "stay", True),
    "custody:plan_edit": (STAFF, FORM, "stay", True),
    "custody:first_outcome": (STAFF, FORM, "stay", True),
    "custody:date_unknown": (STAFF, FORM, "stay", True),
    "custody:release_pack_pdf": (STAFF, READ, "stay", True),
    "custody:prison_asks_pdf": (STAFF, READ, "stay_agreed", True),
}
