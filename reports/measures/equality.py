"""By which answers to the equality questions a measure is broken down; not to say is a group, not asked is empty."""

from .base import Breakdowns

GROUPS = ("ethnicity", "disability", "religion", "sexual_orientation", "veteran")
EQUALITY = Breakdowns(
    columns={name: f"COALESCE(said.{name}, '')" for name in GROUPS},
    join="LEFT JOIN reports_equalitygroups said ON said.client_id = u.client_id",
)
