"""Who may open what of the site itself."""

from .letters import CHANGE, READ

WHO = {
    "home": ("all", READ, "", False),
    "healthz": ("public", READ, "", False),
    "set_language": ("public", CHANGE, "", False),
}
