"""Pages of recovery capital: one file per noun."""

from .assessment import assessment_add, assessment_detail, assessment_list, assessment_pdf
from .measure import measure_add, measure_detail, measure_error, measure_list, measure_settle
from .section import assessment_check, assessment_discard, assessment_section, assessment_sections
from .top import top_add, top_detail

__all__ = [
    "assessment_add",
    "assessment_check",
    "assessment_detail",
    "assessment_discard",
    "assessment_list",
    "assessment_pdf",
    "assessment_section",
    "assessment_sections",
    "measure_add",
    "measure_detail",
    "measure_error",
    "measure_list",
    "measure_settle",
    "top_add",
    "top_detail",
]
