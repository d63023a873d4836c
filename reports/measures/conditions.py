"""Conditions that several measures share, in SQL over `u`, a journey, and `p`, the period."""

from clients.choices import COMPLETED

from ..choices import UNPLANNED

WEEKS_12 = 84  # days


def one_of(column, values):
    """SQL that a column holds one of some fixed values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


IN_TREATMENT = "u.treated_from <= p.ends_on AND (u.treated_until IS NULL OR u.treated_until >= p.starts_on)"
BEGAN = "u.started_on BETWEEN p.starts_on AND p.ends_on"
ENDED = "u.ended_on BETWEEN p.starts_on AND p.ends_on"
# Whoever is in aftercare is in treatment no more, but leaves at the end of it: those who leave belong to all that there are.
IN_TREATMENT_OR_LEFT = (
    "u.treated_from <= p.ends_on AND (u.treated_until IS NULL OR GREATEST(u.treated_until, u.ended_on) >= p.starts_on)"
)
COMPLETED_IT = one_of("u.reason", COMPLETED)
UNPLANNED_EXIT = one_of("u.reason", UNPLANNED)
CAME_BACK = "u.following_on > u.ended_on AND u.following_on <= u.ended_on + interval '6 months'"
