"""Who may open what of reference."""

from .letters import CHANGE, FORM, READ

WHO = {
    "reference:reference_list": ("a", READ, "", False),
    "reference:code_list": ("a", READ, "code_field", False),
    "reference:edition_start": ("a", FORM, "code_field", False),
    "reference:code_add": ("a", FORM, "code_set", False),
    "reference:code_edit": ("a", FORM, "code", False),
    "reference:code_retire": ("a", FORM, "code", False),
    "reference:code_restore": ("a", CHANGE, "code", False),
    "reference:interval_set": ("a", FORM, "interval_key", False),
    "reference:wording_list": ("a", READ, "wording_key", False),
    "reference:wording_add": ("a", FORM, "wording_key", False),
    "reference:wording_retire": ("a", FORM, "wording", False),
}
