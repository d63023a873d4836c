"""The Content-Security-Policy of every page."""

POLICY = {}
