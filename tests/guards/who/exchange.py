"""Who may open what of the national data set."""

from .letters import READ

WHO = {
    "exchange:problem_list": ("ct", READ, "", False),
    "exchange:problem_export": ("ct", READ, "", False),
    "exchange:version_list": ("cta", READ, "", False),
    "exchange:version_detail": ("cta", READ, "data_set_version", False),
}
