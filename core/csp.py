"""The Content-Security-Policy: everything comes from us, nothing is written inside a page."""

SELF, NONE = "'self'", "'none'"

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}


def header(policy):
    """The policy as the header's text.

    >>> header({"default-src": ["'none'"], "img-src": ["'self'", "data:"]})
    "default-src 'none'; img-src 'self' data:"
    """
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
