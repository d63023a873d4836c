"""What is wrong or missing in an episode of the national data set: each rule once, with its level and where it comes from.

An error keeps the episode out of the file; with a warning it leaves and is listed; a prompt says what can still be asked.
The same rules judge what is about to leave and what a file brings. `clients.discharge` has its own for the end of an episode.
"""

from . import children, episode, person  # noqa: F401, I001 - they register their rules
from .registry import RULES, Context, Problem, problems

__all__ = ["RULES", "Context", "Problem", "problems"]
