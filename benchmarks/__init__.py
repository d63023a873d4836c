"""Timings of our pages beside the least that the same rows can cost."""
