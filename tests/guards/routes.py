"""Every route of the site, from the URL configuration itself."""

from zlib import crc32

import pytest
from django.urls import URLPattern, URLResolver, get_resolver


def routes():
    """(name, pattern) of every route, third-party ones too; one without a name is named by its path."""

    def walk(items, namespaces, path):
        for item in items:
            here = path + str(item.pattern)
            if isinstance(item, URLResolver):
                inner = [*namespaces, item.namespace] if item.namespace else namespaces
                yield from walk(item.url_patterns, inner, here)
            elif isinstance(item, URLPattern):
                yield ":".join([*namespaces, item.name or here]), item

    yield from walk(get_resolver().url_patterns, [], "/")


def rules():
    """The access rule of every route, by name."""
    return {name: getattr(pattern.callback, "access_rule", None) for name, pattern in routes()}


def one_in_three(names):
    """Parameters for a test of every route: one in three, always the same ones, in `make test`; all in `make test-all`."""
    return [
        name if crc32(name.encode()) % 3 == 0 else pytest.param(name, marks=pytest.mark.slow) for name in sorted(names)
    ]
