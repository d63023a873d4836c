"""Pages of recovery capital: one file per noun."""

from .assessment import assessment_add, assessment_detail, assessment_list

__all__ = ["assessment_add", "assessment_detail", "assessment_list"]
