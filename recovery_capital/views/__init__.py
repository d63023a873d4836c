"""Pages of recovery capital: one file per noun."""

from .assessment import assessment_add, assessment_detail, assessment_list
from .section import assessment_check, assessment_discard, assessment_section, assessment_sections

__all__ = [
    "assessment_add",
    "assessment_check",
    "assessment_detail",
    "assessment_discard",
    "assessment_list",
    "assessment_section",
    "assessment_sections",
]
