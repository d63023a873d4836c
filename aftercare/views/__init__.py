"""Pages about leaving treatment: one file for each part of the way."""
