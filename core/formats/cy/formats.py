"""Welsh dates are read as English ones are; Django knows the names of the months."""

from core.formats.en_GB.formats import *  # noqa: F403
