"""Everything out, and in again: each table as CSV, each file, and a dictionary of what they mean (docs/leaving.md)."""


class Refused(Exception):
    """It cannot be written or read in as it is; the text says why, and nothing was changed."""
